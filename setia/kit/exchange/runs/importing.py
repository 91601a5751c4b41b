"""Importing: batch after batch, each in one transaction with the position behind it.

A run can end at any moment, also by losing power, and goes on where its last batch was written:
nothing is lost, nothing is done twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from setia.foundation import bulk, ledger
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.foundation.jobs import hold_lease, progress
from setia.foundation.ledger import Entry
from setia.kit import uses
from setia.kit.exchange.files import Batch, Layout, Position
from setia.kit.exchange.files.reading import BATCH, batches
from setia.kit.exchange.plans import Plan
from setia.kit.exchange.records.building import Builder, Built
from setia.kit.exchange.records.table import Table, TableReader
from setia.kit.exchange.runs import journal
from setia.kit.exchange.runs.findings import Tally, reason
from setia.kit.exchange.runs.model import ImportRun
from setia.kit.exchange.runs.pace import Pace
from setia.kit.exchange.runs.writing import write_possible
from setia.kit.resources import Resource

Tell = Callable[[int, int], None]
LARGE = 5_000
BREATH = 0.02
"""Seconds between two batches in which others get to write."""

STARTABLE = {ImportRun.State.DRAFT, ImportRun.State.WAITING, ImportRun.State.RUNNING, ImportRun.State.FAILED}


class Elsewhere(Refusal):
    """Another process has gone on with the run; it is left to it."""


def carry_on(run: ImportRun, by: Actor, tell: Tell | None = None, *, size: int = 0) -> ImportRun:
    """Import what is left of the run, from its first or its next batch to the end.

    Batches are as long as others can wait, or have `size` rows.
    """
    with override(by.language):
        try:
            run = _begun(run.pk)
            importer = Importer(run, replace(by, channel="import", at=timezone.now()))
            importer.run_to_end(tell or _nobody, size)
        except Elsewhere:
            raise
        except Exception as trouble:
            words = trouble.message if isinstance(trouble, Refusal) else _("Setia made a mistake. Try again.")
            ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.RUNNING).update(
                state=ImportRun.State.FAILED, note=words[:500], updated_at=timezone.now()
            )
            raise
    return ImportRun.objects.get(pk=run.pk)


def _nobody(_done: int, _total: int) -> None:
    """Nobody asked to be told."""


def _begun(pk: int) -> ImportRun:
    """The run, marked as running; one that is over is not begun again."""
    with transaction.atomic():
        run: ImportRun = ImportRun.objects.select_for_update().get(pk=pk)
        if run.state not in STARTABLE:
            raise Refusal(_("This import is over; import the file again to repeat it."))
        if run.started_at is None:
            body = run.layout["body"]
            run.started_at, run.coming = timezone.now(), run.total
            run.byte, run.row = body
        run.state, run.note, run.updated_at = ImportRun.State.RUNNING, "", timezone.now()
        run.save()
    return run


class Importer:
    """One run at work in this process."""

    def __init__(self, run: ImportRun, by: Actor) -> None:
        self.run, self.by = run, by
        self.plan = Plan.from_json(run.plan)
        self.resource = self.plan.target
        self.headers: list[str] = run.layout["headers"]
        self.layout = Layout.of(run.layout)
        self.reader = TableReader(self.plan, by)
        self.builder = Builder(self.reader, is_resumed=run.done > 0)
        self.pace = Pace(BATCH)
        self.makes_beforehand = type(self.resource).prepare_import is not Resource.prepare_import

    def run_to_end(self, tell: Tell, size: int) -> None:
        while True:
            for batch in self._batches(size or (lambda: self.pace.rows)):
                self._step(batch)
                tell(self.run.done, self.run.total)
                progress(self.run.done, self.run.total, self.run.file_name)
                time.sleep(BREATH)
            if not self._next_round():
                break
        if self.run.new + self.run.changed >= LARGE:
            bulk.analyse(self.resource.model._meta.db_table)

    def _batches(self, size: int | Callable[[], int]) -> Iterator[Batch]:
        """The batches of this round that are still to be done, with the rows' numbers in the original."""
        run, at = self.run, Position(self.run.byte, self.run.row)
        if not run.round:
            yield from batches(run.source, self.layout, len(self.headers), at, size)
            return
        if not run.put_off(run.round).exists():
            return
        for batch in batches(run.put_off(run.round), journal.LATER, len(self.headers) + 1, at, size):
            batch.numbers = [int(cells[0]) for cells in batch.cells]
            batch.cells = [cells[1:] for cells in batch.cells]
            yield batch

    def _step(self, batch: Batch) -> None:
        """Read a batch, and write it in one transaction, which is kept short: others wait for it on SQLite."""
        began = time.monotonic()
        table = None if self.makes_beforehand else self.reader.read(batch, self.by)
        locked = time.monotonic()
        with transaction.atomic():
            hold_lease()
            run = self._locked()
            by = replace(self.by, act=run.act or ledger.begin())
            self._write(run, table or self.reader.read(batch, by), by)
            run.byte, run.row = batch.end
            run.seconds += time.monotonic() - began
            run.updated_at = timezone.now()
            run.save()
            self.pace.learn(len(batch.cells), time.monotonic() - locked)
        self.run = run

    def _write(self, run: ImportRun, table: Table, by: Actor) -> None:
        self.reader.refer(table, by, final=run.is_final)
        built = self.builder.build(table, by)
        written = write_possible(self.resource, built.changes, table, by)
        for change in written:
            self.builder.touched.add(change.id)
        self._count(run, table, built, sum(change.is_new for change in written), len(written))
        self._keep(run, table)
        if run.act is None and Entry.objects.filter(act=by.act or 0).exists():
            run.act = by.act

    def _locked(self) -> ImportRun:
        """The run as it is kept, which must be as this process left it."""
        run: ImportRun = ImportRun.objects.select_for_update().get(pk=self.run.pk)
        mine = (self.run.round, self.run.byte, ImportRun.State.RUNNING)
        if (run.round, run.byte, run.state) != mine:
            raise Elsewhere(_("This import is being continued elsewhere."))
        return run

    def _count(self, run: ImportRun, table: Table, built: Built, new: int, written: int) -> None:
        run.new += new
        run.changed += written - new
        run.unchanged += built.unchanged
        run.refused += len(table.faults)
        run.done += written + built.unchanged + len(table.faults)

    def _keep(self, run: ImportRun, table: Table) -> None:
        """What is told about refused rows, and the rows that wait."""
        if table.faults or any(notices for _column, notices in table.read_as.values()):
            tally = Tally(run.problems, run.readings)
            tally.add(table)
            run.problems = [asdict(problem) for problem in tally.problem_list()]
            run.readings = tally.reading_list()
        refused = [(table.numbers[row], table.cells[row], reason(table.faults[row])) for row in sorted(table.faults)]
        run.errors_size = journal.append_refused(run.errors, run.errors_size, self.headers, refused)
        waiting = sorted(table.waiting - table.faults.keys())
        run.later_size = journal.append_waiting(
            run.put_off(run.round + 1),
            run.later_size,
            [(table.numbers[row], table.cells[row]) for row in waiting],
        )
        run.later += len(waiting)

    def _next_round(self) -> bool:
        """Go on with the rows that were put off; False when there are none and the run is done."""
        with transaction.atomic():
            hold_lease()
            run = self._locked()
            goes_on = run.later > 0
            if goes_on:
                journal.cut(run.put_off(run.round + 1), run.later_size)
                run.is_final = run.round > 0 and run.later == run.coming
                run.round, run.coming = run.round + 1, run.later
                run.byte = run.row = run.later = run.later_size = 0
            else:
                run.state, run.finished_at = ImportRun.State.DONE, timezone.now()
            run.updated_at = timezone.now()
            run.save()
        self.run = run
        if not goes_on:
            uses.note(self.resource, self.reader.fields, "imported", self.by)
            tidy(run)
        return goes_on


def tidy(run: ImportRun) -> None:
    """Files of a finished run hold what is on record and no more."""
    for path in run.folder.glob("later-*.csv"):
        path.unlink(missing_ok=True)
    journal.cut(run.errors, run.errors_size)
