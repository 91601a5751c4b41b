"""Changes from the rows of a table, judged as single records are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.ledger import Entry
from setia.kit.changes import Change
from setia.kit.exchange.plans.plan import importable_fields
from setia.kit.exchange.records.keys import Keys, Touched
from setia.kit.exchange.records.references import ON_THE_WAY
from setia.kit.exchange.records.table import BLANK, CURRENCY, Table, TableReader
from setia.kit.kinds import Amount, Field
from setia.kit.verbs import is_column
from setia.kit.writing import settled

MOST_REMEMBERED = 500_000


@dataclass(slots=True)
class Built:
    """The changes of the good rows; `line` of a change is its row in the table."""

    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0


class Builder:
    """Turns tables into changes, for as many batches as a file has."""

    def __init__(self, reader: TableReader, *, is_resumed: bool = False) -> None:
        self.is_resumed = is_resumed
        self.reader, self.resource, self.plan = reader, reader.resource, reader.plan
        self.keys = Keys(self.resource, [column.field for column in reader.plan.mapped], reader.plan.match)
        self.touched = Touched()
        self._first: dict[int, int] = {}
        self._required = [f for f in reader.fields.values() if f.required]
        self._missing = list(reader.missing())
        amounts = [name for name, f in reader.fields.items() if isinstance(f.kind, Amount) and not f.kind.fixed]
        writable = importable_fields(self.resource, reader.by)
        self._amounts = amounts if CURRENCY in writable and CURRENCY not in reader.fields else []

    def build(self, table: Table, by: Actor, tentative: Collection[int] = ()) -> Built:
        """The changes that the table's good rows mean; bad ones are refused in the table.

        `tentative` rows refer to what does not exist yet (in a dry run), so the domain cannot judge them.
        """
        records = self.keys.match(table, table.good(), by)
        self._refuse_again(table, records, by)
        known = self._left_alone(table, records)
        built = Built([change for change in self._changes(table, records) if change.line not in known])
        self._judge(built.changes, table, by)
        built.changes = [change for change in built.changes if change.line not in table.faults]
        certain = [change for change in built.changes if change.line not in tentative]
        settled(self.resource, certain, by)
        self._refuse_invisible(certain, by)
        for change in built.changes:
            for name, words in change.errors.items():
                self._refuse(table, change, name, words)
        left = [change for change in built.changes if change.line not in table.faults]
        built.changes = [change for change in left if change.is_new or change.extra or change.dirty()]
        built.unchanged = len(left) - len(built.changes) + len(known - table.faults.keys())
        self._refuse_taken(table, built)
        return built

    def _changes(self, table: Table, records: dict[int, dict[str, Any]]) -> list[Change]:
        """What the good rows say about their records. Blank cells say nothing."""
        columns = [(self.reader.fields[name], values) for name, values in table.values.items()]
        stored = [(known.path, values) for known, values in columns if is_column(known)]
        beside = [(known.name, values) for known, values in columns if not is_column(known)]
        amounts = [table.values[name] for name in self._amounts]
        changes = []
        for row in table.good():
            record = records.get(row)
            said = {path: value for path, values in stored if (value := values[row]) is not BLANK}
            if amounts and any(values[row] is not BLANK for values in amounts):
                said[CURRENCY] = self.plan.currency
            change = Change(after=said if record is None else {**record, **said}, before=record, line=row)
            if record is not None:
                change.id, change.version = record["id"], record["version"]
            if beside:
                change.extra = {name: value for name, values in beside if (value := values[row]) is not BLANK}
            changes.append(change)
        return changes

    def _left_alone(self, table: Table, records: dict[int, dict[str, Any]]) -> set[int]:
        """Rows about records that are there, where only new ones are wanted; others are refused the other way round."""
        if self.plan.mode == "update":
            for row in table.good():
                if row not in records:
                    words = _("Nothing that is there is known by this row, and nothing new is to be made.")
                    table.refuse(row, "", words)
        return set(records) if self.plan.mode == "create" else set()

    def _refuse_again(self, table: Table, records: dict[int, dict[str, Any]], by: Actor) -> None:
        """A second row about the same record would undo the first one each time the file is imported."""
        before = self._touched_before_resuming(records, by)
        for row, record in records.items():
            if not self.touched.add(record["id"]) or record["id"] in before:
                table.refuse(row, "", _("An earlier row of the file is about the same record."))
        if len(self._first) > MOST_REMEMBERED:
            self._first.clear()
        for row in table.good():
            signature = self.keys.signature(table, row)
            if row in records or signature is None:
                continue
            number = table.numbers[row]
            if (first := self._first.setdefault(hash(signature), number)) != number:
                table.refuse(row, "", _("Row %(row)d of the file is about the same record.") % {"row": first})

    def _touched_before_resuming(self, records: dict[int, dict[str, Any]], by: Actor) -> set[int]:
        """What the run did before it was interrupted is known from the ledger."""
        if not (self.is_resumed and by.act and records):
            return set()
        on_the_way = {f"data__{ON_THE_WAY}__isnull": True}
        entries = Entry.objects.filter(noun=self.resource.noun, act=by.act, **on_the_way)
        ids = [record["id"] for record in records.values()]
        return {id_ for (id_,) in bulk.found(entries, "record_id", ids, "record_id")}

    def _judge(self, changes: Sequence[Change], table: Table, by: Actor) -> None:
        """What holds for single records: the right to do it, and the fields that are needed."""
        governing, plural = self.resource.governing, self.resource.plural
        if not (by.access.may("create", governing) and (self.resource.creatable or self.resource.filed)):
            for change in changes:
                if change.is_new:
                    table.refuse(change.line, "", _("You may not add %(noun)s.") % {"noun": plural})
        if not by.access.may("change", governing):
            for change in changes:
                if not change.is_new:
                    table.refuse(change.line, "", _("You may not change %(noun)s.") % {"noun": plural})
        for needed in (*self._missing, *self._required):
            values = table.values.get(needed.name)
            for change in changes:
                if change.is_new and (values is None or values[change.line] in (BLANK, "", None)):
                    table.refuse(change.line, str(needed.label), _("This field is required."))

    def _refuse_invisible(self, changes: Sequence[Change], by: Actor) -> None:
        """Who sees only their own records may neither make nor give away others."""
        path = getattr(self.resource.model, "owner_path", None)
        if by.access.sight(self.resource.governing) != "own" or not path or "__" in path:
            return
        name = self.resource.model._meta.get_field(path).attname  # type: ignore[union-attr]
        for change in changes:
            if change.after.get(name) != by.staff_id:
                change.refuse("owner", _("You may only keep records of your own."))

    def _refuse(self, table: Table, change: Change, name: str, words: Sequence[str]) -> None:
        known: Field | None = self.resource.fields.get(name)
        for each in words:
            table.refuse(change.line, str(known.label) if known else "", each)

    def _refuse_taken(self, table: Table, built: Built) -> None:
        """Values that have to be unique and are taken already, seen before the database says so."""
        for column in self.resource.model._meta.concrete_fields:
            if not column.unique or column.primary_key:
                continue
            by_value: dict[Any, list[Change]] = defaultdict(list)
            for change in built.changes:
                value = change.after.get(column.attname)
                if value not in (None, "") and change.changed(column.attname):
                    by_value[value].append(change)
            taken = self._taken(column, by_value)
            for value, changes in by_value.items():
                for change in changes if value in taken else changes[1:]:
                    words = _("There is already a record with this %(field)s.") % {"field": column.verbose_name}
                    self._refuse(table, change, column.name, [words])
        built.changes = [change for change in built.changes if change.line not in table.faults]

    def _taken(self, column: models.Field[Any, Any], by_value: dict[Any, list[Change]]) -> set[Any]:
        names = [key.path for key in self.keys.keys]
        if column.attname in names[:1] or not by_value:
            return set()
        rows = self.resource.model._default_manager.all()
        return {value for (value,) in bulk.found(rows, column.attname, by_value, column.attname)}
