"""The warehouse: which marts there are, questions about them in SQL, all of one as Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from setia.faces.api.authentication import caller, require_change
from setia.faces.api.rows import answer
from setia.foundation.access import Actor
from setia.kit.marts import Mart, Standing, columns_for, marts, open_to, warehouse
from setia.kit.reports.of_marts import tell_downloaded

router = Router(tags=["warehouse"])


class MartColumn(BaseModel):
    name: str
    type: str = Field(description="whole, money, thousandths, number, text, day, moment or flag.")
    about: str
    is_there: bool = Field(
        description="False for a field that was added since the last refresh: it comes with the next refresh."
    )


class MartTold(BaseModel):
    """A mart that you may ask, with the columns that you may know."""

    name: str
    about: str
    rows: int
    bytes: int
    columns: list[MartColumn]


class Marts(BaseModel):
    """What stands in the warehouse, as of when."""

    as_of: date | None
    made_at: datetime | None
    position: int = Field(description="Up to this entry of the ledger everything is in the marts.")
    newest: int = Field(description="The newest entry of the ledger.")
    state: str = Field(description="Of a refresh: ready (it waits), running, failed, or empty for none.")
    done: int
    total: int
    data: list[MartTold]


class MartQuestion(BaseModel):
    """A question."""

    model_config = ConfigDict(extra="forbid", strict=True)

    sql: str = Field(min_length=1, max_length=4_000, description="One SELECT about the marts.")


class Answered(BaseModel):
    """The rows, each as a list in the order of the columns."""

    columns: list[str]
    types: list[str]
    rows: list[list[Any]]
    is_cut: bool = Field(description="There were more rows than are answered.")
    seconds: float
    as_of: date


@router.get("/marts", response=Marts, operation_id="marts", summary="What stands in the warehouse")
def told(request: HttpRequest) -> HttpResponse:
    """The marts that you may ask, with their columns, and as of when they are."""
    by = caller(request)
    return answer(_told(warehouse().standing(by), by))


def _told(standing: Standing, by: Actor) -> dict[str, Any]:
    kept = {one.name: one for one in standing.marts}
    return {
        "as_of": standing.as_of, "made_at": standing.made_at, "position": standing.position,
        "newest": standing.newest, "state": standing.state, "done": standing.done, "total": standing.total,
        "data": [
            {
                "name": mart.name, "about": str(mart.about),
                "rows": kept[mart.name].rows if mart.name in kept else 0,
                "bytes": kept[mart.name].bytes if mart.name in kept else 0,
                "columns": [
                    {"name": c.name, "type": c.type, "about": str(c.about),
                     "is_there": mart.name in kept and c.name not in kept[mart.name].lacks}
                    for c in columns_for(mart, by)
                ],
            }
            for mart in open_to(by)
        ],
    }  # fmt: skip


@router.post("/marts/ask", response=Answered, operation_id="ask_marts", summary="Ask the warehouse in SQL")
def ask(request: HttpRequest, body: MartQuestion) -> HttpResponse:
    """One SELECT about the marts and columns that you may know, within limits of time and memory.

    It changes nothing, so that a token for reading is enough.
    """
    given = warehouse().ask(body.sql, caller(request))
    return answer({
        "columns": given.columns, "types": given.types, "rows": given.rows, "is_cut": given.is_cut,
        "seconds": round(given.seconds, 3), "as_of": given.as_of,
    })  # fmt: skip


@router.post("/marts/refresh", response=Marts, operation_id="refresh_marts", summary="Bring the marts up to date")
def refresh(request: HttpRequest) -> HttpResponse:
    """Let a worker do it; while one does, nothing more happens. Ask for the marts again to see how far it is."""
    by = caller(request)
    require_change(by)
    warehouse().start(by)
    return answer(_told(warehouse().standing(by), by))


@router.get("/marts/{mart}/parquet", operation_id="mart_file", summary="All of a mart as Parquet")
def file(request: HttpRequest, mart: str) -> StreamingHttpResponse:
    """Every row, with the columns that you may know, in one file. The ledger remembers who took it."""
    by = caller(request)
    path = warehouse().file_of(mart, by)
    found: Mart = marts()[mart]
    rows = next((one.rows for one in warehouse().standing(by).marts if one.name == mart), 0)
    tell_downloaded(found, rows, by)
    response = StreamingHttpResponse(_bytes(path), content_type="application/vnd.apache.parquet")
    response["Content-Disposition"] = f'attachment; filename="{mart}.parquet"'
    response["Content-Length"] = str(path.stat().st_size)
    return response


def _bytes(path: Path) -> Iterator[bytes]:
    """The file in pieces, which goes with its folder when it was sent."""
    with path.open("rb") as handle:
        path.unlink()
        path.parent.rmdir()
        while piece := handle.read(1 << 18):
            yield piece
