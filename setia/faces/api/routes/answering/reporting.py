"""Reports: which there are, and their answers as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from setia.faces.api.authentication import caller
from setia.faces.api.rows import answer
from setia.foundation.errors import Malformed
from setia.kit import reports
from setia.kit.charts import ON_PAPER, spec_of
from setia.kit.kinds import Amount, Reference
from setia.kit.kinds import Field as KitField
from setia.kit.reports import Plot, Report, Row, Table

router = Router(tags=["reports"])
SIZE = (640, 280)


class Parameter(BaseModel):
    name: str
    label: str
    type: str = Field(description="The kind of value, as for the fields of records.")


class ReportTold(BaseModel):
    """A report you may ask for."""

    name: str
    label: str
    about: str
    parameters: list[Parameter]


class Reports(BaseModel):
    data: list[ReportTold]


class Column(BaseModel):
    name: str
    label: str
    type: str


class Answer(BaseModel):
    """The rows by the names of the columns. `resource` and `where` lead to the records that a row counts. `start`,
    where something can be begun because of it, is what to create: a resource, and the values to send."""

    name: str
    label: str
    columns: list[Column]
    rows: list[dict[str, Any]]
    notes: list[str] = Field(description="What the answer rests on, in words.")
    plots: list[dict[str, Any]]
    charts: list[dict[str, Any]] = Field(description="Vega-Lite specifications, asked for with charts=true.")


@router.get("/reports", response=Reports, operation_id="reports", summary="Reports you may ask for")
def told(request: HttpRequest) -> HttpResponse:
    """Questions about many records, with their parameters."""
    return answer({"data": [_told(report) for report in reports.open_to(caller(request))]})


def _told(report: Report) -> dict[str, Any]:
    asks = [{"name": f.name, "label": str(f.label), "type": f.kind.name} for f in report.asks]
    return {"name": report.name, "label": str(report.label), "about": str(report.about), "parameters": asks}


class Given(BaseModel):
    values: str = Field("", max_length=2_000, description='The parameters as a JSON object of texts: {"team": "3"}.')
    charts: bool = Field(False, description="With the specifications of the charts.")


@router.get("/reports/{report}", response=Answer, operation_id="report", summary="The answer of a report")
def one(request: HttpRequest, report: str, params: Query[Given]) -> HttpResponse:
    """Counts what you may see. A parameter that is left out is what it is on the page."""
    by = caller(request)
    found = reports.report_for(report, by)
    table = reports.answered(found, reports.asked(found, given(params.values), by), by)
    return answer({"name": found.name, "label": str(found.label), **table_json(table, params.charts)})


def given(text: str) -> dict[str, str]:
    """The parameters as texts, however they were written."""
    try:
        values = orjson.loads(text) if text else {}
    except orjson.JSONDecodeError:
        values = None
    if not isinstance(values, dict) or any(isinstance(value, (dict, list, float)) for value in values.values()):
        raise Malformed(_("Send the parameters as a JSON object of texts."), field="values")
    return {name: "" if value is None else str(value) for name, value in values.items()}


def table_json(table: Table, charts: bool = False) -> dict[str, Any]:
    fields = [reports.as_field(column) for column in table.columns]
    return {
        "columns": [{"name": f.name, "label": str(f.label), "type": f.kind.name} for f in fields],
        "rows": [_row(fields, row) for row in table.rows],
        "notes": [str(note) for note in table.notes],
        "plots": [_plot(plot) for plot in table.plots],
        "charts": [spec_of(chart, ON_PAPER, SIZE) for chart in table.charts] if charts else [],
    }


def _row(fields: Sequence[KitField], row: Row) -> dict[str, Any]:
    told = {**_values(fields, row.values), "resource": row.resource, "where": row.where}
    if row.start:
        start = row.start
        told["start"] = {"label": str(start.label), "resource": start.resource, "values": dict(start.values)}
    return told


def _values(fields: Sequence[KitField], values: Mapping[str, Any]) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for field in fields:
        written[field.name] = field.kind.json(field, values)
        if isinstance(field.kind, Reference):
            written[f"{field.name}_title"] = values.get(field.kind.title_path(field))
        if isinstance(field.kind, Amount):
            written["currency"] = field.kind.currency_of(field, values)
    return written


def _plot(plot: Plot) -> dict[str, Any]:
    points = [{"x": p.x, "y": p.y, "low": p.low, "high": p.high, "words": p.words} for p in plot.points]
    return {"title": str(plot.title), "x": str(plot.x_label), "y": str(plot.y_label), "points": points}
