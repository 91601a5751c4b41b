"""Moments as people and programs write them: a date of `dates`, a time of day, and perhaps an offset."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo

from django.utils.translation import gettext as _

from setia.foundation.citing import cited
from setia.foundation.columns import read_column
from setia.foundation.errors import Refusal
from setia.foundation.formats.dates import LONGEST, Order, parse_date

_CLOCK = re.compile(
    r"(?P<day>.*?[0-9])(?:(?:T|\s*,?\s+)(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?\s*(?:(?P<half>[ap])\.?m\.?)?"
    r"\s*(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?)?",
    re.IGNORECASE,
)


def parse_moment(text: str, zone: tzinfo, order: Order | None = None) -> datetime:
    """The moment in UTC. Without an offset the clock is that of `zone`, without a time midnight there."""
    found = _CLOCK.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if not found:
        raise Refusal(_not_a_moment(text))
    day = parse_date(found["day"], order)
    try:
        clock = _time_of(found) if found["hour"] else time()
        place = _offset(found["offset"]) if found["offset"] else zone
        return datetime.combine(day, clock, place).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refusal(_not_a_moment(text)) from None


def parse_moment_column(
    values: Sequence[str], zone: tzinfo, order: Order | None = None
) -> tuple[list[datetime | None], dict[int, str]]:
    """Each text by the rule of `parse_moment`; blank is None. Each distinct text is read once."""
    return read_column(values, lambda text: parse_moment(text, zone, order))


def _time_of(found: re.Match[str]) -> time:
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    fraction = (found["fraction"] or "0")[:6].ljust(6, "0")
    return time(hour, int(found["minute"]), int(found["second"] or 0), int(fraction))


def _offset(text: str) -> tzinfo:
    if text in ("Z", "z"):
        return UTC
    length = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-length if text[0] == "-" else length)


def _not_a_moment(text: str) -> str:
    return _("“%(text)s” is not a date with a time; write it as 2016-12-31 14:05.") % {"text": cited(text)}
