"""The dry run: the whole file is read, parsed, matched and judged, and nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from setia.foundation.access import Actor
from setia.foundation.search import fold
from setia.kit import lookalikes
from setia.kit.changes import Change
from setia.kit.exchange.files import Batch, Sheet
from setia.kit.exchange.plans import ColumnPlan, Plan
from setia.kit.exchange.plans.plan import text_keys
from setia.kit.exchange.records.building import Builder
from setia.kit.exchange.records.nearest import offers
from setia.kit.exchange.records.references import References
from setia.kit.exchange.records.table import Table, TableReader
from setia.kit.exchange.runs.findings import Findings, Tally, Unknown
from setia.kit.exchange.runs.importing import Tell
from setia.kit.resources import Resource

NOT_YET = 0
"""Stands for a record that the import will make."""
MOST_COMPARED = 200
"""So many new rows are compared with those known, which costs some milliseconds each."""

MOST_OFFERED, MOST_LISTED, MOST_COUNTED = 200, 500, 100_000


class Supposed(References):
    """References as they will be: what would be made counts as known, what is unknown is counted."""

    in_file: frozenset[str] = frozenset()

    def __init__(self, plan: Plan, column: ColumnPlan) -> None:
        self.made: set[int] = set()
        self.rows: Counter[str] = Counter()
        super().__init__(plan, column)

    def settle_unknown(self, unknown: set[str], by: Actor) -> None:
        here = {text for text in unknown if fold(text) in self.in_file} if self.to_same_noun else set()
        self.ids.update(dict.fromkeys(here, NOT_YET))
        if len(self.rows) < MOST_COUNTED:
            self.rows.update(dict.fromkeys(unknown - here, 0))
        super().settle_unknown(unknown - here, by)

    def _create(self, unknown: set[str], by: Actor) -> set[str]:
        if not self.may_create(by):
            return unknown
        faults = {text: change.errors for text in unknown if (change := self._missing(text)).errors}
        for text in unknown - faults.keys():
            self.ids[text] = NOT_YET
            self.made.add(hash(fold(text) or text))
            self.rows.pop(text, None)
        return set(faults)


def dry_run(sheet: Sheet, plan: Plan, by: Actor, tell: Tell | None = None) -> Findings:
    """What importing the file by the plan would do."""
    with override(by.language):
        return _Trial(sheet, plan, replace(by, channel="import")).findings(tell)


class _Trial:
    def __init__(self, sheet: Sheet, plan: Plan, by: Actor) -> None:
        self.sheet, self.plan, self.by = sheet, plan, by
        self.reader = TableReader(plan, by, Supposed)
        self.builder = Builder(self.reader)
        self.found, self.tally = Findings(total=sheet.rows), Tally()
        self.supposed = [r for r in self.reader.references.values() if isinstance(r, Supposed)]
        self.compared = self.alike = 0
        self.forgets = type(plan.target).prepare_import is not Resource.prepare_import

    def findings(self, tell: Tell | None) -> Findings:
        self._look_ahead()
        done = 0
        for batch in self.sheet.batches():
            with transaction.atomic():
                self._try(batch)
                transaction.set_rollback(True)
            done += len(batch.cells)
            if tell:
                tell(done, self.sheet.rows)
        self.found.problems = self.tally.problem_list()
        self.found.unknown = list(self._unknown())
        self.found.creates = {str(r.resource.plural): len(r.made) for r in self.supposed if r.made}
        self.found.notices = [*self.plan.notices, *self._notices()]
        return self.found

    def _look_for_doubles(self, new: Iterable[Change]) -> None:
        """Some of the new rows, for the first that come, are compared with those known."""
        for change in islice(new, max(0, MOST_COMPARED - self.compared)):
            self.compared += 1
            self.alike += bool(lookalikes.like(self.plan.target, change.after, self.by))

    def _try(self, batch: Batch) -> None:
        table = self.reader.read(batch, self.by)
        self.reader.refer(table, self.by, final=True)
        tentative = self._tentative(table)
        built = self.builder.build(table, self.by, tentative)
        new = sum(change.is_new for change in built.changes)
        self._look_for_doubles(change for change in built.changes if change.is_new)
        self.found.new += new
        self.found.changed += len(built.changes) - new
        self.found.unchanged += built.unchanged
        self.found.refused += len(table.faults)
        self.tally.add(table)
        for references in self.supposed:
            texts = Counter(text.strip() for text in table.texts[references.column.field])
            references.rows.update({text: texts[text] for text in references.rows.keys() & texts.keys()})
            if self.forgets:
                references.forget()

    def _tentative(self, table: Table) -> set[int]:
        return {row for name in self.reader.references for row, id_ in enumerate(table.values[name]) if id_ is NOT_YET}

    def _look_ahead(self) -> None:
        """Which references to the same noun are to rows of this very file: two passes, in flat memory."""
        columns = [r.column.index for r in self.supposed if r.to_same_noun]
        keys = {self.plan.target.title, *(key.name for key in text_keys(self.plan.target))}
        named = [column.index for column in self.plan.mapped if column.field in keys]
        if not columns or not named:
            return
        asked = {fold(text) for batch in self.sheet.batches() for at in columns for text in set(batch.columns()[at])}
        answered = {
            fold(text)
            for batch in self.sheet.batches()
            for at in named
            for text in batch.columns()[at]
            if fold(text) in asked
        }
        for references in self.supposed:
            references.in_file = frozenset(answered - {""})

    def _unknown(self) -> Iterator[Unknown]:
        """The most frequent unknown texts with what they may mean."""
        for references in self.supposed:
            most = references.rows.most_common(MOST_LISTED)
            offered = offers(references.resource, [text for text, _count in most[:MOST_OFFERED]], self.by)
            for text, count in most:
                yield Unknown(
                    references.column.name, references.column.field, text, count, offered.get(text, []),
                    references.policy,
                )  # fmt: skip

    def _notices(self) -> Iterator[str]:
        yield from self.tally.reading_words()
        for column in self.plan.mapped:
            if empty := self.sheet.rows - self.sheet.columns[column.index].filled:
                words = ngettext(
                    "%(column)s: %(count)d row is empty and %(then)s.",
                    "%(column)s: %(count)d rows are empty and %(then)s.",
                    empty,
                )
                then = _("refused") if column.when_empty == "refuse" else _("accepted")
                yield words % {"column": column.name, "count": empty, "then": then}
        if self.alike:
            words = ngettext(
                "%(alike)d of the first %(compared)d new rows may be somebody who is known already. After the import"
                " you find them under Possible duplicates.",
                "%(alike)d of the first %(compared)d new rows may be people who are known already. After the import you"
                " find them under Possible duplicates.",
                self.alike,
            )
            yield words % {"alike": self.alike, "compared": self.compared}
        if not self.builder.keys.exist:
            yield _("No column says which record a row is about: importing the file again adds everything again.")
