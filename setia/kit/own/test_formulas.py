"""Formulas: what they give, which are refused, and that they are shown, asked about, sorted and exported alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from setia.foundation import conditions
from setia.foundation.access import Access, Actor, Grant
from setia.foundation.company import our_company
from setia.foundation.errors import Invalid
from setia.kit import exchange, verbs
from setia.kit.conformance import shown
from setia.kit.lists import Listing
from setia.kit.measures import Measure, answer, keeping
from setia.kit.measures.keeping import KeptFigure
from setia.kit.resources import registry
from setia.kit.shaping.model import OwnField
from tests.acting import SETIA, make
from tests.shaping import define, field, in_force, redefine

pytestmark = pytest.mark.django_db


def formula(expression: str, **values: Any) -> Any:
    return define("formula", **{"label": "Worked out", "expression": expression, **values})


def given(record: Any, name: str = "own_worked_out", slug: str = "parties") -> Any:
    return shown(registry[slug], SETIA, record.pk)[name]


@pytest.fixture
def firm() -> Any:
    for kind, label in (("number", "Length"), ("number", "Width"), ("whole", "Count"), ("day", "Begin"), ("day", "End"),
                        ("text", "Code"), ("flag", "Open"), ("moment", "Seen")):  # fmt: skip
        define(kind, label=label)
    define("amount", label="Limit", currency="EUR")
    return make(
        "companies", name="Acme", employees="12", revenue="1000.50", currency="EUR", city="Lyon",
        own_length="2.5", own_width="4", own_count="3", own_begin="2026-01-31", own_end="2026-03-01", own_code="A%1",
        own_open="yes", own_limit="200.10", own_seen="2026-02-01T23:30:00Z",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("own_length * own_width", "10"),
        ("own_count / 2", "1.5"),
        ("1 / 3", "0.33"),
        ("own_count / (own_count - 3)", None),
        ("own_length + nothing", None),
        ("-own_count + 10 - 2 * 3", "1"),
        ("abs(own_count - 10)", "7"),
        ("round(own_length / 7, 1)", "0.4"),
        ("employees + own_count", "15"),
        ("revenue * 0.5", "500.25"),
        ("revenue + 1", "1001.50"),
        ("revenue / 2", "500.25"),
        ("revenue / revenue", "1"),
        ("own_limit - 0.10", "200.00"),
        ("own_end - own_begin", "29"),
        ("days(own_begin, own_end)", "29"),
        ("own_begin + 1", "2026-02-01"),
        ("own_end - 1", "2026-02-28"),
        ("own_begin + 1000000", None),
        ("day(own_seen)", "2026-02-01"),
        ("year(own_begin)", "2026"),
        ('name & ": " & own_code', "Acme: A%1"),
        ("name & sector", "Acme"),
        ("length(own_code)", "3"),
        ('if(own_count > 2, "many", "few")', "many"),
        ('if(revenue >= 1000.5, "large", "small")', "large"),
        ('if(own_gone > 2, "many", "few")', None),
        ("if(own_open, 1, 2)", "1"),
        ("coalesce(own_gone, own_count)", "3"),
        ('coalesce(sector, "none")', "none"),
        ("own_count = 3 and not own_count > 5", True),
        ("empty(sector) or false", True),
        ("empty(own_count)", False),
        ('"it\'s 100%"', "it's 100%"),
    ],
)
def test_a_formula_gives(firm: Any, expression: str, result: Any) -> None:
    define("number", label="Gone")
    formula(expression.replace("nothing", "own_gone"))
    assert given(firm) == result


@pytest.mark.parametrize(
    "expression",
    [
        "", "1 +", "(1", "1)", "own_length *", "nothing", "own_length & own_width", "name + 1", "own_begin + own_end",
        "own_begin * 2", "if(1, 2, 3)", "if(own_open, 1, name)", "revenue + own_limit", "revenue * revenue",
        "1 / revenue",
        "fly(1)", "round(own_length, 9)", "round(own_length, own_width)", "own_seen", "days(1, 2)", "coalesce(1)",
        "not 1", "1 and 2", "; DROP TABLE", "own_open > false", "owner", "'x'", "own_worked_out + 1", "1" * 20,
        "(" * 200 + "1" + ")" * 200, "not " * 200 + "true", "-" * 200 + "1",
    ],
)  # fmt: skip
def test_a_formula_that_cannot_be_worked_out_is_refused_in_words(firm: Any, expression: str) -> None:
    with pytest.raises(Invalid) as refused:
        formula(expression)
    assert refused.value.errors["expression"][0]


def test_formulas_use_formulas_but_not_themselves(firm: Any) -> None:
    area = formula("own_length * own_width", label="Area")
    formula("own_area * 2", label="Twice")
    assert given(firm, "own_twice") == "20"
    with pytest.raises(Invalid, match="needs itself"):
        redefine(area, expression="own_twice + 1")
    with pytest.raises(Invalid, match="“Twice” is worked out from it"):
        in_force(verbs.archive, registry["own-fields"], [area.pk], SETIA)
    redefine(area, expression="own_length + own_width")
    assert given(firm, "own_twice") == "13"


def test_an_index_holds_numbers_that_are_worked_out_from_days(firm: Any) -> None:
    formula("days(own_begin, own_end) + days(day(own_seen), own_begin + 2)", is_searched=True)
    assert OwnField.objects.get(name="own_worked_out").index_state == "ready"
    assert given(firm) == "30"
    listing = Listing(registry["companies"], SETIA, sort="own_worked_out")
    assert [row["name"] for row in listing.page().rows] == ["Acme"]


def today_at_the_firm(zone: str) -> date:
    return datetime.now(ZoneInfo(zone)).date()


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_formula_knows_what_day_it_is_where_the_company_is(firm: Any, zone: str) -> None:
    """The two zones are never on the same day."""
    verbs.change(registry["company"], [our_company().pk], {"zone": zone}, SETIA)
    formula("days(own_begin, today())")
    before = today_at_the_firm(zone)
    found = given(firm)
    assert int(found) in {(day - date(2026, 1, 31)).days for day in (before, today_at_the_firm(zone))}
    listing = Listing(registry["companies"], SETIA, where=conditions.parse(f"own_worked_out >= {found}"))
    assert [row["name"] for row in listing.page().rows] == ["Acme"]


def test_what_depends_on_today_is_kept_in_no_index_and_sorts_no_list(firm: Any) -> None:
    with pytest.raises(Invalid, match="is another tomorrow: “Worked out” cannot be kept"):
        formula("days(own_begin, today())", is_searched=True)
    age = formula("days(own_begin, own_end)", label="Age")
    formula("own_age / 7", label="Weeks", is_searched=True)
    with pytest.raises(Invalid, match="“Weeks” cannot be kept in an index"):
        redefine(age, expression="days(own_begin, today())")
    formula("days(own_begin, today())", label="Waiting")
    assert not registry["companies"].fields["own_waiting"].sortable


def test_a_figure_that_depends_on_today_is_another_question_tomorrow(firm: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(keeping, "MANY", 1)
    formula("days(own_begin, today())")
    formula("own_worked_out > 7", label="Late")

    def kept(by: Actor, **asked: Any) -> int:
        answer(Measure("companies", **asked), by, "kept")
        return KeptFigure.objects.count()

    tomorrow = replace(SETIA, at=SETIA.at + timedelta(days=1))
    assert kept(SETIA, where="own_worked_out > 30") == kept(SETIA, where="own_worked_out > 30") == 1
    assert kept(tomorrow, where="own_worked_out > 30") == 2
    assert kept(SETIA, groups=("own_late",)) == 3
    assert kept(tomorrow, groups=("own_late",)) == 4
    assert kept(SETIA, where="own_count > 1") == kept(tomorrow, where="own_count > 1") == 5


def test_it_is_shown_asked_about_sorted_and_exported_alike(firm: Any) -> None:
    formula("own_length * own_width", label="Area", is_searched=True)
    make("companies", name="Small", own_length="1", own_width="1")
    make("companies", name="None")
    columns = ("name", "own_area")

    def names(where: str = "", sort: str = "own_area") -> list[str]:
        listing = Listing(registry["companies"], SETIA, columns=columns, where=conditions.parse(where), sort=sort)
        return [row["name"] for row in listing.page().rows]

    assert names() == ["Small", "Acme", "None"]
    assert names(sort="-own_area") == ["Acme", "Small", "None"]
    assert names("own_area > 5") == ["Acme"]
    assert names("own_area = 1") == ["Small"]
    assert names("own_area is empty") == ["None"]
    text = b"".join(
        exchange.csv_chunks(Listing(registry["companies"], SETIA, columns=columns, sort="own_area"))
    ).decode()
    assert text.splitlines()[1:] == ["Small,1", "Acme,10", "None,"]
    pages = Listing(registry["companies"], SETIA, columns=columns, sort="own_area")
    assert [row["name"] for row in pages.page(pages.page("", 1).next, 1).rows] == ["Acme"]


def test_it_is_hidden_from_whoever_may_not_know_what_it_uses(firm: Any) -> None:
    formula("revenue * 2", label="Twice")
    formula("own_twice * 2", label="Four times")
    grant = Grant("all", frozenset({"*"}), {"revenue": "hidden"})
    access = Access(staff_id=1, grants={"parties.party": grant})
    assert not {"own_twice", "own_four_times", "revenue"} & registry["companies"].readable(access).keys()


def test_it_cannot_be_written_and_stands_only_where_its_fields_do(firm: Any) -> None:
    defined = formula("revenue * 2")
    assert not field(defined).editable
    assert "own_worked_out" not in registry["people"].fields
    with pytest.raises(Invalid):
        make("companies", name="Bolt", own_worked_out="5")
