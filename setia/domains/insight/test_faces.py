"""What is advised is shown on every face to whom it may concern, and to nobody else; what is declared is there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from setia.domains.catalog.products.model import Product
from setia.domains.insight.actions.model import Action
from setia.domains.insight.recommending.report import make as what_to_change
from setia.domains.insight.tests import deal, given
from setia.domains.parties.parties.model import Party
from setia.domains.promises.promises.model import Promise
from setia.domains.sales.order_lines.model import OrderLine
from setia.domains.sales.orders.model import Order
from setia.foundation import ledger
from setia.kit import advice, findings
from setia.kit.operations import operations_of
from setia.kit.resources import registry
from tests.acting import make
from tests.cast import NOW, Cast
from tests.leaks.faces import Reader

pytestmark = pytest.mark.django_db


def said(cast: Cast, name: str, action: Action) -> str:
    """Everything that the faces tell somebody of an action, its customer and its list."""
    reader = Reader(getattr(cast, name))
    pages = [
        reader.web(""), reader.web("actions/", columns="kind,party,about,reason,value,why,chance,rank"),
        reader.web(f"actions/{action.pk}/"), reader.web(f"people/{action.party_id}/"),
        reader.web("actions/export.csv", columns="about,reason,value"), reader.web("calendar/"),
        reader.api("actions", columns="about,reason,value,why"), reader.api(f"actions/{action.pk}"),
        reader.api("actions/sums", total="value"), reader.web(f"actions/{action.pk}/do/refuse"),
        reader.command("advise"), reader.command("show", "actions", "--json"),
        reader.web(f"people/{action.party_id}/history"),
    ]  # fmt: skip
    return " ".join(page.plain for page in pages)


def test_every_face_tells_an_action_to_whom_it_concerns_and_to_nobody_else(cast: Cast, bo: Any) -> None:
    deal(bo, cast.ada, 77_431, "Qzvx machines")
    (action,) = given()
    Action.objects.update(given_on=Action.objects.get().given_on - timedelta(days=1), expires_on="2099-01-01")
    told = said(cast, "ada", action)
    assert "Qzvx machines" in told
    assert "77431" in told
    for name in ("gil", "eve"):
        told = said(cast, name, action)
        assert "Qzvx" not in told, name
        assert "77431" not in told, name
        assert "38715" not in told, "half of it is its value"


def test_every_declaration_names_what_is_there() -> None:
    for kind in advice.kinds().values():
        noun, verb = kind.does
        assert verb == "create" or verb in operations_of(registry.of_noun(noun)), kind.name
        assert noun in (kind.noun, "parties.party") or verb == "create", kind.name
        assert kind.noun in kind.reads, kind.name
        assert {*kind.done.facts, *kind.worked.facts} - ledger.kinds.keys() == set(), kind.name
    for declared in (*advice.kinds().values(), *findings._sources.values()):
        for noun, names in declared.reads.items():
            assert set(names) - registry.of_noun(noun).fields.keys() == set(), noun


def test_managers_are_told_which_product_loses_whom_and_which_promises_break(cast: Cast) -> None:
    product, other = (make("products", name=name) for name in ("Mixer", "Grinder"))
    for number in range(24):
        party = make("companies", name=f"Shop {number}", sector="retail" if number < 12 else "medical")
        for sold, days in ((product, 250), (other, 240), (other, 60), *(((product, 50),) if number > 9 else ())):
            _order(party, sold, days)
    for number in range(20):
        made = make("promises", name="In a day", party=party.pk, due_on="2026-02-20", made_on="2026-02-10",
                    source="advertisement" if number < 5 else "call", owner=cast.ada.pk)  # fmt: skip
        Promise.objects.filter(pk=made.pk).update(status="broken" if number < 5 else "kept", ended_on="2026-02-21")
    found = what_to_change({}, cast.acting("root"))
    assert [row.values["words"].partition(":")[0] for row in found.rows] == [
        "What is promised here tends to break", "“Mixer” loses Retail",
    ]  # fmt: skip
    assert found.rows[1].values["words"] == "“Mixer” loses Retail: 2 orders in half a year, 12 in the one before."
    opened = registry["order-lines"]
    assert found.rows[1].resource == opened.slug
    assert found.rows[1].where.count(",") == 13
    assert what_to_change({}, cast.acting("gil")).rows == [], "who sees no orders is told of none"


def _order(party: Party, product: Product, days: int) -> None:
    day = NOW.date() - timedelta(days=days)
    order = Order.objects.create(party=party, ordered_on=day, status="confirmed", created_at=NOW, updated_at=NOW)
    OrderLine.objects.create(order=order, product=product, created_at=NOW, updated_at=NOW)
