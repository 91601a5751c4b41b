"""Figures in words: what a tile is called, how its numbers and stretches of time are read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from setia.foundation import conditions, periods
from setia.foundation.access import Actor
from setia.foundation.conditions.describing import shown
from setia.foundation.formats import reader_for
from setia.kit.dashboards.tiles import Tile
from setia.kit.kinds import Amount, Choice
from setia.kit.kinds.shares import Figured, Share
from setia.kit.measures import FEW, Answer, Line, wilson


def in_words(found: Answer, value: Any, currency: str, by: Actor) -> str:
    """A number for its reader."""
    read, kind = reader_for(by.language, by.zone), found.field.kind if found.field else None
    if value is None:
        return ""
    if found.measure.aggregate == "share":
        return read.percent(value, 1)
    if found.measure.aggregate != "count":
        if isinstance(kind, Amount):
            return read.minor(int(value), currency, decimals=abs(int(value)) < 10**7)
        if isinstance(kind, Share):
            return read.percent(value, 1)
        if isinstance(kind, Figured):
            return read.number(round(value, 2))
    return read.number(value.normalize() if isinstance(value, Decimal) and not value % 1 else value)


def doubt_in(found: Answer, line: Line, by: Actor) -> str:
    """Of how many it is, where a share or a mean of so few says little, and for a share of records its interval.

    Parts of a sum have no such interval: one large amount would decide.
    """
    asked, read = found.measure, reader_for(by.language, by.zone)
    if line.value is None or asked.aggregate not in ("share", "average"):
        return ""
    of = line.known if found.field else line.count
    if of >= FEW:
        return ""
    if asked.aggregate == "share" and not found.field:
        low, high = (read.percent(end) for end in wilson(float(line.value), of))
        return _("n = %(count)s, %(low)s to %(high)s") % {"count": read.number(of), "low": low, "high": high}
    return _("n = %(count)s") % {"count": read.number(of)}


def as_of_words(found: Answer, by: Actor) -> str:
    """As of when a kept answer is; "" for one that was found now."""
    if found.kept is None:
        return ""
    return _("As of %(moment)s") % {"moment": reader_for(by.language, by.zone).moment(found.kept.made_at)}


def change_in(line: Line) -> float | None:
    """By which part it has changed since the period before."""
    if line.before in (None, 0) or line.value is None:
        return None
    return float((Decimal(str(line.value)) - Decimal(str(line.before))) / abs(Decimal(str(line.before))))


def span_words(found: Answer, at: int, by: Actor) -> str:
    """What a stretch of time is called: a day, a week by its first day, a month, a quarter, a year."""
    read, span, unit = reader_for(by.language, by.zone), found.spans[at], found.measure.unit
    if unit == "year":
        return str(span.start.year)
    if unit == "quarter":
        quarter = (span.start.month - 1) // 3 + 1
        return _("Q%(quarter)d %(year)d") % {"quarter": quarter, "year": span.start.year}
    if unit == "month":
        return read.month(span.start, short=True)
    return read.date(span.start) if unit == "day" else _("week of %(day)s") % {"day": read.date(span.start)}


def title_of(tile: Tile | None, found: Answer, by: Actor) -> str:
    """What is asked, in the reader's words; with a tile also by what and when."""
    asked, records = found.measure, str(found.resource.plural)
    names = {"field": str(found.field.label) if found.field else "", "records": records}
    words = {
        "count": _("Number of %(records)s"),
        "sum": _("%(field)s of %(records)s"),
        "average": _("Average %(field)s of %(records)s"),
        "least": _("Least %(field)s of %(records)s"),
        "most": _("Greatest %(field)s of %(records)s"),
        "share": _("Share of %(records)s"),
    }[asked.aggregate] % names
    if tile is None:
        return words
    parts = [f"{words}: {part_words(found, by)}" if asked.aggregate == "share" else words]
    if found.fields:
        read = reader_for(by.language, by.zone)
        parts.append(_("by %(fields)s") % {"fields": read.words([str(f.label) for f in found.fields])})
    if asked.unit:
        parts.append(UNIT_WORDS[asked.unit]())
    if asked.period:
        parts.append(f"({periods.in_words(asked.period) or asked.period})")
    return " ".join(parts)


UNIT_WORDS = {
    "day": lambda: pgettext("a figure", "by day"),
    "week": lambda: pgettext("a figure", "by week"),
    "month": lambda: pgettext("a figure", "by month"),
    "quarter": lambda: pgettext("a figure", "by quarter"),
    "year": lambda: pgettext("a figure", "by year"),
}


def part_words(found: Answer, by: Actor) -> str:
    """Which part of the records a share is of."""
    readable = found.resource.readable(by.access)

    def label(name: str) -> str:
        first = name.partition(".")[0]
        return str(readable[first].label) if first in readable else name

    def value(name: str, raw: conditions.Scalar) -> str:
        kind = readable[name].kind if name in readable else None
        return kind.label_of(raw) if isinstance(kind, Choice) else shown(name, raw)

    return conditions.describe(conditions.parse(found.measure.part), label, value)


def plain(found: Answer) -> str:
    """The condition that opens all records behind a tile."""
    return next((line.where for line in found.totals if line.where), "") or ""
