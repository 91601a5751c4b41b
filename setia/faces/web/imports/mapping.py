"""What the page of columns shows: every column with its guess, its choices, and the first rows as read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from setia.faces.web.shell import reader
from setia.foundation.access import Actor
from setia.foundation.contact_points import country_codes
from setia.foundation.formats import Reader, reader_for
from setia.foundation.money import currencies
from setia.kit import exchange
from setia.kit.exchange import ImportRun, Plan, PreviewRow, Sheet
from setia.kit.exchange.plans import ADDRESS, ColumnPlan
from setia.kit.exchange.plans.plan import importable_fields
from setia.kit.kinds import Amount, Day, Field, Moment, Number, Phone, Reference
from setia.kit.resources import registry

ROWS, LONGEST = 6, 120
SURE = 0.9
Errors = Mapping[str, list[str]]
Typed = Mapping[str, Any]
Options = list[tuple[str, str]]


def mapping(run: ImportRun, by: Actor, typed: Typed, errors: Errors) -> dict[str, Any]:
    """Everything the template needs; `typed` stands in place of what is kept."""
    plan, sheet, read = exchange.plan_of(run), exchange.sheet_of(run), reader(by)
    return {
        "resource": typed.get("resource", plan.resource),
        "was": plan.resource,
        "kept": kept_name(plan),
        "may_watch": by.access.is_admin,
        "sheet": sheet.origin.sheet if sheet.origin else "",
        "sheets": sheets_of(sheet),
        "kinds": [(r.slug, str(r.plural)) for r in exchange.importable(by)],
        "fits": [
            {"label": str(registry[c.resource].plural), "why": c.why, "score": read.percent(c.score)}
            for c in plan.candidates
            if c.resource in registry
        ],
        "settings": _settings(plan, typed, read) if plan.resource else [],
        "columns": _columns(plan, sheet, by, typed, errors),
        "missing": missing(plan, by),
        "notices": plan.notices,
        "preview": _preview(sheet, plan, by),
        "errors": errors,
        "general": [*errors.get("", ()), *errors.get("columns", ())],
    }


def kept_name(plan: Plan) -> str:
    """What a mapping may be called: what it is for."""
    return str(plan.target.plural) if plan.resource else ""


def sheets_of(sheet: Sheet) -> Options:
    """The sheets to choose from, where there are several."""
    names = sheet.origin.sheets if sheet.origin else []
    return [(name, name) for name in names] if len(names) > 1 else []


def missing(plan: Plan, by: Actor) -> list[str]:
    """Labels of fields that every new record needs and that no column brings."""
    if not plan.resource:
        return []
    taken = {column.field for column in plan.mapped} | set(plan.target.only)
    fields = importable_fields(plan.target, by)
    return [str(field.label) for name, field in fields.items() if field.required and name not in taken]


# One column -------------------------------------------------------------------------------------------


def _columns(plan: Plan, sheet: Sheet, by: Actor, typed: Typed, errors: Errors) -> list[dict[str, Any]]:
    fields = importable_fields(plan.target, by) if plan.resource else {}
    options = exchange.field_choices(plan, by) if plan.resource else []
    if any(column.field == ADDRESS or column.header == ADDRESS for column in plan.columns):
        options.append((ADDRESS, _("Address of the record")))
    read = reader(by)
    return [_column(plan, c, sheet, by, read, fields, options, typed, errors) for c in plan.columns]


def _column(
    plan: Plan,
    column: ColumnPlan,
    sheet: Sheet,
    by: Actor,
    read: Reader,
    fields: Mapping[str, Field],
    options: Options,
    typed: Typed,
    errors: Errors,
) -> dict[str, Any]:
    place, name = f"c{column.index}", f"columns.{column.header or column.index}"
    about_it = [some for key, some in errors.items() if key == name or key.startswith(f"{name}.")]
    chosen = typed.get(f"{place}-field", column.field)
    return {
        "id": place,
        "name": column.name,
        "examples": " · ".join(column.examples),
        "field": chosen,
        "options": options,
        "label": dict(options).get(column.field, ""),
        "mark": _mark(column) if chosen == column.field else ("", ""),
        "why": column.why if chosen == column.field else "",
        "asks": _asks(plan, column, sheet, by, read, fields, typed) if chosen == column.field else [],
        "errors": [words for some in about_it for words in some],
    }


def _mark(column: ColumnPlan) -> tuple[str, str]:
    """How sure the guess is: words and tone."""
    if not column.field:
        return _("not imported"), "plain"
    return (_("sure"), "ok") if column.confidence >= SURE else (_("please check"), "warn")


def _asks(
    plan: Plan,
    column: ColumnPlan,
    sheet: Sheet,
    by: Actor,
    read: Reader,
    fields: Mapping[str, Field],
    typed: Typed,
) -> list[dict[str, Any]]:
    """The further questions about a column: unknown names, the order of dates, empty cells."""
    asks = []
    kind = fields[column.field].kind if column.field in fields else None
    if isinstance(kind, Reference):
        asks.append(("unknown", _("Unknown names"), unknown_options(kind, by), column.when_unknown))
    if isinstance(kind, Day | Moment):
        asks.append(("dates", _("Dates are written"), _date_orders(column), column.date_order))
    empty = sheet.rows - sheet.columns[column.index].filled
    if column.field and empty:
        words = ngettext("%(count)s empty cell", "%(count)s empty cells", empty)
        label = words % {"count": read.number(empty)}
        policies = [("accept", _("accept")), ("refuse", _("refuse the row"))]
        asks.append(("empty", label, policies, column.when_empty))
    return [_ask(f"c{column.index}-{key}", *ask, typed) for key, *ask in asks]


def _ask(name: str, label: str, options: Options, value: str, typed: Typed) -> dict[str, Any]:
    return {"name": name, "label": label, "options": options, "value": typed.get(name, value)}


def unknown_options(kind: Reference, by: Actor) -> Options:
    """What may be done about names nobody knows; making records needs the right to."""
    other = registry.of_noun(kind.noun)
    options = [("refuse", _("refuse the row")), ("nearest", _("take the nearest name"))]
    if other.creatable and by.access.may("create", other.governing):
        options.append(("create", _("make a new record")))
    return options


def _date_orders(column: ColumnPlan) -> Options:
    orders = [
        ("ymd", _("year, month, day")),
        ("dmy", _("day, month, year")),
        ("mdy", _("month, day, year")),
    ]
    return orders if column.date_order else [("", _("not known")), *orders]


# The file as a whole ------------------------------------------------------------------------------------


def _settings(plan: Plan, typed: Typed, read: Reader) -> list[dict[str, Any]]:
    """How amounts, numbers and telephone numbers are to be understood, where there are any."""
    kinds = [plan.field_of(column).kind for column in plan.mapped if column.field != ADDRESS]
    modes = [
        ("both", _("make new records and change known ones")),
        ("create", _("only make new records")),
        ("update", _("only change known ones")),
    ]
    found: list[tuple[str, str, Options, str]] = [("mode", _("Rows of the file"), modes, plan.mode)]
    fields = {column.field for column in plan.mapped}
    keys = [(name, label) for name, label in exchange.match_choices(plan).items() if not name or name in fields]
    if len(keys) > 1:
        found.append(("match", _("Records are known by"), keys, plan.match))
    if any(isinstance(kind, Amount) for kind in kinds):
        label = _("Amounts without a currency are in")
        found.append(("currency", label, _currencies(read.language), plan.currency))
    if any(isinstance(kind, Amount | Number) for kind in kinds):
        styles = [(code, reader_for(code).number(1234.56)) for code in ("en", "fr", "id")]
        found.append(("language", _("Numbers are written like"), styles, plan.language))
    if any(isinstance(kind, Phone) for kind in kinds):
        label = _("Phone numbers without a country code are in")
        found.append(("country", label, _countries(read.language), plan.country))
    return [_ask(name, *ask, typed) for name, *ask in found]


@cache
def _currencies(language: str) -> Options:
    read = reader_for(language)
    return [(code, f"{code} · {read.currency(code)}") for code in sorted(currencies())]


@cache
def _countries(language: str) -> Options:
    read = reader_for(language)
    return sorted(((code, read.country(code)) for code in country_codes()), key=lambda option: option[1])


def _preview(sheet: Sheet, plan: Plan, by: Actor) -> dict[str, Any]:
    """The first rows: what is read, and beside it what stands in the file where that differs."""
    columns = plan.mapped or plan.columns
    labels = dict(exchange.field_choices(plan, by)) if plan.resource else {}
    rows = [
        {
            "number": reader(by).number(row.number),
            "cells": [_cell(row, column) for column in columns],
            "problems": row.problems,
        }
        for row in exchange.preview(sheet, plan, by, ROWS)
    ]
    return {"headings": [labels.get(column.field, column.name) for column in columns], "rows": rows}


def _cell(row: PreviewRow, column: ColumnPlan) -> tuple[str, str]:
    """The reading, and the text where it says something else or could not be read."""
    text, reading = row.texts[column.index].strip()[:LONGEST], row.readings[column.index][:LONGEST]
    if not column.field:
        return text, ""
    return reading, "" if text == reading else text
