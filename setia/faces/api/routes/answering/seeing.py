"""Dashboards with their figures, for programs: what each tile shows to the caller."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from setia.faces.api.authentication import caller
from setia.faces.api.rows import answer
from setia.kit.charts import ON_PAPER, spec_of
from setia.kit.dashboards import Cell, Shown, dashboards, show_all

router = Router(tags=["dashboards"])
SIZE = (640, 280)


class DashboardTold(BaseModel):
    key: str = Field(description="Its number, or the name of one that came with Setia.")
    label: str
    about: str
    tiles: int


class DashboardsTold(BaseModel):
    data: list[DashboardTold]


class CellTold(BaseModel):
    """`value` is exact: amounts and fractions are decimal text."""

    value: Any
    words: str
    where: str | None = Field(description="The condition that opens the records behind it; null where none can.")


class NumberTold(CellTold):
    currency: str | None
    before: str = Field(description="What it was in the period before, in words.")
    change: float | None = Field(description="By which part it has changed.")
    doubt: str = Field(description="Of how few it is, where that makes it little more than chance.")


class TileTold(BaseModel):
    id: str
    kind: str
    title: str
    resource: str
    where: str
    numbers: list[NumberTold]
    columns: list[str]
    rows: list[list[CellTold]]
    charts: list[dict[str, Any]] = Field(description="Vega-Lite specifications, asked for with charts=true.")
    notes: list[str]
    as_of: str | None = Field(description="The moment of figures that were kept; null for those found now.")
    refused: str = Field(description="Why nothing is shown, or nothing.")
    counting: bool = Field(description="Not counted yet, so without numbers; only if wait=false.")


class Figures(BaseModel):
    key: str
    label: str
    about: str
    tiles: list[TileTold]
    hidden: int = Field(description="So many tiles ask about something that you may not see.")


@router.get("/insight", response=DashboardsTold, operation_id="insight", summary="Dashboards meant for you")
def told(request: HttpRequest) -> HttpResponse:
    """Your own, those of your roles, those that came with Setia and those for everybody."""
    found = dashboards().shown_to(caller(request))
    return answer({"data": [{"key": one.key, "label": one.label, "about": one.about, "tiles": len(one.tiles)}
                            for one in found]})  # fmt: skip


class FiguresWanted(BaseModel):
    charts: bool = Field(False, description="With the specifications of the charts.")
    wait: bool = Field(
        True,
        description="Wait until everything is counted, which takes seconds over millions of records that nobody has "
        "asked about before. With false, what would take so long is counted by a worker: the answer is 202 until "
        "everything is there.",
    )


@router.get(
    "/insight/{key}", response={200: Figures, 202: Figures}, operation_id="figures",
    summary="A dashboard with its figures",
)  # fmt: skip
def one(request: HttpRequest, key: str, params: Query[FiguresWanted]) -> HttpResponse:
    """Everything it shows, counted over what you may see.

    With wait=false, 202 says that some figures are still being counted: their tiles say so (`counting`). Ask again
    after the seconds of Retry-After.
    """
    by = caller(request)
    found = dashboards().one(key, by)
    shown, hidden = show_all(found.tiles, by, "kept" if params.wait else "later")
    tiles = [tile_json(tile, params.charts) for tile in shown]
    told = {"key": found.key, "label": found.label, "about": found.about, "tiles": tiles, "hidden": hidden}
    if any(tile.awaited for tile in shown):
        return answer(told, status=202, headers={"Retry-After": "1"})
    return answer(told)


def tile_json(shown: Shown, charts: bool) -> dict[str, Any]:
    grid = shown.grid
    return {
        "id": shown.tile.id, "kind": shown.tile.kind, "title": shown.title, "resource": shown.resource,
        "where": shown.where,
        "numbers": [
            {**_cell(number.cell), "currency": number.currency or None, "before": number.before,
             "change": number.change, "doubt": number.doubt}
            for number in shown.numbers
        ],
        "columns": list(grid.columns) if grid else [],
        "rows": [[_cell(cell) for cell in row] for row in grid.rows] if grid else [],
        "charts": [spec_of(chart, ON_PAPER, SIZE) for chart in shown.charts] if charts else [],
        "notes": list(shown.notes), "as_of": shown.as_of.isoformat() if shown.as_of else None, "refused": shown.refused,
        "counting": shown.awaited is not None,
    }  # fmt: skip


def _cell(cell: Cell) -> dict[str, Any]:
    return {"value": cell.words if cell.value is None else cell.value, "words": cell.words, "where": cell.where}
