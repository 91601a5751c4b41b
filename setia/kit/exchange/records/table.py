"""A batch of rows, read: for every mapped column its values, and for every bad row what is wrong with it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from setia.foundation.access import Actor
from setia.kit.exchange.files import Batch
from setia.kit.exchange.plans.plan import ADDRESS, ColumnPlan, Plan, require_fields
from setia.kit.exchange.records.references import References
from setia.kit.kinds import Amount, Field, Reference
from setia.kit.kinds.kind import Column

CURRENCY = "currency"


class _Blank:
    """A cell that says nothing: a new record gets the default, an existing one keeps what it has."""

    def __repr__(self) -> str:
        return "BLANK"

    def __bool__(self) -> bool:
        return False


BLANK: Final = _Blank()


@dataclass(slots=True)
class Table:
    """`texts` and `values` by field name, `faults` by row: (column, words).

    `read_as` holds, by field name, the column and the readings of texts that were understood loosely.
    """

    numbers: list[int]
    cells: list[list[str]]
    texts: dict[str, list[str]] = field(default_factory=dict)
    values: dict[str, list[Any]] = field(default_factory=dict)
    faults: dict[int, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    read_as: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    waiting: set[int] = field(default_factory=set)

    def refuse(self, row: int, column: str, words: str) -> None:
        self.faults[row].append((column, words))

    def readings(self) -> Counter[tuple[str, str, str]]:
        """How often a text was read as something it does not say: (column, text, reading)."""
        found: Counter[tuple[str, str, str]] = Counter()
        for name, (column, notices) in self.read_as.items():
            if not notices:
                continue
            for row, text in enumerate(map(str.strip, self.texts[name])):
                if text in notices and row not in self.waiting:
                    found[column, text, notices[text]] += 1
        return found

    def good(self) -> list[int]:
        """Rows that nothing is wrong with, and that wait for no other."""
        return [row for row in range(len(self.cells)) if row not in self.faults and row not in self.waiting]


class TableReader:
    """Reads batches by a plan. `references` remember what their texts mean from batch to batch."""

    def __init__(self, plan: Plan, by: Actor, references: type[References] = References) -> None:
        require_fields(plan, by)
        self.plan, self.resource, self.by = plan, plan.target, by
        self.columns = [column for column in plan.mapped if column.field != ADDRESS]
        self.address = next((column for column in plan.mapped if column.field == ADDRESS), None)
        self.fields: dict[str, Field] = {c.field: plan.field_of(c) for c in self.columns}
        self.references = {
            c.field: references(plan, c) for c in self.columns if isinstance(self.fields[c.field].kind, Reference)
        }

    def read(self, batch: Batch, by: Actor) -> Table:
        """Everything but references, which `TableReader.refer` reads once it is known which rows are good."""
        table = Table(batch.numbers, batch.cells)
        for row, words in batch.faults.items():
            table.refuse(row, "", words)
        cells = batch.columns()
        for column in self.columns:
            prefix = column.prefix
            texts = cells[column.index]
            table.texts[column.field] = [prefix + t if t and prefix else t for t in texts] if prefix else list(texts)
        if self.address:
            table.texts[ADDRESS] = list(cells[self.address.index])
        self.resource.prepare_import(table.texts, by)
        for column in self.columns:
            self._refuse_empty(table, column)
        for column in sorted(self.columns, key=lambda column: column.field != CURRENCY):
            if column.field not in self.references:
                self._read(table, column)
        return table

    def _refuse_empty(self, table: Table, column: ColumnPlan) -> None:
        if column.when_empty == "refuse":
            for row, text in enumerate(table.texts[column.field]):
                if not text or text.isspace():
                    table.refuse(row, column.name, _("The cell is empty."))

    def _read(self, table: Table, column: ColumnPlan) -> None:
        kind_field, texts = self.fields[column.field], table.texts[column.field]
        if isinstance(kind_field.kind, Amount) and CURRENCY in table.values:
            read = self._in_currencies(table, column, kind_field)
        else:
            read = kind_field.kind.parse_column(texts, kind_field, self.plan.context(column))
        values = read.values
        for row, text in enumerate(texts):
            if not text or text.isspace():
                values[row] = BLANK
        for row, words in read.errors.items():
            if values[row] is not BLANK:
                table.refuse(row, column.name, words)
        table.read_as[column.field] = (column.name, read.notices)
        table.values[column.field] = values

    def _in_currencies(self, table: Table, column: ColumnPlan, kind_field: Field) -> Column:
        """Amounts in the currency that stands in the same row."""
        texts, whole = table.texts[column.field], Column([None] * len(table.cells))
        rows: dict[str, list[int]] = defaultdict(list)
        for row, currency in enumerate(table.values[CURRENCY]):
            rows[currency or self.plan.currency].append(row)
        for currency, some in rows.items():
            context = self.plan.context(column, currency)
            read = kind_field.kind.parse_column([texts[row] for row in some], kind_field, context)
            for at, row in enumerate(some):
                whole.values[row] = read.values[at]
            whole.errors.update((some[at], words) for at, words in read.errors.items())
            whole.notices.update(read.notices)
        return whole

    def refer(self, table: Table, by: Actor, *, final: bool) -> None:
        """Find the records that the good rows refer to.

        Until the `final` round, rows that name an unknown record of their own noun wait, because it may
        stand later in the file.
        """
        for references in self.references.values():
            texts = table.texts[references.column.field]
            good = table.good()
            self._understand(table, references, {texts[row].strip() for row in good} - {""}, by, final)
            self._fill(table, references, good, texts)

    def _understand(self, table: Table, references: References, texts: set[str], by: Actor, final: bool) -> None:
        unknown = references.look_up(texts, by)
        if not unknown or (references.to_same_noun and not final):
            return
        references.settle_unknown(unknown, by)

    @staticmethod
    def _fill(table: Table, references: References, good: Sequence[int], texts: Sequence[str]) -> None:
        values: list[Any] = [BLANK] * len(texts)
        ids, faults, name = references.ids, references.faults, references.column.name
        for row in good:
            text = texts[row].strip()
            if not text:
                continue
            if text in ids:
                values[row] = ids[text]
            elif text in faults:
                table.refuse(row, name, faults[text])
            else:
                table.waiting.add(row)
        table.values[references.column.field] = values
        table.read_as[references.column.field] = (name, references.readings)

    def missing(self) -> Iterator[Field]:
        """Fields that every new record needs and that no column brings."""
        own, writable = self.resource.own.fields, self.resource.writable(self.by.access)
        for name, needed in self.resource.fields.items():
            brought = name in self.fields or name in self.resource.only or (name in own and name not in writable)
            if needed.editable and needed.required and not brought:
                yield needed
