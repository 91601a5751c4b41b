"""A product, people who may give so much, and an offer of one of them."""

from __future__ import annotations

from typing import Any

import pytest

from setia.domains.authority.limits.model import Limit
from tests.acting import make
from tests.cast import Cast, assemble


@pytest.fixture
def fountain() -> Any:
    make("taxes", name="VAT", percent="20", is_usual="yes")
    return make("products", name="Fountain", list_price="1450", cost="880")


@pytest.fixture
def cast() -> Cast:
    cast = assemble(["parties.party", "sales.offer", "sales.order", "sales.opportunity", "authority.approval",
                     "work.file", "promises.promise", "conversations.message"])  # fmt: skip
    for name, percent in (("Sells", 5), ("Manages", 50)):
        for decision in ("discount", "below_floor"):
            make("limits", role=cast.ada.roles.model.objects.get(name=name).pk, decision=decision, percent=percent)
    assert Limit.objects.count() == 4
    return cast


@pytest.fixture
def hers(cast: Cast, fountain: Any) -> Any:
    """An offer of Ada to a customer of hers."""
    ada = cast.acting("ada")
    party = make("people", ada, name="Kim", email="kim@kim.example")
    offer = make("offers", ada, party=party.pk)
    make("offer-lines", ada, offer=offer.pk, product=fountain.pk)
    offer.refresh_from_db()
    return offer
