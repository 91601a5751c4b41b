"""The first rows of a file as they would be read, beside what stands in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice

from django.db import transaction
from django.utils.translation import override

from setia.foundation.access import Actor
from setia.foundation.formats import Reader, reader_for
from setia.kit.exchange.files import Sheet
from setia.kit.exchange.plans import ADDRESS, ColumnPlan, Plan
from setia.kit.exchange.records.table import BLANK, CURRENCY, Table, TableReader
from setia.kit.exchange.runs.findings import reason
from setia.kit.exchange.runs.trying import Supposed
from setia.kit.kinds import Amount, Reference


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of the file: its cells, how each is read ("" where it is not imported), what is wrong."""

    number: int
    texts: list[str]
    readings: list[str]
    problems: list[str]


def preview(sheet: Sheet, plan: Plan, by: Actor, rows: int = 10) -> list[PreviewRow]:
    """The first rows, read by the plan."""
    with override(by.language), transaction.atomic():
        shown = _read(sheet, plan, replace(by, channel="import"), rows)
        transaction.set_rollback(True)
    return shown


def _read(sheet: Sheet, plan: Plan, by: Actor, rows: int) -> list[PreviewRow]:
    batch = next(islice(sheet.batches(size=rows), 1))
    if not plan.resource:
        return [
            PreviewRow(n, cells, [""] * len(cells), []) for n, cells in zip(batch.numbers, batch.cells, strict=True)
        ]
    words = reader_for(by.language, by.zone)
    reader = TableReader(plan, by, Supposed)
    table = reader.read(batch, by)
    reader.refer(table, by, final=False)
    return [
        PreviewRow(
            number,
            table.cells[row],
            [_reading(reader, table, column, row, words) for column in plan.columns],
            [reason([fault]) for fault in table.faults.get(row, [])],
        )
        for row, number in enumerate(table.numbers)
    ]


def _reading(reader: TableReader, table: Table, column: ColumnPlan, row: int, words: Reader) -> str:
    if not column.field or column.field == ADDRESS:
        return table.cells[row][column.index] if column.field else ""
    kind = reader.fields[column.field].kind
    value = table.values[column.field][row]
    if value is BLANK or value is None:
        return ""
    if isinstance(kind, Reference):
        text = table.texts[column.field][row].strip()
        return reader.references[column.field].readings.get(text, text)
    if isinstance(kind, Amount):
        currencies = table.values.get(CURRENCY)
        return words.minor(value, (currencies and currencies[row]) or reader.plan.currency)
    return kind.say(value, words)
