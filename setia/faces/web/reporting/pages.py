"""Reports: which there are, one with its parameters and its answer, and the answer as a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from setia.faces.web.addresses import reverse
from setia.faces.web.dashboards.drawing import spec_json
from setia.faces.web.desk.asking import asked
from setia.faces.web.drawing.plots import interval, plot
from setia.faces.web.inputs import Input, input_for
from setia.faces.web.shell import SECTIONS, page, reader, staff_page
from setia.faces.web.showing import Shown, text_of
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid, NotFound
from setia.foundation.formats import Reader
from setia.kit import reports
from setia.kit.charts.rendering import can_draw
from setia.kit.kinds import LongText
from setia.kit.reports import Column, Report, Row, Table
from setia.kit.reports.files import TYPES, file_name, file_of
from setia.kit.resources import registry


@staff_page
def index(request: HttpRequest, by: Actor) -> HttpResponse:
    asked(request)
    titles, found = dict(SECTIONS), reports.open_to(by)
    sections = [
        {"title": str(titles.get(section, "")), "reports": [_card(one) for one in found if one.section == section]}
        for section in dict.fromkeys(one.section for one in found)
    ]
    return page(request, "reporting/index.html", by, sections=sections)


def _card(report: Report) -> dict[str, str]:
    url = reverse("report", args=[report.name])
    return {"label": str(report.label), "about": str(report.about), "icon": report.icon, "url": url}


@staff_page
def show(request: HttpRequest, name: str, by: Actor) -> HttpResponse:
    report = reports.report_for(name, by)
    given = asked(request, *(field.name for field in report.asks))
    read = reader(by)
    context: dict[str, Any] = {"report": report, "errors": {}, "answer": None}
    try:
        values = reports.asked(report, given, by)
    except Invalid as refusal:
        context["errors"], values = refusal.errors, {}
    else:
        context["answer"] = _answer(reports.answered(report, values, by), read, by)
        query = urlencode({name: text for name, text in given.items() if text})
        context["files"] = [
            (ending.upper(), f"{reverse('report_file', args=[report.name, ending])}{'?' if query else ''}{query}")
            for ending in TYPES
        ]
    context["inputs"] = _inputs(report, given, values, context["errors"], by)
    return page(request, "reporting/report.html", by, status=422 if context["errors"] else 200, **context)


@staff_page
def download(request: HttpRequest, name: str, ending: str, by: Actor) -> HttpResponse:
    report = reports.report_for(name, by)
    if ending not in TYPES:
        raise NotFound()
    values = reports.asked(report, asked(request, *(field.name for field in report.asks)), by)
    body = file_of(report, reports.answered(report, values, by), ending, by)
    response = HttpResponse(body, content_type=TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="{file_name(report, ending, by)}"'
    response["Cache-Control"] = "no-store"
    return response


def _inputs(
    report: Report, given: Mapping[str, str], values: Mapping[str, Any], errors: Mapping[str, list[str]], by: Actor
) -> list[Input]:
    """What was given as it was typed; else what counts where nothing is given."""
    return [
        input_for(
            field,
            given[field.name] or field.kind.initial(field, values.get(field.name)),
            by.access,
            errors=errors,
        )
        for field in report.asks
    ]


def _answer(table: Table, read: Reader, by: Actor) -> dict[str, Any]:
    fields = [reports.as_field(column) for column in table.columns]
    shown = Shown(fields, read, by.access)
    return {
        "columns": [
            {"label": str(column.label), "help": str(column.help), "css": _css(column)} for column in table.columns
        ],
        "rows": [_line(row, table, shown) for row in table.rows],
        "notes": [str(note) for note in table.notes],
        "plots": [{"title": str(one.title), "drawn": plot(one, read)} for one in table.plots],
        "charts": [{"title": one.title, "spec": spec_json(one, "", read)} for one in table.charts if can_draw()],
        "opens": any(row.resource for row in table.rows),
        "starts": any(row.start for row in table.rows),
    }


def _css(column: Column) -> str:
    """Sentences are read to their end; everything else stands in one line."""
    return "num" if column.kind.align == "end" else "is-long" if isinstance(column.kind, LongText) else ""


def _line(row: Row, table: Table, shown: Shown) -> dict[str, Any]:
    cells = shown.cells(row.values)
    drawn = [
        interval(row.values.get(column.name), *(row.values.get(end) for end in column.between))
        if column.between else ""
        for column in table.columns
    ]  # fmt: skip
    url = ""
    if row.resource and row.resource in registry:
        url = reverse("list", args=[row.resource]) + (f"?{urlencode({'where': row.where})}" if row.where else "")
    title = text_of(cells[0]) if cells else ""
    return {"cells": list(zip(cells, drawn, strict=True)), "url": url, "title": title, "start": _start(row)}


def _start(row: Row) -> dict[str, str] | None:
    """The way to a form in which everything that is suggested stands already."""
    if row.start is None:
        return None
    url = f"{reverse('create', args=[row.start.resource])}?{urlencode(row.start.values)}"
    return {"label": str(row.start.label), "icon": row.start.icon, "url": url}
