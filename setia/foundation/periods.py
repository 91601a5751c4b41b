"""Stretches of days: months, quarters, years, and the names people give them relative to today.

Periods are half open: the first day belongs to the period, the end does not, so neighbours meet
without overlapping and `end - start` is the number of days.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from setia.foundation.errors import Refusal


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` up to but without `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise Refusal(_("The end must be after the start."))

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def __iter__(self) -> Iterator[date]:
        return (self.start + timedelta(days=n) for n in range(self.days))

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def last(self) -> date:
        """The last day that belongs to the period."""
        return self.end - timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """The same day of the month, or the last one where that month is shorter (31 Jan + 1 is 28 Feb)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise Refusal(_("This date is too far away."))
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def days_later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise Refusal(_("This date is too far away.")) from None


def day_of(day: date) -> Period:
    return Period(day, days_later(day, 1))


def week_of(day: date, first_weekday: int = 0) -> Period:
    """The week that holds the day; `first_weekday` counts from Monday = 0."""
    start = days_later(day, -((day.weekday() - first_weekday) % 7))
    return Period(start, days_later(start, 7))


def _months_of(day: date, count: int) -> Period:
    start = date(day.year, (day.month - 1) // count * count + 1, 1)
    return Period(start, months_later(start, count))


def month_of(day: date) -> Period:
    return _months_of(day, 1)


def quarter_of(day: date) -> Period:
    return _months_of(day, 3)


def year_of(day: date) -> Period:
    return _months_of(day, 12)


# The names. `NAME` finds one at a place in a text; `normal` writes it in its one canonical way.
_UNITS = "day|week|month|quarter|year"
_AROUND = {"last": -1, "this": 0, "next": 1}
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
NAME = re.compile(
    rf"(?:(?P<day>yesterday|today|tomorrow)|(?P<which>last|this|next)\s+(?P<unit>{_UNITS})"
    rf"|(?P<side>last|next)\s+(?P<count>[1-9]\d{{0,3}})\s+(?P<units>{_UNITS})s?"
    r"|(?P<sign>[-+])(?P<steps>[1-9]\d{0,3})(?P<letter>[dwmy]))(?!\w)",
    re.IGNORECASE | re.ASCII,
)


def normal(name: str) -> str | None:
    """The canonical writing of a relative name ("Last  30 Days" is "last 30 days"); None if it is none."""
    found = NAME.fullmatch(name.strip()) if len(name) <= 40 else None
    if not found:
        return None
    if found["units"]:
        plural = "" if found["count"] == "1" else "s"
        return f"{found['side']} {found['count']} {found['units']}{plural}".lower()
    return " ".join(name.lower().split())


def _stepped(day: date, steps: int, letter: str) -> date:
    if letter in "dw":
        return days_later(day, steps * (7 if letter == "w" else 1))
    return months_later(day, steps * (12 if letter == "y" else 1))


def _around(today: date, unit: str, steps: int, first_weekday: int) -> Period:
    if unit == "day":
        return day_of(days_later(today, steps))
    if unit == "week":
        return week_of(days_later(today, 7 * steps), first_weekday)
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    return _months_of(months_later(today.replace(day=1), months * steps), months)


def _run(today: date, unit: str, count: int) -> Period:
    """So many days, weeks, … that end with today or, looking ahead, begin with it; `count` has the sign."""
    letter, factor = ("m", 3) if unit == "quarter" else (unit[0], 1)
    if count < 0:
        end = days_later(today, 1)
        return Period(_stepped(end, count * factor, letter), end)
    return Period(today, _stepped(today, count * factor, letter))


def named(name: str, today: date, first_weekday: int = 0) -> Period | None:
    """What a relative name means on a given day, or None if the text is no such name.

    `today`, `yesterday`, `tomorrow`; `this/last/next day/week/month/quarter/year` (whole calendar
    units); `last 30 days` (ends with today), `next 2 weeks` (begins with today); `-30d`, `+2w`,
    `-3m`, `-1y` (the one day that far away). Refuses a name that leaves the years 1 to 9999.
    """
    canonical = normal(name)
    found = NAME.fullmatch(canonical) if canonical else None
    if not found:
        return None
    if found["day"]:
        return day_of(days_later(today, _DAYS[found["day"]]))
    if found["which"]:
        return _around(today, found["unit"], _AROUND[found["which"]], first_weekday)
    if found["side"]:
        return _run(today, found["units"], int(found["count"]) * _AROUND[found["side"]])
    return day_of(_stepped(today, int(found["sign"] + found["steps"]), found["letter"]))


_WORDS: dict[str, Callable[[], str]] = {
    "yesterday": lambda: _("yesterday"),
    "today": lambda: _("today"),
    "tomorrow": lambda: _("tomorrow"),
    "last day": lambda: _("yesterday"),
    "this day": lambda: _("today"),
    "next day": lambda: _("tomorrow"),
    "last week": lambda: _("last week"),
    "this week": lambda: _("this week"),
    "next week": lambda: _("next week"),
    "last month": lambda: _("last month"),
    "this month": lambda: _("this month"),
    "next month": lambda: _("next month"),
    "last quarter": lambda: _("last quarter"),
    "this quarter": lambda: _("this quarter"),
    "next quarter": lambda: _("next quarter"),
    "last year": lambda: _("last year"),
    "this year": lambda: _("this year"),
    "next year": lambda: _("next year"),
}
_COUNTED: dict[str, Callable[[int], str]] = {
    "d": lambda n: ngettext("%(count)d day", "%(count)d days", n) % {"count": n},
    "w": lambda n: ngettext("%(count)d week", "%(count)d weeks", n) % {"count": n},
    "m": lambda n: ngettext("%(count)d month", "%(count)d months", n) % {"count": n},
    "q": lambda n: ngettext("%(count)d quarter", "%(count)d quarters", n) % {"count": n},
    "y": lambda n: ngettext("%(count)d year", "%(count)d years", n) % {"count": n},
}
FIXED_NAMES = tuple(_WORDS)


def in_words(name: str) -> str | None:
    """A relative name in the reader's language; None if the text is no such name."""
    canonical = normal(name)
    found = NAME.fullmatch(canonical) if canonical else None
    if not canonical or not found:
        return None
    if canonical in _WORDS:
        return _WORDS[canonical]()
    if found["side"]:
        span = _COUNTED[found["units"][0]](int(found["count"]))
        return (_("the last %(span)s") if found["side"] == "last" else _("the next %(span)s")) % {"span": span}
    span = _COUNTED[found["letter"]](int(found["steps"]))
    return (_("%(span)s ago") if found["sign"] == "-" else _("in %(span)s")) % {"span": span}
