"""Periods and what people call them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from setia.foundation.errors import Refusal
from setia.foundation.periods import (
    FIXED_NAMES,
    Period,
    day_of,
    days_later,
    in_words,
    month_of,
    months_later,
    named,
    normal,
    quarter_of,
    week_of,
    year_of,
)

TODAY = date(2017, 3, 15)
days = st.dates(date(2, 1, 1), date(9990, 1, 1))


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("today", "2017-03-15", "2017-03-16"),
        ("Yesterday", "2017-03-14", "2017-03-15"),
        ("tomorrow", "2017-03-16", "2017-03-17"),
        ("this week", "2017-03-13", "2017-03-20"),
        ("last week", "2017-03-06", "2017-03-13"),
        ("this month", "2017-03-01", "2017-04-01"),
        ("last month", "2017-02-01", "2017-03-01"),
        ("next month", "2017-04-01", "2017-05-01"),
        ("this quarter", "2017-01-01", "2017-04-01"),
        ("last quarter", "2016-10-01", "2017-01-01"),
        ("this year", "2017-01-01", "2018-01-01"),
        ("last year", "2016-01-01", "2017-01-01"),
        ("last 30 days", "2017-02-14", "2017-03-16"),
        ("last 1 day", "2017-03-15", "2017-03-16"),
        ("next 2 weeks", "2017-03-15", "2017-03-29"),
        ("last 2 quarters", "2016-09-16", "2017-03-16"),
        ("-30d", "2017-02-13", "2017-02-14"),
        ("+2w", "2017-03-29", "2017-03-30"),
        ("-1m", "2017-02-15", "2017-02-16"),
        ("-1y", "2016-03-15", "2016-03-16"),
    ],
)
def test_a_name_means_on_the_15th_of_march(name: str, start: str, end: str) -> None:
    assert named(name, TODAY) == Period(date.fromisoformat(start), date.fromisoformat(end))


def test_a_week_may_begin_on_sunday() -> None:
    assert named("this week", TODAY, first_weekday=6) == Period(date(2017, 3, 12), date(2017, 3, 19))


@pytest.mark.parametrize(
    "text", ["", "todays", "-0d", "-30", "30d", "last", "last 0 days", "last 99999 days", "x" * 99]
)
def test_other_texts_are_no_names(text: str) -> None:
    assert named(text, TODAY) is None
    assert normal(text) is None
    assert in_words(text) is None


@pytest.mark.parametrize("name", ["-9999y", "+9999y", "last 9999 years"])
def test_a_date_outside_the_calendar_is_refused(name: str) -> None:
    with pytest.raises(Refusal):
        named(name, TODAY)


def test_the_end_of_time_is_refused_and_not_crossed() -> None:
    with pytest.raises(Refusal):
        day_of(date.max)
    with pytest.raises(Refusal):
        year_of(date.max)
    with pytest.raises(Refusal):
        Period(TODAY, TODAY)


@given(days, st.integers(0, 6))
def test_every_day_lies_in_its_week_month_quarter_and_year(day: date, first_weekday: int) -> None:
    week = week_of(day, first_weekday)
    assert day in week
    assert week.days == 7
    assert week.start.weekday() == first_weekday
    for period in (day_of(day), month_of(day), quarter_of(day), year_of(day)):
        assert day in period
        assert period.end not in period
        assert period.last in period


@given(days)
def test_the_months_of_a_year_meet_without_gaps(day: date) -> None:
    year = year_of(day)
    months = [month_of(months_later(year.start, number)) for number in range(12)]
    assert sum(month.days for month in months) == year.days == len(list(year))
    assert all(one.end == other.start for one, other in zip(months, months[1:], strict=False))


def test_a_month_later_stays_in_the_shorter_month() -> None:
    assert months_later(date(2016, 1, 31), 1) == date(2016, 2, 29)
    assert months_later(date(2016, 3, 31), -1) == date(2016, 2, 29)
    assert days_later(TODAY, -1) == TODAY - timedelta(days=1)


@given(
    st.from_regex(
        r"(last|next) [1-9][0-9]{0,3} (day|week|month|quarter|year)s?|[+-][1-9][0-9]{0,3}[dwmy]",
        fullmatch=True,
    )
)
def test_a_canonical_name_is_canonical_and_can_be_said(name: str) -> None:
    canonical = normal(name)
    assert canonical is not None
    assert normal(canonical) == canonical
    assert in_words(name)


def test_names_are_said_in_words() -> None:
    with override("en"):
        assert in_words("-30d") == "30 days ago"
        assert in_words("+1w") == "in 1 week"
        assert in_words("last 30 days") == "the last 30 days"
        assert all(in_words(name) for name in FIXED_NAMES)
