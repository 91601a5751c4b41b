"""Starting, resuming and undoing imports, here or as a job."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from setia.foundation import jobs
from setia.foundation.access import Actor, system
from setia.foundation.errors import Forbidden, Refusal
from setia.foundation.jobs import hold_lease, progress, task
from setia.foundation.jobs.model import Job
from setia.foundation.staff.rights import actor_of
from setia.kit.exchange.plans import importable
from setia.kit.exchange.runs.importing import STARTABLE, Elsewhere, Tell, carry_on
from setia.kit.exchange.runs.model import ImportRun
from setia.kit.exchange.runs.receiving import plan_of, require_mine
from setia.kit.undoing import Undone, undo

State = ImportRun.State
UNDOABLE = {State.DONE, State.FAILED, State.UNDOING}
MOST_NAMED = 200


def start(run: ImportRun, by: Actor) -> None:
    """Let a worker import the run; also what was interrupted or failed, from where it stopped.

    A run that a worker has already, or will have when the lease of a dead one ends, is left to it.
    """
    _require_startable(run, by)
    if _is_with_a_worker(run_import, run):
        return
    _move(run, STARTABLE, State.WAITING, _("This import is over; import the file again to repeat it."))
    _enqueue(run_import, run)


def import_now(run: ImportRun, by: Actor, tell: Tell | None = None) -> ImportRun:
    """Import the run here, from where it is."""
    _require_startable(run, by)
    return carry_on(run, by, tell)


def _require_startable(run: ImportRun, by: Actor) -> None:
    require_mine(run, by)
    if plan_of(run).target not in importable(by):
        raise Forbidden()


def _move(run: ImportRun, before: set[State], after: State, otherwise: str) -> None:
    moved = ImportRun.objects.filter(pk=run.pk, state__in=before).update(
        state=after, note="", updated_at=timezone.now()
    )
    if not moved:
        raise Refusal(otherwise)
    run.refresh_from_db()


def _enqueue(work: jobs.Task[[int], None], run: ImportRun) -> None:
    number = work.using(key=_key(work, run)).enqueue(run.pk)
    if number is not None:
        jobs.retry(number)


def _is_with_a_worker(work: jobs.Task[[int], None], run: ImportRun) -> bool:
    at_work = Job.objects.filter(key=_key(work, run)).exclude(state=Job.State.FAILED).exists()
    return at_work and run.state in {State.WAITING, State.RUNNING}


def _key(work: jobs.Task[[int], None], run: ImportRun) -> str:
    return f"{work.name}:{run.pk}"


@task(own_transactions=True, retries=3)
def run_import(run_id: int) -> None:
    run = ImportRun.objects.get(pk=run_id)
    _refusals_kept(run, lambda: carry_on(run, starter(run)))


@task(own_transactions=True, retries=3)
def run_undo(run_id: int) -> None:
    run = ImportRun.objects.get(pk=run_id)
    _refusals_kept(run, lambda: undo_import(run, starter(run)))


def _refusals_kept(run: ImportRun, work: Callable[[], Any]) -> None:
    """A refusal stands beside the run for the person to read; trying again would not help."""
    try:
        work()
    except Elsewhere:
        return
    except Refusal as refusal:
        ImportRun.objects.filter(pk=run.pk, state__in=[State.WAITING, State.FAILED]).update(
            state=State.FAILED, note=refusal.message[:500], updated_at=timezone.now()
        )


def starter(run: ImportRun) -> Actor:
    """Who began the run, with the rights they have now."""
    at = run.started_at or timezone.now()
    if run.by_system:
        return system("import", at)
    staff = run.started_by
    if staff is None or not staff.is_active or staff.archived_at:
        raise Refusal(_("Whoever began this import is not a member of the staff any more."))
    return actor_of(staff, "import", at=at)


def start_undo(run: ImportRun, by: Actor) -> None:
    """Let a worker undo the import."""
    require_mine(run, by)
    _require_undoable(run)
    _move(run, UNDOABLE, State.UNDOING, _not_undoable())
    _enqueue(run_undo, run)


def undo_import(run: ImportRun, by: Actor, tell: Tell | None = None) -> Undone:
    """Take back everything the import did that nobody has touched since; the rest is named."""
    require_mine(run, by)
    with override(by.language):
        _require_undoable(run)
        _move(run, UNDOABLE, State.UNDOING, _not_undoable())
        total = run.new + run.changed

        def told(done: int) -> None:
            progress(done, max(total, done), run.file_name)
            if tell:
                tell(done, max(total, done))

        def keep(undone: Undone) -> None:
            """In the transaction of each batch: only who still has the job goes on, and from here."""
            hold_lease()
            if not _rows(run, State.UNDOING).update(findings={"undone": _told(undone)}):
                raise Elsewhere(_("This import is being continued elsewhere."))

        try:
            undone = undo(run.act or 0, by, erase=True, tell=told, done=_undone_before(run), keep=keep)
        except Refusal as refusal:
            before = State.DONE if run.finished_at else State.FAILED
            _rows(run, State.UNDOING).update(state=before, note=refusal.message[:500])
            raise
        _rows(run, State.UNDOING).update(findings={"undone": _told(undone)})
        _move(run, {State.UNDOING}, State.UNDONE, _not_undoable())
    return undone


def _undone_before(run: ImportRun) -> Undone:
    """What an undoing that was interrupted had done; what it kept is found again."""
    before = run.findings.get("undone") or {}
    return Undone(put_back=before.get("put_back", 0), removed=before.get("removed", 0))


def _rows(run: ImportRun, state: State) -> QuerySet[ImportRun]:
    found: QuerySet[ImportRun] = ImportRun.objects.filter(pk=run.pk, state=state)
    return found


def _told(undone: Undone) -> dict[str, Any]:
    """What is kept of an undoing for people to read: counts, and the names of the first that stayed."""
    return {
        "removed": undone.removed,
        "put_back": undone.put_back,
        "stayed": len(undone.kept),
        "kept": undone.kept[:MOST_NAMED],
    }


def _require_undoable(run: ImportRun) -> None:
    if run.act is None:
        raise Refusal(_("This import changed nothing, so there is nothing to undo."))


def _not_undoable() -> str:
    return _("Only an import that is over can be undone, and only once.")


def error_file(run: ImportRun) -> Path | None:
    """The refused rows as they were, each with the reason; None when no row was refused."""
    return run.errors if run.errors_size and run.errors.exists() else None


def state_json(run: ImportRun) -> dict[str, Any]:
    """Where a run is and what it has done so far."""
    origin = run.layout.get("origin") or {}
    moments = {"started_at": run.started_at, "finished_at": run.finished_at}
    return {
        "id": run.pk,
        "resource": run.resource,
        "file": run.file_name,
        "sheet": origin.get("sheet", ""),
        "sheets": origin.get("sheets", []),
        "state": run.state,
        "note": run.note,
        "total": run.total,
        "done": run.done,
        "rows_per_second": run.rows_per_second,
        "new": run.new,
        "changed": run.changed,
        "unchanged": run.unchanged,
        "refused": run.refused,
        "problems": run.problems,
        "readings": [
            {"column": column, "text": text, "reading": reading, "count": count}
            for column, text, reading, count in run.readings
        ],
        "act": run.act,
        "has_errors": bool(run.errors_size),
        **{name: moment and moment.isoformat().replace("+00:00", "Z") for name, moment in moments.items()},
    }
