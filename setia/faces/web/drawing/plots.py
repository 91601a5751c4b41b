"""Plots drawn by hand as SVG: marks over two axes, and an interval beside a figure. A table always says the same."""

from __future__ import annotations

from markupsafe import Markup

from setia.foundation.formats import Reader
from setia.kit.reports import Plot, Point

SIDE, MARGIN = 300, 44
TICKS = 5
WIDE, HIGH = 64, 10


def interval(value: float | None, low: float | None, high: float | None) -> Markup:
    """A share from 0 to 1 as a mark, with the line over which it may as well lie; nothing where one is unknown."""
    if value is None or low is None or high is None or not 0 <= low <= high <= 1:
        return Markup("")
    mark = Markup(
        '<svg class="interval" viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true">'
        '<line class="axis" x1="0" x2="{}" y1="{}" y2="{}"/><line class="reach" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<circle cx="{}" cy="{}" r="3"/></svg>'
    )
    middle = HIGH / 2
    left, right, at = (round(3 + share * (WIDE - 6), 1) for share in (low, high, min(max(value, 0), 1)))
    return mark.format(WIDE, HIGH, WIDE, HIGH, WIDE, middle, middle, left, right, middle, middle, at, middle)


def plot(what: Plot, read: Reader) -> Markup:
    """The whole plot, with words for whoever cannot see it at every mark."""
    parts = [_axes(what, read)]
    if what.even:
        parts.append(Markup('<line class="even" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
            MARGIN, SIDE, MARGIN + SIDE, 0))  # fmt: skip
    parts += [_mark(point, what) for point in what.points]
    whole = Markup('<svg class="plot" viewBox="0 -8 {} {}" role="img" aria-label="{}">{}</svg>')
    return whole.format(MARGIN + SIDE + 12, SIDE + MARGIN + 8, str(what.title), Markup("").join(parts))


def _mark(point: Point, what: Plot) -> Markup:
    x, y = _x(point.x, what), _y(point.y, what)
    mark = Markup("")
    if point.low is not None and point.high is not None:
        mark = Markup('<line class="reach" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(
            x, x, _y(point.low, what), _y(point.high, what)
        )
    return mark + Markup('<circle cx="{}" cy="{}" r="4"><title>{}</title></circle>').format(x, y, point.words)


def _axes(what: Plot, read: Reader) -> Markup:
    parts = [
        Markup('<path class="axis" d="M{} 0V{}H{}" fill="none"/>').format(MARGIN, SIDE, MARGIN + SIDE),
        Markup('<text class="name" x="{}" y="{}" text-anchor="middle">{}</text>').format(
            MARGIN + SIDE / 2, SIDE + 36, str(what.x_label)
        ),
        Markup('<text class="name" transform="translate(10 {}) rotate(-90)" text-anchor="middle">{}</text>').format(
            SIDE / 2, str(what.y_label)
        ),
    ]
    for at in range(TICKS + 1):
        x, y = (low + (high - low) * at / TICKS for low, high in (what.x_range, what.y_range))
        parts.append(Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(
            _x(x, what), SIDE + 16, _words(x, what, read)))  # fmt: skip
        parts.append(Markup('<text x="{}" y="{}" text-anchor="end">{}</text>').format(
            MARGIN - 6, _y(y, what) + 4, _words(y, what, read)))  # fmt: skip
    return Markup("").join(parts)


def _words(value: float, what: Plot, read: Reader) -> str:
    return read.percent(value) if what.percent else read.number(round(value, 2))


def _x(value: float, what: Plot) -> float:
    return round(MARGIN + SIDE * _within(value, *what.x_range), 1)


def _y(value: float, what: Plot) -> float:
    return round(SIDE * (1 - _within(value, *what.y_range)), 1)


def _within(value: float, low: float, high: float) -> float:
    return min(max((value - low) / (high - low), 0.0), 1.0) if high > low else 0.0
