"""What somebody is told who asks what a product costs, in the browser and through the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from setia.foundation.errors import Forbidden, Invalid
from setia.foundation.ledger import Entry
from setia.foundation.staff.rights import new_token
from tests.acting import do, make
from tests.browsing import browser_of
from tests.cast import NOW, Cast, assemble

pytestmark = pytest.mark.django_db
SEEN = {"catalog.product": {"sight": "all", "verbs": []}, "parties.party": {"sight": "all", "verbs": []}}


@pytest.fixture
def cast() -> Cast:
    return assemble(["catalog.product", "catalog.pricelist", "parties.party"])


@pytest.fixture
def duo() -> Any:
    partners = make("price-lists", name="Partners", for_whom="condition", where="is_partner = yes")
    duo = make("products", name="Brumelle Duo", list_price="690", cost="400", unit="piece")
    make("price-rules", price_list=partners.pk, product=duo.pk, above_cost="50", minimum_quantity="10")
    return duo


@pytest.fixture
def bo() -> Any:
    return make("companies", name="Bo SARL", is_partner=True)


def test_an_answer_says_the_price_its_steps_and_the_sum_and_changes_nothing(duo: Any, bo: Any) -> None:
    before = (Entry.objects.count(), duo.version)
    said = do("price", duo, party=bo.pk, quantity="12").said
    assert said is not None
    assert said.words == "$600.00 for a unit (piece)"
    assert [(line.words, line.value) for line in said.lines] == [
        ("List price", "$690.00"), ("Price list “Partners”, from 10 on: 50% above cost", "$600.00"),
        ("For 12", "$7,200.00"),
    ]  # fmt: skip
    assert said.data["price"] == "600.00"
    assert (Entry.objects.count(), duo.version) == before
    with pytest.raises(Invalid):
        do("price", duo, quantity="-1")


def test_whoever_sees_a_product_may_ask_what_it_costs(duo: Any, bo: Any, cast: Cast) -> None:
    role = cast.cleo.roles.get()
    role.grants = SEEN | {"catalog.pricelist": {"sight": "all", "verbs": []}}
    role.save()
    token = new_token(cast.cleo, "prices", ["see"], NOW)
    answer = Client().post(
        f"/api/v1/products/{duo.pk}/price", data={"quantity": "12", "party": bo.pk}, content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )  # fmt: skip
    assert answer.status_code == 200, answer.content
    assert answer.json()["answer"]["price"] == "600.00"
    assert "price" in answer.json()["verbs"]
    page = browser_of(cast.cleo).post(f"/products/{duo.pk}/do/price", {"quantity": "12", "party": bo.pk})
    assert "$600.00" in page.content.decode()
    assert 'value="12"' in page.content.decode()  # what was asked stays, to be asked again
    with pytest.raises(Forbidden):
        do("price", duo, cast.acting("eve"))


def test_lists_and_costs_that_somebody_may_not_know_are_not_told(duo: Any, bo: Any, cast: Cast) -> None:
    role = cast.cleo.roles.get()
    role.grants = {**SEEN, "catalog.product": {"sight": "all", "verbs": [], "fields": {"cost": "hidden"}}}
    role.save()
    said = do("price", duo, cast.acting("cleo"), party=bo.pk, quantity="12").said
    assert said is not None
    assert [line.words for line in said.lines] == ["List price", "Price list, from 10 on", "For 12"]
    role.grants = {**role.grants, "parties.party": {"sight": "none", "verbs": []}}
    role.save()
    with pytest.raises(Invalid):
        do("price", duo, cast.acting("cleo"), party=bo.pk, quantity="12")


def test_a_product_that_is_not_on_sale_says_so(duo: Any, cast: Cast) -> None:
    do("discontinue", duo)
    said = do("price", duo).said
    assert said is not None
    assert said.lines[-1].words == "It is not on sale."
    assert "It is not on sale" in browser_of(cast.root).get(f"/products/{duo.pk}/").content.decode()
