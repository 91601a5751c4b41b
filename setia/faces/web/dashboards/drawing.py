"""What a tile shows, as its template wants it: addresses in place of conditions, charts as specifications."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from setia.faces.web.addresses import list_of, reverse
from setia.foundation.formats import Reader
from setia.kit.charts import Chart
from setia.kit.charts.embedding import embedded
from setia.kit.dashboards import Cell, Grid, Shown
from setia.kit.resources import registry

TONES = {True: "up", False: "down"}


def drawn(shown: Shown, read: Reader) -> dict[str, Any]:
    return {
        "id": shown.tile.id,
        "kind": shown.tile.kind,
        "width": shown.tile.width,
        "phone": shown.tile.phone,
        "title": shown.title,
        "url": list_of(shown.resource, where=shown.where) if shown.resource else "",
        "refused": shown.refused,
        "awaited": shown.awaited.state if shown.awaited else "",
        "notes": shown.notes,
        "numbers": [
            {
                "words": number.cell.words or "–",
                "url": url_of(number.cell),
                "before": number.before,
                "change": number.change_words,
                "doubt": number.doubt,
                "way": "" if number.change is None else TONES[number.change >= 0],
            }
            for number in shown.numbers
        ],
        "grid": _grid(shown.grid) if shown.grid else None,
        "charts": [{"title": chart.title, "spec": spec_json(chart, shown.resource, read)} for chart in shown.charts],
    }


def awaited_in(shown: Sequence[Shown], read: Reader) -> dict[str, str] | None:
    """How many figures are still being counted, in words; `state` changes whenever the words do."""
    states = [one.awaited.state for one in shown if one.awaited and one.awaited.state != "failed"]
    if not states:
        return None
    count = len(states)
    words = ngettext("%(number)s figure is being counted.", "%(number)s figures are being counted.", count)
    told = {"words": words % {"number": read.number(count)}, "warning": "", "state": f"{count}"}
    if "idle" in states:
        warning = _(
            "No worker has begun with it yet. If this stays so, ask whoever runs Setia to start “setia worker”."
        )
        return told | {"warning": warning, "state": f"{count}-idle"}
    return told


def url_of(cell: Cell) -> str:
    """The records behind a number, or the record that a line stands for."""
    if cell.record:
        return reverse("record", args=[cell.resource, cell.record])
    if cell.where is None or cell.resource not in registry:
        return ""
    return list_of(cell.resource, where=cell.where)


def _grid(grid: Grid) -> dict[str, Any]:
    numbers = [any(row[at].is_number for row in grid.rows) for at in range(len(grid.columns))]
    rows = [[{"words": cell.words, "url": url_of(cell), "num": cell.is_number} for cell in row] for row in grid.rows]
    return {"columns": list(zip(grid.columns, numbers, strict=True)), "rows": rows}


def spec_json(chart: Chart, resource: str, read: Reader) -> Markup:
    """The specification and how numbers are written, safe inside a page."""
    marks = [
        replace(mark, opens=list_of(resource, where=mark.opens.removeprefix("-"))) if mark.opens else mark
        for mark in chart.marks
    ]
    return embedded(replace(chart, marks=marks), read)
