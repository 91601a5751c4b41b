"""Stretches of time: which period is asked about, how it is shared out, and which one came before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from setia.foundation.citing import cited
from setia.foundation.errors import Malformed
from setia.foundation.periods import (
    Period,
    day_of,
    days_later,
    month_of,
    months_later,
    named,
    quarter_of,
    week_of,
    year_of,
)

UNITS = ("day", "week", "month", "quarter", "year")
USUAL = {"day": "last 30 days", "week": "last 13 weeks", "month": "last 12 months", "quarter": "last 8 quarters",
         "year": "last 5 years"}  # fmt: skip
MONTHS = {"month": 1, "quarter": 3, "year": 12}
MOST_SPANS = 400
LONGEST = 3_700
"""Days: a figure looks at ten years at most."""


def unit_of(day: date, unit: str, first_weekday: int) -> Period:
    """The day, week, month, quarter or year that holds the day."""
    if unit == "week":
        return week_of(day, first_weekday)
    holding: dict[str, Callable[[date], Period]] = {
        "day": day_of, "month": month_of, "quarter": quarter_of, "year": year_of,
    }  # fmt: skip
    return holding[unit](day)


def period_asked(name: str, unit: str, today: date, first_weekday: int) -> Period | None:
    """The days that are asked about. So many units back from today begin with the beginning of one."""
    if unit and unit not in UNITS:
        words = _("“%(unit)s” is no stretch of time. Possible: %(possible)s.")
        raise Malformed(words % {"unit": cited(unit), "possible": ", ".join(UNITS)}, field="unit")
    name = name or USUAL.get(unit, "")
    if not name:
        return None
    period = named(name, today, first_weekday)
    if period is None:
        words = _("“%(name)s” is no period. Write one such as “this month” or “last 30 days”.")
        raise Malformed(words % {"name": cited(name)}, field="period")
    if unit and name.split()[0].lower() == "last" and len(name.split()) > 2:
        first = unit_of(period.start, unit, first_weekday)
        # "The last twelve months" are this one and the eleven before it, not two halves at its ends.
        if first.start < period.start and first.end < period.end:
            period = Period(first.end, period.end)
    if period.days > LONGEST:
        raise Malformed(_("A figure looks at ten years at most. Choose a shorter period."), field="period")
    return period


def shared_out(period: Period, unit: str, first_weekday: int) -> list[Period]:
    """The units that the period consists of, in order."""
    found: list[Period] = []
    start = period.start
    while start < period.end:
        found.append(Period(start, unit_of(start, unit, first_weekday).end))
        start = found[-1].end
        if len(found) > MOST_SPANS:
            words = _("That would be more than %(most)d points. Choose a shorter period or a longer stretch of time.")
            raise Malformed(words % {"most": MOST_SPANS}, field="unit")
    return found


def before(period: Period, unit: str, today: date, first_weekday: int) -> Period:
    """The period before it, as long as it, or as far as this one has come: half of a month beside half a month."""
    months = _whole_months(period)
    if unit and not months:
        count = len(shared_out(period, unit, first_weekday))
        if unit in MONTHS:
            return Period(months_later(period.start, -count * MONTHS[unit]), period.start)
        return Period(days_later(period.start, -count * (7 if unit == "week" else 1)), period.start)
    if unit:
        return Period(months_later(period.start, -months), period.start)
    elapsed = min(period.end, days_later(today, 1)) if period.start <= today else period.end
    if months:
        return Period(months_later(period.start, -months), months_later(elapsed, -months))
    return Period(days_later(period.start, -period.days), days_later(elapsed, -period.days))


def _whole_months(period: Period) -> int:
    """How many whole months it consists of; 0 where it does not."""
    if period.start.day != 1 or period.end.day != 1:
        return 0
    return (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
