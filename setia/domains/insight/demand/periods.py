"""Even periods, counted by date alone: a week with a clock change is a week. Without NumPy, for whoever shows them."""

from __future__ import annotations

from datetime import date, timedelta

SEASON = {"week": 52, "month": 12}
"""Periods in a year. A 53rd week is one period more; a season of 52 drifts by a day and a quarter a year."""


def start_of(day: date, period: str) -> date:
    """The Monday of the week (ISO 8601), or the first of the month."""
    return day - timedelta(days=day.weekday()) if period == "week" else day.replace(day=1)


def counted(day: date, period: str) -> int:
    """A number that grows by one from each period to the next."""
    return (day.toordinal() - 1) // 7 if period == "week" else day.year * 12 + day.month - 1


def dated(number: int, period: str) -> date:
    """The beginning of the period with this number."""
    return date.fromordinal(number * 7 + 1) if period == "week" else date(number // 12, number % 12 + 1, 1)
