"""Months counted from a day: the 31st of January and a month is the last of February, and two months is the 31st of
March. Whoever counts on from a day counts from the first one, so that a short month shortens no other."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def later(day: date, months: int) -> date:
    """So many months after the day, on the same day of the month or on its last; before it for less than zero."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(start: date, months: int) -> date:
    """The last day of so many months that begin on a day."""
    return later(start, months) - timedelta(days=1)


def between(first: date, second: date) -> int:
    """How many whole months after `first` the second day is (0 when it is before)."""
    months = (second.year - first.year) * 12 + second.month - first.month
    while months > 0 and later(first, months) > second:
        months -= 1
    return max(0, months)
