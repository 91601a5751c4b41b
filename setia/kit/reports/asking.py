"""Asking a report: whether this person may, with what, and the answer with the names they may know."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError

from setia.foundation.access import Actor
from setia.foundation.citing import cited
from setia.foundation.conditions import parse, tests_of
from setia.foundation.errors import Forbidden, Invalid, Malformed, NotFound, Refusal
from setia.kit.filters import find_field
from setia.kit.kinds import Field, Reference
from setia.kit.marts import columns_for, marts
from setia.kit.reports.declaring import Column, Report, Row, Table, declared, find
from setia.kit.resources import registry
from setia.kit.seeing import titles


def open_to(by: Actor) -> list[Report]:
    """The reports that this person may ask."""
    return [report for report in declared() if may_ask(report, by)]


def are_open_to(by: Actor) -> bool:
    """Whether there is any report that this person may ask."""
    return any(may_ask(report, by) for report in declared())


def may_ask(report: Report, by: Actor) -> bool:
    resource = registry.of_noun(report.noun)
    if not by.access.may("see", resource.governing):
        return False
    for noun, names in report.reads.items():
        other = registry.of_noun(noun)
        if not by.access.may("see", other.governing) or set(names) - other.readable(by.access).keys():
            return False
    return all(knows(name, columns, by) for name, columns in report.marts.items())


def knows(mart: str, columns: Sequence[str], by: Actor) -> bool:
    """Whether this person may know these columns of a mart, and so sees every record that it is made of."""
    known = marts().get(mart)
    return known is not None and not set(columns) - {column.name for column in columns_for(known, by)}


def report_for(name: str, by: Actor) -> Report:
    """NotFound where there is none of the name, Forbidden where it is not for this person."""
    report = find(name)
    if report is None:
        raise NotFound()
    if not may_ask(report, by):
        raise Forbidden()
    return report


def asked(report: Report, given: Mapping[str, str], by: Actor) -> dict[str, Any]:
    """The parameters as values, from texts. Refuses what the report does not know, and what a field cannot be."""
    known = {field.name: field for field in report.asks}
    for name in given:
        if name not in known:
            raise Malformed(f"“{cited(name)}” is no parameter of this report.", field=cited(name))
    values: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for name, field in known.items():
        try:
            values[name] = _value(field, given.get(name, ""), by)
        except ValidationError as refused:
            errors[name] = list(refused.messages)
        except Refusal as refused:
            errors[name] = [refused.message]
    if errors:
        raise Invalid(errors)
    return values


def _value(field: Field, text: str, by: Actor) -> Any:
    if text.strip():
        value = field.kind.form_field(replace(field, default=None)).clean(text)
        if isinstance(field.kind, Reference) and value and value not in titles(field.kind.noun, [value], by.access):
            raise NotFound()
        return value
    return field.default(by) if isinstance(field.default, Callable) else field.default  # type: ignore[arg-type]


def answered(report: Report, values: Mapping[str, Any], by: Actor) -> Table:
    """The answer; beside the number of every record stands its title, or None where it may not be known."""
    table = report.make(values, by)
    rows = [dict(row.values) for row in table.rows]
    for column in table.columns:
        if isinstance(column.kind, Reference):
            _name(as_field(column), rows, by)
    named = [replace(_opened(row, by), values=values) for values, row in zip(rows, table.rows, strict=True)]
    return replace(table, rows=named)


def _opened(row: Row, by: Actor) -> Row:
    """It opens what this person may see of such records, as far as they know what is asked of them."""
    if row.resource not in registry or not by.access.may("see", registry[row.resource].governing):
        return replace(row, resource="", where="")
    asked = {test.field for test in tests_of(parse(row.where))} if row.where else set()
    known = all(find_field(registry[row.resource], name, by.access) for name in asked)
    return row if known else replace(row, resource="", where="")


def _name(field: Field, rows: Sequence[dict[str, Any]], by: Actor) -> None:
    kind: Any = field.kind
    known = titles(kind.noun, {row[field.path] for row in rows if row.get(field.path)}, by.access)
    for row in rows:
        row[kind.title_path(field)] = known.get(row.get(field.path) or 0)


def as_field(column: Column) -> Field:
    """A column as a field that every face can show."""
    return Field(column.name, column.label, column.kind, column.name, editable=False)
