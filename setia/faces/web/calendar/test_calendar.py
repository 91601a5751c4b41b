"""The calendar page: whose, which days, and not more than may be seen."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from setia.faces.web.calendar.stretch import VIEWS, Stretch
from setia.foundation.periods import days_later
from setia.kit import calendar
from tests.acting import SETIA, make, make_many
from tests.browsing import browser_of
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 4)


@pytest.fixture
def cast() -> Cast:
    return assemble(["parties.party", "work.task", "sales.opportunity"])


def shown(cast: Cast, name: str, **asked: str) -> str:
    answer = browser_of(getattr(cast, name)).get("/calendar/", {"day": "2026-03-02", **asked})
    assert answer.status_code == 200
    return answer.content.decode()


def test_tasks_stand_on_the_day_they_are_due_and_deals_on_the_day_they_are_expected(cast: Cast) -> None:
    make("tasks", cast.acting("ada"), name="Call Bo", due_on="2026-03-04", due_time="14:30")
    make("opportunities", cast.acting("ada"), name="Big deal", expected_on="2026-03-12")
    page = shown(cast, "ada")
    day = page[page.index("Wednesday, March 4, 2026") :][:1500]
    assert "Call Bo" in day
    assert "2:30" in day
    assert "Big deal" in page[page.index("Thursday, March 12, 2026") :][:1500]
    assert "Big deal" not in shown(cast, "ada", view="week")
    assert "Big deal" in shown(cast, "ada", view="agenda")


def test_mine_my_teams_and_everybodys_as_far_as_they_may_be_seen(cast: Cast) -> None:
    for name in ("ada", "gil", "dev"):
        make("tasks", SETIA, name=f"Task of {name}", due_on="2026-03-04", owner=getattr(cast, name).pk)
    assert ("Task of dev" in shown(cast, "dev"), "Task of ada" in shown(cast, "dev")) == (True, False)
    team = shown(cast, "dev", whose="team")
    assert ("Task of ada" in team, "Task of gil" in team) == (True, False)
    assert "Task of gil" in shown(cast, "root", whose="all")
    assert calendar.possible(cast.acting("ada")) == ["mine"]
    assert browser_of(cast.ada).get("/calendar/?whose=all").status_code == 400
    assert browser_of(cast.dev).get("/calendar/?whose=all").status_code == 400


def test_whoever_may_see_nothing_that_has_a_day_has_no_calendar(cast: Cast) -> None:
    assert browser_of(cast.eve).get("/calendar/").status_code == 403
    assert "/calendar/" not in browser_of(cast.eve).get("/").content.decode()


def test_a_hidden_day_takes_the_noun_out_of_the_calendar(cast: Cast) -> None:
    make("tasks", cast.acting("ada"), name="Call Bo", due_on="2026-03-04")
    role = cast.ada.roles.get()
    role.grants = {**role.grants, "work.task": {"sight": "own", "verbs": [], "fields": {"due_on": "hidden"}}}
    role.save(update_fields=["grants"])
    assert "Call Bo" not in shown(cast, "ada")


def test_a_full_day_shows_a_few_and_leads_to_all(cast: Cast) -> None:
    rows = [{"name": f"Call {n:03}", "due_on": DAY, "owner_id": cast.ada.pk, "due_time": ""} for n in range(9)]
    make_many("tasks", rows, SETIA)
    page = shown(cast, "ada")
    assert page.count("Call 00") == 6  # the title of each of three stands twice
    assert "+6 more: Tasks" in page
    address = page[: page.index("+6 more")].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert browser_of(cast.ada).get(address).content.decode().count('<tr id="r') == 9


def test_a_month_with_more_than_is_read_at_once_says_the_same_day_by_day(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [date(2026, 3, day) for day in range(1, 29) for _n in range(day % 6)]
    make_many("tasks", [{"name": f"On {day}", "due_on": day, "owner_id": cast.ada.pk} for day in days], SETIA)
    ada = cast.acting("ada")

    def counted() -> dict[date, tuple[int, int]]:
        found, rests = calendar.read(ada, date(2026, 3, 1), date(2026, 3, 31), "mine", 3)
        return {
            day: (len(found[day]), sum(rest.count.number for rest in rests.get(day, ()))) for day in found if found[day]
        }

    whole = counted()
    assert {day: sum(both) for day, both in whole.items()} == {day: days.count(day) for day in set(days)}
    for at_once in (1, 2, 7, 30):
        monkeypatch.setattr(calendar, "AT_ONCE", at_once)
        assert counted() == whole


def test_a_month_costs_as_many_queries_for_three_tasks_as_for_three_hundred(cast: Cast) -> None:
    client = browser_of(cast.ada)

    def asked(count: int) -> int:
        rows = [
            {"name": f"Call {n}", "due_on": date(2026, 3, 1 + n % 28), "owner_id": cast.ada.pk} for n in range(count)
        ]
        make_many("tasks", rows, SETIA)
        with CaptureQueriesContext(connection) as captured:
            client.get("/calendar/?day=2026-03-02")
        return len(captured)

    asked(1)
    assert asked(3) == asked(300)


@pytest.mark.parametrize(
    "asked",
    [
        {"view": "decade"}, {"day": "soon"}, {"day": "9999-12-31"}, {"day": "0001-01-01"}, {"whose": "theirs"},
        {"nothing": "1"}, {"day": "2026-02-30"},
    ],
)  # fmt: skip
def test_nonsense_is_answered_in_words(cast: Cast, asked: dict[str, str]) -> None:
    assert browser_of(cast.ada).get("/calendar/", asked).status_code == 400


def test_the_ends_of_time_have_a_page(cast: Cast) -> None:
    for view in VIEWS:
        for day in ("1001-01-01", "2998-12-31"):
            assert browser_of(cast.ada).get("/calendar/", {"view": view, "day": day}).status_code == 200


@given(
    anchor=st.dates(date(1001, 1, 1), date(2998, 12, 31)), view=st.sampled_from(VIEWS), first=st.sampled_from([0, 6])
)
def test_stretches_hold_their_day_in_whole_weeks_and_meet_without_a_gap(anchor: date, view: Any, first: int) -> None:
    stretch = Stretch.of(view, anchor, first)
    assert stretch.first <= anchor <= stretch.last
    if view != "agenda":
        assert len(stretch.days) % 7 == 0
        assert stretch.first.weekday() == first
    after = Stretch.of(view, stretch.beside(1), first)
    assert stretch.first < after.first <= days_later(stretch.last, 1)
