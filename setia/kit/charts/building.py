"""From marks to a Vega-Lite specification (version 5 of its JSON schema; https://vega.github.io/vega-lite/docs/).

A specification holds its data and never an address to load from. What is written at axes and marks are words that
were made for the reader; numbers at axes are formatted by the drawing program with the reader's separators.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from setia.kit.charts.colours import Colours

Kind = Literal["bar", "line", "area", "stacked", "heat"]
KINDS: tuple[Kind, ...] = ("bar", "line", "area", "stacked", "heat")
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
STEPS = ((1_000_000_000, "billions"), (1_000_000, "millions"), (10_000, "thousands"))
STEP = 24
MOST_UPRIGHT = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """A number at `x`, in the series `series`; `low` and `high` are the ends of the interval it may as well lie in.

    `words` say it in full. `opens` is the address of the records behind it.
    """

    x: str
    y: float
    words: str
    series: str = ""
    low: float | None = None
    high: float | None = None
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """`x_label` and `y_label` say what stands at the axes, with the unit. `timed` marks follow each other in time.

    `order` is the order of the places at the first axis, `series` that of the series, so that a colour stays with
    what it stands for.
    """

    kind: Kind
    title: str
    x_label: str
    y_label: str
    marks: Sequence[Mark]
    order: Sequence[str]
    series: Sequence[str] = ()
    timed: bool = False
    percent: bool = False


def spec_of(chart: Chart, colours: Colours, size: tuple[int, int] | None = None) -> dict[str, Any]:
    """The whole specification; without a size it fills the place it is drawn in."""
    drawn = {"bar": _bars, "line": _lines, "area": _areas, "stacked": _stacked, "heat": _heat}[chart.kind]
    width, height = size or ("container", 220)
    return {
        "$schema": SCHEMA,
        "description": chart.title,
        "data": {"values": [_datum(mark) for mark in chart.marks]},
        "width": width,
        "height": {"step": STEP} if _lies(chart) else height,
        "autosize": {"type": "fit-x" if _lies(chart) else "fit", "contains": "padding"},
        **drawn(chart, colours),
        "config": _config(colours),
    }


def _datum(mark: Mark) -> dict[str, Any]:
    found: dict[str, Any] = {"x": mark.x, "y": mark.y, "words": mark.words, "series": mark.series}
    if mark.opens:
        found["opens"] = mark.opens
    if mark.low is not None and mark.high is not None:
        found |= {"low": mark.low, "high": mark.high}
    return found


def _lies(chart: Chart) -> bool:
    """Bars with long names lie, so that the names can be read; what follows in time stands."""
    return (chart.kind == "bar" and not chart.timed) or chart.kind == "heat"


def _bars(chart: Chart, colours: Colours) -> dict[str, Any]:
    place, number = _place(chart), _number(chart)
    sides = {"y": place, "x": number} if _lies(chart) else {"x": place, "y": number}
    if len(chart.series) > 1:
        sides["yOffset" if _lies(chart) else "xOffset"] = {"field": "series", "sort": list(chart.series)}
    bars = {"mark": {"type": "bar", "cornerRadiusEnd": 2}, "encoding": sides | _shared(chart, colours)}
    if not any(mark.low is not None for mark in chart.marks):
        return bars
    low, high = ("x", "x2") if _lies(chart) else ("y", "y2")
    place_side = "y" if _lies(chart) else "x"
    reach = {low: {"field": "low", "type": "quantitative"}, high: {"field": "high"}, place_side: place}
    return {"layer": [bars, {"mark": {"type": "rule", "color": colours.ink}, "encoding": reach}]}


def _lines(chart: Chart, colours: Colours) -> dict[str, Any]:
    line = {
        "mark": {"type": "line", "point": {"size": 36}, "strokeWidth": 2},
        "encoding": {"x": _place(chart), "y": _number(chart)} | _shared(chart, colours, dashes=True),
    }
    if not any(mark.low is not None for mark in chart.marks):
        return line
    band = {
        "mark": {"type": "area", "opacity": 0.18},
        "encoding": {
            "x": _place(chart), "y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"},
        } | {"color": _shared(chart, colours)["color"]},
    }  # fmt: skip
    return {"layer": [band, line]}


def _areas(chart: Chart, colours: Colours) -> dict[str, Any]:
    return {
        "mark": {"type": "area", "opacity": 0.3, "line": {"strokeWidth": 2}, "point": {"size": 30}},
        "encoding": {"x": _place(chart), "y": _number(chart) | {"stack": None}} | _shared(chart, colours),
    }


def _stacked(chart: Chart, colours: Colours) -> dict[str, Any]:
    return {
        "mark": {"type": "bar"},
        "encoding": {"x": _place(chart), "y": _number(chart) | {"stack": "zero"}} | _shared(chart, colours),
    }


def _heat(chart: Chart, colours: Colours) -> dict[str, Any]:
    """How much is how dark; the number itself is said when a field is pointed at, and stands in the table."""
    across = {
        "field": "series", "type": "ordinal", "sort": list(chart.series), "title": None,
        "axis": {"labelAngle": -40, "labelLimit": 90},
    }  # fmt: skip
    shared = _shared(chart, colours)
    return {
        "mark": {"type": "rect", "color": colours.series[0]},
        "encoding": {
            "x": across, "y": _place(chart), "tooltip": shared["tooltip"],
            "opacity": {"field": "y", "type": "quantitative", "legend": None, "scale": {"range": [0.06, 1]}},
        } | ({"href": shared["href"]} if "href" in shared else {}),
    }  # fmt: skip


def _place(chart: Chart) -> dict[str, Any]:
    many = len(chart.order) > MOST_UPRIGHT
    axis: dict[str, Any] = {"labelLimit": 150, "labelOverlap": "greedy"}
    if not _lies(chart):
        axis |= {"labelAngle": -40 if many else 0, "labelLimit": 90}
    title = {"title": None if chart.timed or _lies(chart) else chart.x_label or None}
    return {"field": "x", "type": "ordinal", "sort": list(chart.order), "axis": axis, **title}


def _number(chart: Chart) -> dict[str, Any]:
    axis: dict[str, Any] = {"tickCount": 5, "grid": True, "format": "~%" if chart.percent else ",~f"}
    return {"field": "y", "type": "quantitative", "title": chart.y_label or None, "axis": axis}


def _shared(chart: Chart, colours: Colours, *, dashes: bool = False) -> dict[str, Any]:
    """Colour, what is said at a mark, and where it leads. Lines of several series differ by more than colour."""
    found: dict[str, Any] = {"tooltip": {"field": "words", "type": "nominal", "title": " "}}
    if any(mark.opens for mark in chart.marks):
        found["href"] = {"field": "opens"}
    if len(chart.series) > 1:
        shades = [colours.series[at % len(colours.series)] for at in range(len(chart.series))]
        scale = {"domain": list(chart.series), "range": shades}
        found["color"] = {"field": "series", "type": "nominal", "scale": scale, "legend": {"title": None}}
        if dashes:
            found["strokeDash"] = {"field": "series", "type": "nominal", "legend": {"title": None}}
            found["strokeDash"]["scale"] = {"domain": list(chart.series), "range": _dashes(len(chart.series))}
    else:
        found["color"] = {"value": colours.series[0]}
    return found


def _dashes(count: int) -> list[list[int]]:
    patterns = [[1, 0], [5, 3], [2, 2], [8, 3], [8, 3, 2, 3], [1, 3], [12, 4], [4, 2, 1, 2]]
    return [patterns[at % len(patterns)] for at in range(count)]


def _config(colours: Colours) -> Mapping[str, Any]:
    words = {"labelColor": colours.ink, "titleColor": colours.ink, "labelFont": colours.font,
             "titleFont": colours.font, "labelFontSize": 11, "titleFontSize": 11}  # fmt: skip
    return {
        "background": "transparent",
        "aria": False,
        "font": colours.font,
        "view": {"stroke": None},
        "axis": {**words, "titleFontWeight": "normal", "domainColor": colours.line, "tickColor": colours.line,
                 "gridColor": colours.line},
        "legend": {**words, "orient": "bottom", "columns": 3, "labelLimit": 160, "symbolLimit": 12},
    }  # fmt: skip


def scale_for(values: Sequence[float]) -> tuple[int, str]:
    """By what large numbers are divided so that an axis can be read: a divisor, and "thousands", "millions" or ""."""
    most = max((abs(value) for value in values), default=0)
    return next(((divisor, name) for divisor, name in STEPS if most >= divisor), (1, ""))
