"""Roll-ups: what they add up, for whom, in how many questions, and which definitions make no sense."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from setia.foundation import conditions
from setia.foundation.access import Access, Actor, Grant
from setia.foundation.errors import Invalid
from setia.kit import exchange, verbs
from setia.kit.lists import Listing
from setia.kit.resources import registry
from tests.acting import SETIA, make
from tests.cast import NOW, Cast, assemble
from tests.shaping import define, field, in_force

pytestmark = pytest.mark.django_db


def roll_up(measure: str, measured: str = "", label: str = "Rolled", **values: Any) -> Any:
    given = {"link": "sales.order:party", "measure": measure, "measured": measured, "label": label, "currency": "EUR"}
    return define("roll_up", **{**given, **values})


def value(party: Any, by: Actor = SETIA, name: str = "own_rolled") -> Any:
    listing = Listing(registry["parties"], by, columns=(name,))
    row = listing.read([party.pk])[0]
    return listing.columns[name].kind.json(listing.columns[name], row)


@pytest.fixture
def bo() -> Any:
    define("number", noun="sales.order", label="Weight")
    bo = make("people", first_name="Bo")
    for number, day, currency, weight in (
        ("1", "2026-01-05", "EUR", "2.5"), ("2", "2026-02-07", "EUR", "4"), ("3", "2026-01-09", "USD", ""),
    ):  # fmt: skip
        make("orders", party=bo.pk, reference=number, ordered_on=day, currency=currency, own_weight=weight)
    make("orders", party=make("people", first_name="Eve").pk, reference="4", ordered_on="2026-03-01", own_weight="100")
    return bo


@pytest.mark.parametrize(
    ("measure", "measured", "where", "result"),
    [
        ("count", "", "", 3),
        ("count", "", 'currency = "EUR"', 2),
        ("sum", "own_weight", "", "6.5"),
        ("min", "own_weight", "", "2.5"),
        ("max", "own_weight", "", "4"),
        ("average", "own_weight", "", "3.25"),
        ("latest", "own_weight", "", "4"),
        ("max", "ordered_on", "", "2026-02-07"),
        ("min", "ordered_on", 'currency = "USD"', "2026-01-09"),
        ("sum", "own_weight", 'reference = "nothing"', None),
        ("count", "", 'reference = "nothing"', 0),
    ],
)
def test_a_roll_up_gives(bo: Any, measure: str, measured: str, where: str, result: Any) -> None:
    roll_up(measure, measured, where=where)
    assert value(bo) == result


def test_amounts_are_added_up_in_the_currency_of_the_field_alone(bo: Any) -> None:
    define("amount", noun="sales.order", label="Deposit", currency="USD")
    roll_up("sum", "total", currency="USD")
    roll_up("sum", "total", "In euros")
    for number, currency in (("7", "EUR"), ("8", "USD")):
        order = make("orders", party=bo.pk, reference=number, ordered_on="2026-03-01", currency=currency)
        make("order-lines", order=order.pk, description="Lamp", quantity="1", unit_price="12.50")
    assert (value(bo), value(bo, name="own_in_euros")) == ("12.50", "12.50")


def test_records_are_followed_by_references_of_ones_own_too(bo: Any) -> None:
    paid = define("reference", noun="sales.order", label="Paid by", refers_to="parties.party")
    assert (paid.index_state, field(paid, "orders").sortable) == ("ready", False)
    roll_up("count", link="sales.order:own_paid_by")
    make("orders", party=make("people", first_name="Cleo").pk, ordered_on="2026-03-01", own_paid_by=bo.pk)
    assert value(bo) == 1


def test_what_the_reader_may_not_see_does_not_count(bo: Any) -> None:
    cast: Cast = assemble(["parties.party", "sales.order"])
    roll_up("count")
    mine = make("people", first_name="Cleo", owner=cast.ada.pk)
    make("orders", party=mine.pk, reference="9", ordered_on="2026-03-01", owner=cast.ada.pk)
    make("orders", party=mine.pk, reference="10", ordered_on="2026-03-01", owner=cast.gil.pk)
    assert value(mine) == 2
    seen = registry["orders"].rows(cast.acting("ada").access).filter(party=mine.pk).count()
    assert value(mine, cast.acting("ada")) == seen


def test_it_is_hidden_from_whoever_may_not_know_what_it_is_worked_out_from(bo: Any) -> None:
    roll_up("sum", "own_weight", "Weights", where='currency = "EUR"')
    everything = Grant("all", frozenset({"*"}))

    def known(**orders: Any) -> bool:
        grants = {"parties.party": everything, "sales.order": Grant("all", frozenset({"*"}), orders)}
        return "own_weights" in registry["parties"].readable(Access(staff_id=1, grants=grants))

    assert known()
    assert not known(own_weight="hidden")
    assert not known(currency="hidden")
    assert "own_weights" not in registry["parties"].readable(Access(staff_id=1, grants={"parties.party": everything}))


def test_records_are_found_by_it_and_a_page_costs_one_question_more(bo: Any) -> None:
    roll_up("count")
    roll_up("sum", "own_weight", "Weights")

    def names(where: str) -> list[str]:
        listing = Listing(registry["parties"], SETIA, columns=("name",), where=conditions.parse(where))
        return [row["name"] for row in listing.page().rows]

    make("people", first_name="Zoe")
    assert names("own_rolled >= 2") == ["Bo"]
    assert names("own_rolled = 0") == ["Zoe"]
    assert names("own_weights > 50") == ["Eve"]
    assert names("own_weights is empty") == ["Zoe"]
    assert names("not own_weights > 50") == ["Bo", "Zoe"]

    def queries(*columns: str) -> int:
        listing = Listing(registry["parties"], SETIA, columns=("name", *columns))
        listing.page()
        with CaptureQueriesContext(connection) as asked:
            listing.page()
        return len(asked)

    few = queries()
    assert queries("own_rolled") == few + 1
    for number in range(8):
        make("people", first_name=f"Further {number}")
    assert queries("own_rolled", "own_weights") == few + 2


def test_it_stands_in_files_and_is_no_column_to_sort_by(bo: Any) -> None:
    roll_up("count")
    listing = Listing(registry["parties"], SETIA, columns=("name", "own_rolled"))
    text = b"".join(exchange.csv_chunks(listing)).decode()
    assert text.splitlines()[1:] == ["Bo,3", "Eve,1"]
    assert not registry["parties"].fields["own_rolled"].sortable


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"link": ""}, "link"),
        ({"link": "sales.order:owner"}, "link"),
        ({"link": "parties.contactpoint:party", "measure": ""}, "measure"),
        ({"measure": "sum", "measured": ""}, "measured"),
        ({"measure": "sum", "measured": "reference"}, "measured"),
        ({"measure": "sum", "measured": "ordered_on"}, "measured"),
        ({"measure": "count", "measured": "total"}, "measured"),
        ({"where": "nothing = 1"}, "where"),
        ({"where": "currency ="}, "where"),
        ({"where": "owner = me"}, "where"),
    ],
)
def test_a_roll_up_that_makes_no_sense_is_refused_in_words(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        roll_up(**{"measure": "count", **wrong})
    assert field in refused.value.errors


def test_what_a_roll_up_needs_is_not_archived_before_it(bo: Any) -> None:
    weight = registry["own-fields"].rows().get(name="own_weight")
    roll_up("sum", "own_weight")
    with pytest.raises(Invalid, match="worked out from it"):
        in_force(verbs.archive, registry["own-fields"], [weight.pk], SETIA)
    assert NOW
