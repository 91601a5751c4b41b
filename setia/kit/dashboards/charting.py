"""From the answer of a figure to charts: one for each currency, for amounts of different money share no axis."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _

from setia.foundation.access import Actor
from setia.foundation.money import scale
from setia.kit.charts import Chart, Mark
from setia.kit.charts.building import Kind, scale_for
from setia.kit.dashboards.tiles import Tile
from setia.kit.dashboards.wording import in_words, span_words, title_of
from setia.kit.measures import Answer, Line

MOST_CURRENCIES = 3


def chart_of(tile: Tile, found: Answer, title: str, by: Actor) -> list[Chart]:
    """The charts of the currencies with the most records first. What is not drawn stands in the table."""
    counts: dict[str, int] = {}
    for line in found.lines:
        counts[line.currency] = counts.get(line.currency, 0) + line.count
    kept = sorted(counts, key=lambda currency: -counts[currency])[:MOST_CURRENCIES]
    return [_chart(tile, found, title, currency, len(kept) > 1, by) for currency in kept]


def _chart(tile: Tile, found: Answer, title: str, currency: str, several: bool, by: Actor) -> Chart:
    lines = [line for line in found.lines if line.currency == currency and line.value is not None]
    drawn = [float(_size(found, line.value, currency)) for line in lines]
    divisor, step = (1, "") if found.measure.aggregate == "share" else scale_for(drawn)
    places, series = _places(tile, found, lines, by)
    marks = [_mark(tile, found, line, y / divisor, by) for line, y in zip(lines, drawn, strict=True)]
    if found.before and found.spans and not found.fields:
        then = _("the period before")
        series = [title_of(None, found, by), then]
        marks = [Mark(m.x, m.y, m.words, series[0], opens=m.opens) for m in marks]
        marks += [
            Mark(span_words(found, line.span or 0, by),
                 float(_size(found, line.before, currency)) / divisor,
                 f"{then}: {in_words(found, line.before, currency, by)}", then)
            for line in lines if line.before is not None
        ]  # fmt: skip
    return Chart(
        _kind(tile, found), f"{title} ({currency})" if several else title,
        str(found.fields[0].label) if found.fields else "", _axis(found, currency, step, by), marks, places, series,
        bool(found.spans), found.measure.aggregate == "share",
    )  # fmt: skip


def _kind(tile: Tile, found: Answer) -> Kind:
    return tile.kind  # type: ignore[return-value]


def _places(tile: Tile, found: Answer, lines: Sequence[Line], by: Actor) -> tuple[list[str], list[str]]:
    """What stands along the first axis, and the series: time first, then groups by their size."""
    sizes: list[dict[str, float]] = [{} for _f in found.fields]
    for line in lines:
        for at, value in enumerate(line.groups):
            words = found.words[at][value]
            sizes[at][words] = sizes[at].get(words, 0.0) + float(line.value or 0)
    groups = [[words for words, _size in sorted(size.items(), key=itemgetter(1), reverse=True)] for size in sizes]
    times = [span_words(found, at, by) for at in range(len(found.spans))]
    if times:
        return (groups[0], times) if tile.kind == "heat" and groups else (times, groups[0] if groups else [])
    return groups[0], groups[1] if len(groups) > 1 else []


def _mark(tile: Tile, found: Answer, line: Line, y: float, by: Actor) -> Mark:
    words = [found.words[at][value] for at, value in enumerate(line.groups)]
    when = span_words(found, line.span, by) if line.span is not None else ""
    said = ", ".join([*filter(None, [when]), *words]) + ": " + in_words(found, line.value, line.currency, by)
    opens = "" if line.where is None else line.where or "-"
    if when:
        x, series = (words[0], when) if tile.kind == "heat" and words else (when, words[0] if words else "")
    else:
        x, series = words[0], words[1] if len(words) > 1 else ""
    return Mark(x, round(y, 6), said, series, opens=opens)


def _size(found: Answer, value: Any, currency: str) -> Decimal:
    """In whole units of money, for drawing alone."""
    if currency and found.measure.aggregate not in ("count", "share"):
        return Decimal(int(value)) / scale(currency)
    return Decimal(str(value))


def _axis(found: Answer, currency: str, step: str, by: Actor) -> str:
    """What the numbers at the axis are, with their unit."""
    label = str(found.field.label) if found.field else title_of(None, found, by)
    unit = currency if found.measure.aggregate != "share" else ""
    steps = {"thousands": _("thousands"), "millions": _("millions"), "billions": _("billions")}
    many = steps.get(step, "")
    return f"{label} ({' '.join(filter(None, [many, unit]))})" if many or unit else label
