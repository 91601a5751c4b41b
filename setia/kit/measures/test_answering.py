"""Figures over time, in groups and beside what was before: what they say, and what they never say."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from setia.foundation.conditions import parse
from setia.foundation.errors import Refusal
from setia.foundation.periods import Period
from setia.kit.measures import Measure, answer, answering
from setia.kit.measures.answering import OTHERS
from setia.kit.measures.reading import UNSEEN
from setia.kit.measures.spans import before, period_asked, shared_out
from setia.kit.resources import registry
from tests.acting import SETIA, listed, make
from tests.cast import Cast, assemble

TODAY = SETIA.today


@pytest.fixture
def cast() -> Cast:
    return assemble(sorted({resource.governing for resource in registry}))


def ordered(on: date, total: int, currency: str = "EUR", **more: Any) -> Any:
    party = more.pop("party", None) or make("companies", name="Acme")
    return make("orders", party=party.pk, currency=currency, total=str(total), ordered_on=on.isoformat(), **more)


def test_a_week_begins_on_the_day_on_which_it_begins_for_the_reader() -> None:
    day = date(2026, 3, 4)
    monday, sunday = period_asked("this week", "day", day, 0), period_asked("this week", "day", day, 6)
    assert (monday, sunday) == (
        Period(date(2026, 3, 2), date(2026, 3, 9)),
        Period(date(2026, 3, 1), date(2026, 3, 8)),
    )


def test_half_a_month_is_compared_with_half_a_month() -> None:
    today = date(2026, 3, 31)
    month = period_asked("this month", "", today, 0)
    assert month
    assert before(month, "", date(2026, 3, 10), 0) == Period(date(2026, 2, 1), date(2026, 2, 11))
    assert before(month, "", today, 0) == Period(date(2026, 2, 1), date(2026, 3, 1))
    months = period_asked("last 12 months", "month", today, 0)
    assert months
    assert len(shared_out(months, "month", 0)) == 12
    assert before(months, "month", today, 0) == Period(date(2024, 4, 1), date(2025, 4, 1))


@pytest.mark.django_db
def test_every_number_opens_exactly_the_records_it_was_taken_from() -> None:
    acme = make("companies", name="Acme", country="FR")
    ordered(TODAY, 10, party=acme)
    ordered(TODAY, 30, party=acme)
    ordered(TODAY, 5)
    found = answer(Measure("orders", "sum", "total", groups=("party.country",), unit="month"), SETIA)
    told = {(found.words[0][line.groups[0]], line.value): line for line in found.lines if line.count}
    assert {key: line.count for key, line in told.items()} == {("France", 4000): 2, ("(empty)", 500): 1}
    for line in found.lines:
        assert len(listed("orders", where=parse(line.where or ""))) == line.count


@pytest.mark.django_db
def test_currencies_stand_side_by_side_and_averages_are_of_each() -> None:
    for total, currency in ((10, "EUR"), (20, "EUR"), (700, "JPY")):
        ordered(TODAY, total, currency)
    found = answer(Measure("orders", "average", "total"), SETIA)
    assert {(line.currency, line.value) for line in found.totals} == {("EUR", 1500), ("JPY", 700)}


@pytest.mark.django_db
def test_a_figure_stands_beside_what_it_was_in_the_period_before() -> None:
    ordered(TODAY, 50)
    ordered(TODAY - timedelta(days=2), 20)
    ordered(TODAY - timedelta(days=40), 30)
    asked = Measure("orders", "sum", "total", period="last 30 days", compare=True)
    assert [(line.value, line.before) for line in answer(asked, SETIA).totals] == [(7000, 3000)]


@pytest.mark.django_db
def test_a_share_is_the_part_of_the_whole_for_which_something_more_holds() -> None:
    for total in (10, 30):
        ordered(TODAY, total)
    assert answer(Measure("orders", "share", part="total > 20"), SETIA).totals[0].value == 0.5
    assert answer(Measure("orders", "share", "total", part="total > 20"), SETIA).totals[0].value == 0.75
    assert answer(Measure("payments", "share", part="amount > 20"), SETIA).totals[0].value is None


@pytest.mark.django_db
def test_of_many_groups_the_largest_are_told_apart_and_the_others_add_up() -> None:
    for number in range(8):
        make("companies", name=f"Firm {number}", city=f"City {min(number, 5)}")
    found = answer(Measure("companies", groups=("city",), most=2), SETIA)
    assert found.left == (True,)
    assert {line.groups[0]: line.count for line in found.lines}[OTHERS] == 4
    assert sum(line.count for line in found.lines) == found.totals[0].count == 8


@pytest.mark.django_db
def test_too_many_groups_to_look_at_at_once_are_answered_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(8):
        make("companies", name=f"Firm {number}", city=f"City {min(number, 5)}")
    asked = Measure("companies", groups=("city",), most=2, unit="month", day="created_at")
    at_once = answer(asked, SETIA)
    monkeypatch.setattr(answering, "AT_ONCE", 3)
    step_by_step = answer(asked, SETIA)
    assert {(line.groups, line.span, line.count) for line in at_once.lines} == {
        (line.groups, line.span, line.count) for line in step_by_step.lines
    }


@pytest.mark.django_db
def test_what_may_not_be_seen_behind_a_reference_is_not_told_apart(cast: Cast) -> None:
    theirs = make("companies", name="Hidden", country="FR", owner=cast.dev.pk)
    ordered(TODAY, 10, party=theirs, owner=cast.ada.pk)
    found = answer(Measure("orders", groups=("party.country",)), cast.acting("ada"))
    assert [(line.groups, line.where) for line in found.lines] == [((UNSEEN,), None)]


@pytest.mark.django_db
def test_the_number_of_questions_does_not_depend_on_the_number_of_records() -> None:
    asked = Measure("orders", "sum", "total", groups=("party.country", "status"), period="this year", compare=True)

    def questions() -> int:
        with CaptureQueriesContext(connection) as made:
            answer(asked, SETIA)
        return len(made)

    ordered(TODAY, 1)
    few = questions()
    for number in range(6):
        ordered(TODAY, number, party=make("companies", name=f"F {number}", country=("FR", "ID")[number % 2]))
    assert questions() == few <= 8


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked",
    [
        Measure("dragons"),
        Measure("orders", "sum", "name"),
        Measure("orders", "sum"),
        Measure("orders", "average", "no_such"),
        Measure("orders", groups=("no_such",)),
        Measure("orders", groups=("taxes",)),
        Measure("orders", period="some time"),
        Measure("orders", unit="fortnight"),
        Measure("orders", unit="day", period="last 3000 days"),
        Measure("orders", unit="month", day="total"),
        Measure("orders", "share"),
        Measure("orders", "median"),  # type: ignore[arg-type]
        Measure("orders", compare=True),
        Measure("orders", where="total >"),
        Measure("orders", groups=("party.owner.team.lead",)),
    ],
)
def test_nonsense_is_refused_in_words(asked: Measure) -> None:
    with pytest.raises(Refusal) as refused:
        answer(asked, SETIA)
    assert str(refused.value.message)
