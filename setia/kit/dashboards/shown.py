"""What a tile shows: large numbers, a grid of cells, charts, and what is said beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from setia.kit.charts import Chart
from setia.kit.dashboards.tiles import Tile
from setia.kit.measures import Awaited


@dataclass(frozen=True, slots=True)
class Cell:
    """`value` is exact (decimal text for money), `words` are for reading; `where` opens what it was taken from."""

    words: str
    value: Any = None
    where: str | None = None
    record: int = 0
    resource: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Number:
    """A figure in large, and how it has changed: `change` is a ratio, None where there was nothing before.

    `doubt` says of how few it is, where that makes it little more than chance.
    """

    cell: Cell
    currency: str = ""
    before: str = ""
    change: float | None = None
    change_words: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """`resource` and `where` lead to all records that the tile is about; `refused` says why there is nothing.

    `as_of` is the moment of figures that were kept. What is `awaited` is being counted and shows nothing yet.
    """

    tile: Tile
    title: str
    resource: str = ""
    where: str = ""
    numbers: Sequence[Number] = ()
    grid: Grid | None = None
    charts: Sequence[Chart] = ()
    notes: Sequence[str] = field(default=())
    refused: str = ""
    as_of: datetime | None = None
    awaited: Awaited | None = None
