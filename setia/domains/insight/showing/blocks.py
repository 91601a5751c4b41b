"""One part of a page: a title, charts, a table that says the same, and sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from setia.foundation.formats import Reader
from setia.kit.charts import Chart
from setia.kit.charts.embedding import embedded
from setia.kit.charts.rendering import can_draw
from setia.kit.operations import Operation


@dataclass
class Block:
    """`columns` are headings and whether numbers stand under them; `resource` with `where` or `record` leads on from
    the title. `urges` is said before all else, with the `verb` that does it as a button beside it."""

    title: str
    name: str
    said: list[str] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    columns: Sequence[tuple[str, bool]] = ()
    rows: Sequence[Sequence[str]] = ()
    resource: str = ""
    where: str = ""
    record: int = 0
    width: str = "whole"
    urges: str = ""
    verb: Operation | None = None


def context_of(blocks: Sequence[Block], read: Reader, *, waits: bool = False) -> dict[str, Any]:
    """What the template `insight/blocks.html` is given. A page that `waits` looks again every few seconds."""
    return {
        "waits": waits,
        "can_draw": can_draw(),
        "blocks": [
            {
                "title": one.title, "name": one.name, "said": one.said, "columns": one.columns, "rows": one.rows,
                "resource": one.resource, "where": one.where, "record": one.record, "width": one.width,
                "urges": one.urges, "verb": one.verb,
                "charts": [{"title": chart.title, "spec": embedded(chart, read)} for chart in one.charts],
            }
            for one in blocks
        ],
    }  # fmt: skip
