"""Own fields: one of every kind, from its definition to every place where it is met."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from setia.foundation import conditions
from setia.foundation.ledger import Entry
from setia.kit import undoing, verbs
from setia.kit.conformance import disagreements, shown
from setia.kit.lists import Listing
from setia.kit.resources import registry
from tests.acting import SETIA, change, make
from tests.shaping import EXAMPLES, define, field

pytestmark = pytest.mark.django_db

GIVEN: dict[str, tuple[Any, Any, Any]] = {
    "text": ("K-17", "K-18", "own_card_number"),
    "long_text": ("Two\nlines", "One line", "own_story"),
    "whole": ("41", "42", "own_loyalty_points"),
    "number": ("2.75", "3.5", "own_discount"),
    "amount": ("1054.25", "2000", "own_credit_limit"),
    "flag": ("yes", "no", "own_parking_space"),
    "day": ("2026-02-01", "2026-03-01", "own_customer_since"),
    "moment": ("2026-02-01T08:30:00Z", "2026-02-02T08:30:00Z", "own_last_audit"),
    "choice": ("silver", "gold", "own_level"),
    "choices": ("red, blue", "green", "own_colours"),
    "email": ("fax@example.com", "other@example.com", "own_second_address"),
    "phone": ("+33142685300", "+6221526070", "own_fax_number"),
    "link": ("https://example.com", "https://example.org", "own_profile_page"),
}
KEPT = {
    "text": "K-17", "long_text": "Two\nlines", "whole": 41, "number": "2.75", "amount": "1054.25", "flag": True,
    "day": "2026-02-01", "moment": "2026-02-01T08:30:00Z", "choice": "silver", "choices": ["red", "blue"],
    "email": "fax@example.com", "phone": "+33142685300", "link": "https://example.com",
}  # fmt: skip


def party(name: str = "Bo", **values: Any) -> Any:
    return make("parties", kind="person", first_name=name, **values)


def found(where: str, **options: Any) -> list[str]:
    listing = Listing(registry["parties"], SETIA, where=conditions.parse(where), columns=("name",), **options)
    return [row["name"] for row in listing.page().rows]


@pytest.mark.parametrize("kind", GIVEN)
def test_what_is_written_in_a_field_of_every_kind_reads_back(kind: str) -> None:
    first, _second, name = GIVEN[kind]
    defined = define(kind)
    assert defined.name == name
    bo = party(**{name: first})
    assert shown(registry["parties"], SETIA, bo.pk)[name] == KEPT[kind]
    assert list(disagreements(field(defined))) == []


@pytest.mark.parametrize("kind", GIVEN)
def test_records_are_found_by_a_field_of_every_kind(kind: str) -> None:
    first, second, name = GIVEN[kind]
    define(kind)
    party("Bo", **{name: first})
    party("Eve", **{name: second})
    party("Cleo")
    asked = {"choices": "red", "long_text": "Two"}.get(kind, first)
    operator = "contains" if kind == "long_text" else "="
    assert found(f'{name} {operator} "{asked}"') == ["Bo"]
    others = found(f'not ({name} {operator} "{asked}")')
    assert sorted(others) == ["Cleo", "Eve"]
    if kind != "flag":
        assert found(f"{name} is empty") == ["Cleo"]


@pytest.mark.parametrize("kind", GIVEN)
def test_a_change_is_told_and_undone_field_by_field(kind: str) -> None:
    first, second, name = GIVEN[kind]
    define(kind)
    bo = party(**{name: first})
    before = shown(registry["parties"], SETIA, bo.pk)
    act = change(bo, **{name: second}).act
    assert shown(registry["parties"], SETIA, bo.pk)[name] != KEPT[kind]
    told = Entry.objects.get(act=act)
    assert list(told.data["changes"]) == [field_path(name)]
    undoing.undo(act or 0, SETIA)
    after = shown(registry["parties"], SETIA, bo.pk)
    assert {**after, "version": 0, "updated_at": 0} == {**before, "version": 0, "updated_at": 0}


def field_path(name: str) -> str:
    return registry["parties"].fields[name].path


def test_all_of_them_stand_beside_each_other() -> None:
    for kind in EXAMPLES:
        define(kind)
    bo = party(**{name: first for first, _second, name in GIVEN.values()})
    told = shown(registry["people"], SETIA, bo.pk)
    assert {kind: told[name] for kind, (_f, _s, name) in GIVEN.items()} == KEPT


def test_values_have_their_types_in_conditions_and_orders() -> None:
    points, since = define("whole", is_searched=True), define("day", is_searched=True)
    assert (points.index_state, since.index_state) == ("ready", "ready")
    for name, number, day in (("Nine", "9", "2026-02-10"), ("Ten", "10", "2026-02-09"), ("None", "", "")):
        party(name, own_loyalty_points=number, own_customer_since=day)
    assert found("own_loyalty_points < 10") == ["Nine"]
    assert found("id > 0", sort="own_loyalty_points") == ["Nine", "Ten", "None"]
    assert found("id > 0", sort="-own_loyalty_points") == ["Ten", "Nine", "None"]
    assert found("id > 0", sort="own_customer_since") == ["Ten", "Nine", "None"]
    assert found("own_customer_since between 2026-02-01 and 2026-02-09") == ["Ten"]


def test_pages_continue_from_any_row_in_the_order_of_an_own_field() -> None:
    for kind, values in (("number", ["2.5", "0.1", "0.3", "", "10", "0.1"]), ("text", ["b", "a", "", "c", "a", "é"])):
        defined = define(kind, is_searched=True)
        for at, value in enumerate(values):
            party(f"{kind}{at}", **{defined.name: value})
        for sort in (defined.name, f"-{defined.name}"):
            listing = Listing(registry["parties"], SETIA, columns=("name", defined.name), sort=sort)
            whole = [row["id"] for row in listing.page(size=100).rows]
            met, cursor = [], ""
            while True:
                page = listing.page(cursor, 2)
                met += [row["id"] for row in page.rows]
                cursor = page.next
                if not cursor:
                    break
            assert met == whole


def test_a_reference_shows_the_title_of_its_record() -> None:
    define("reference")
    brand = make("brands", name="Acme")
    lamp = make("products", name="Lamp", brand=brand.pk)
    bo = party(own_favourite_product=lamp.pk)
    row = Listing(registry["parties"], SETIA, columns=("own_favourite_product",)).read([bo.pk])[0]
    assert row[f"{field_path('own_favourite_product')}__title"] == "Lamp"
    assert found("own_favourite_product = Lamp") == ["Bo"]


def test_the_values_are_kept_as_they_are() -> None:
    define("number", label="Weight", places=6)
    define("moment")
    bo = party(own_weight="123456789.123456", own_last_audit="2026-02-01T08:30:00.000001Z")
    change_ = verbs.change(registry["parties"], [bo.pk], {"about": "x"}, SETIA)
    assert change_.act
    row = Listing(registry["parties"], SETIA, columns=("own_weight", "own_last_audit")).read([bo.pk])[0]
    assert row[field_path("own_weight")] == Decimal("123456789.123456")
    assert row[field_path("own_last_audit")] == datetime(2026, 2, 1, 8, 30, 0, 1, UTC)
    assert isinstance(date.today(), date)
