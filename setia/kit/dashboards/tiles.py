"""A tile of a dashboard: what it shows, how wide it is, and how it is written down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.foundation.citing import cited
from setia.foundation.errors import Malformed
from setia.kit.charts import KINDS
from setia.kit.measures import Measure
from setia.kit.measures.declaring import MOST_GROUPS

SORTS = {
    "figure": gettext_lazy("Figure"),
    "bar": gettext_lazy("Bars"),
    "line": gettext_lazy("Lines"),
    "area": gettext_lazy("Areas"),
    "stacked": gettext_lazy("Stacked bars"),
    "heat": gettext_lazy("Heat map"),
    "pivot": gettext_lazy("Pivot table"),
    "table": gettext_lazy("List of records"),
    "report": gettext_lazy("Report"),
}
WIDTHS = {
    "quarter": gettext_lazy("A quarter"),
    "third": gettext_lazy("A third"),
    "half": gettext_lazy("Half"),
    "wide": gettext_lazy("Two thirds"),
    "whole": gettext_lazy("The whole width"),
}
MOST_TILES = 30
TEXTS = {
    "kind": 10, "title": 120, "resource": 60, "aggregate": 10, "field": 100, "where": 4000, "part": 4000,
    "group": 100, "across": 100, "day": 100, "unit": 10, "period": 40, "sort": 80, "report": 60, "width": 10,
    "columns": 1000, "id": 12,
}  # fmt: skip
NAME = re.compile(r"[a-z0-9]{1,12}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Tile:
    """`view` is the number of a saved view whose condition, columns and order are taken over.

    `asks` are the parameters of a report, as texts. What is not on a `phone` is left out on narrow screens.
    """

    id: str
    kind: str
    title: str = ""
    measure: Measure = field(default_factory=lambda: Measure(""))
    columns: tuple[str, ...] = ()
    sort: str = ""
    view: int = 0
    report: str = ""
    asks: Mapping[str, str] = field(default_factory=dict)
    width: str = "half"
    phone: bool = True

    @property
    def is_chart(self) -> bool:
        return self.kind in KINDS


def read(data: Any) -> Tile:
    """A tile as it is written down. Refuses what is no tile; whether its fields exist is asked when it is shown."""
    if not isinstance(data, dict):
        raise Malformed(_("A tile is an object with “kind” and what it shows."))
    known = {*TEXTS, "compare", "most", "view", "phone", "asks"}
    if unknown := sorted(cited(key) for key in data.keys() - known):
        raise Malformed(_("A tile has no part called %(names)s.") % {"names": ", ".join(unknown)})
    texts = {name: _text(data, name, most) for name, most in TEXTS.items()}
    if texts["kind"] not in SORTS:
        words = _("“%(name)s” is no kind of tile. Possible: %(possible)s.")
        raise Malformed(words % {"name": cited(texts["kind"]), "possible": ", ".join(SORTS)}, field="kind")
    if texts["width"] and texts["width"] not in WIDTHS:
        words = _("“%(name)s” is no width. Possible: %(possible)s.")
        raise Malformed(words % {"name": cited(texts["width"]), "possible": ", ".join(WIDTHS)}, field="width")
    if texts["id"] and not NAME.fullmatch(texts["id"]):
        raise Malformed(_("The name of a tile has up to 12 letters and digits."), field="id")
    measure = Measure(
        texts["resource"], texts["aggregate"] or "count",  # type: ignore[arg-type]
        texts["field"], texts["where"], texts["part"],
        tuple(name for name in (texts["group"], texts["across"]) if name), texts["day"], texts["unit"],
        texts["period"], _flag(data, "compare", False), _number(data, "most", 12, MOST_GROUPS),
    )  # fmt: skip
    return Tile(
        texts["id"], texts["kind"], texts["title"].strip(), measure,
        tuple(part.strip() for part in texts["columns"].split(",") if part.strip()), texts["sort"],
        _number(data, "view", 0, 2**53), texts["report"], _asks(data.get("asks")), texts["width"] or "half",
        _flag(data, "phone", True),
    )  # fmt: skip


def write(tile: Tile) -> dict[str, Any]:
    """As it is kept: nothing but what was said."""
    asked, usual = tile.measure, Measure("")
    groups = (*asked.groups, "", "")
    parts: dict[str, Any] = {
        "id": tile.id, "kind": tile.kind, "title": tile.title, "resource": asked.resource,
        "aggregate": "" if asked.aggregate == "count" else asked.aggregate, "field": asked.field,
        "where": asked.where, "part": asked.part, "group": groups[0], "across": groups[1], "day": asked.day,
        "unit": asked.unit, "period": asked.period, "compare": asked.compare,
        "most": asked.most if asked.most != usual.most else 0, "columns": ", ".join(tile.columns),
        "sort": tile.sort, "view": tile.view, "report": tile.report, "asks": dict(tile.asks), "width": tile.width,
    }  # fmt: skip
    return {name: part for name, part in parts.items() if part} | ({} if tile.phone else {"phone": False})


def read_all(data: Any) -> list[Tile]:
    """All tiles of a dashboard, each with a name of its own."""
    if not isinstance(data, list) or len(data) > MOST_TILES:
        raise Malformed(_("The tiles of a dashboard are a list of %(most)d at most.") % {"most": MOST_TILES})
    found: list[Tile] = []
    for part in data:
        tile = read(part)
        if tile.id in {other.id for other in found} and tile.id:
            raise Malformed(_("Two tiles have the same name: %(name)s.") % {"name": tile.id}, field="id")
        found.append(tile)
    return found


def free_name(tiles: list[Tile]) -> str:
    taken = {tile.id for tile in tiles}
    return next(name for number in range(1, MOST_TILES + 2) if (name := f"t{number}") not in taken)


def _text(data: dict[str, Any], name: str, most: int) -> str:
    value = data.get(name, "")
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > most or not value.replace("\n", " ").isprintable():
        words = _("“%(name)s” is a text of up to %(most)d characters.")
        raise Malformed(words % {"name": name, "most": most}, field=name)
    return value


def _flag(data: dict[str, Any], name: str, usual: bool) -> bool:
    value = data.get(name, usual)
    if value is None:
        return usual
    if not isinstance(value, bool):
        raise Malformed(_("“%(name)s” is true or false.") % {"name": name}, field=name)
    return value


def _number(data: dict[str, Any], name: str, usual: int, most: int) -> int:
    value = data.get(name, usual)
    if value is None:
        return usual
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        words = _("“%(name)s” is a whole number up to %(most)d.")
        raise Malformed(words % {"name": name, "most": most}, field=name)
    return value or usual


def _asks(value: Any) -> dict[str, str]:
    if value is None:
        return {}
    fits = isinstance(value, dict) and len(value) <= 20
    if not fits or not all(isinstance(k, str) and isinstance(v, str) and len(v) <= 200 for k, v in value.items()):
        raise Malformed(_("The parameters of a report are texts by name."), field="asks")
    return dict(value)
