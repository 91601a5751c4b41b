"""How far a check, an import or its undoing is, in words and as a bar."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from setia.faces.web.imports.jobs import check_under_way
from setia.foundation.formats import Reader
from setia.foundation.jobs.model import Job
from setia.kit.exchange import ImportRun
from setia.kit.exchange.runs.working import run_undo

State = ImportRun.State
UNDER_WAY = (State.WAITING, State.RUNNING, State.UNDOING)
STARTABLE = (State.WAITING, State.RUNNING, State.FAILED)
PATIENCE, SILENCE, STUCK = timedelta(seconds=10), timedelta(seconds=20), timedelta(seconds=90)
"""How long a worker may take to begin, and to be heard of, before the page says so and offers help."""


def progress_of(run: ImportRun, read: Reader) -> dict[str, Any]:
    """What `_progress.html` shows: label, value, top, note, and a warning when nothing moves."""
    if run.state == State.RUNNING:
        return _running(run, read)
    job = check_under_way(run) if run.state == State.DRAFT else None
    if run.state == State.UNDOING:
        job = Job.objects.filter(key=f"{run_undo.name}:{run.pk}").first()
        return _by_job(run, job, _("Undoing the import"), read)
    if run.state == State.DRAFT:
        return _by_job(run, job, _("Checking the rows"), read)
    return _shown(_("Waiting to begin"), warning=_idle(run.updated_at))


def _running(run: ImportRun, read: Reader) -> dict[str, Any]:
    counts = {"done": read.number(run.done), "total": read.number(run.total)}
    parts = [_("%(done)s of %(total)s rows") % counts]
    if run.rows_per_second:
        parts.append(_("%(count)s rows a second") % {"count": read.number(run.rows_per_second)})
        left = (run.total - run.done) // run.rows_per_second
        if left > 1:
            parts.append(_("about %(time)s left") % {"time": read.duration(left)})
    silence = timezone.now() - run.updated_at
    warning = _("It was interrupted. It goes on by itself within a minute, from where it was.")
    shown = _shown(_("Importing"), run.done, run.total, " · ".join(parts), warning if silence > SILENCE else "")
    return shown | {"can_resume": silence > STUCK}


def _by_job(run: ImportRun, job: Job | None, label: str, read: Reader) -> dict[str, Any]:
    """Progress of work that only its job knows of; without one it was given up."""
    if job is None or job.state == Job.State.FAILED:
        reason = job.error if job else ""
        return _shown(label, warning=_("This broke off. Try it again.") + f" {reason}") | {"can_undo": True}
    if job.state == Job.State.READY and not job.attempts:
        return _shown(label, warning=_idle(job.run_at))
    if not job.total:
        return _shown(label)
    counts = {"done": read.number(job.done), "total": read.number(job.total)}
    return _shown(label, job.done, job.total, _("%(done)s of %(total)s") % counts)


def _idle(since: Any) -> str:
    if timezone.now() - since < PATIENCE:
        return ""
    return _("No worker has begun with it yet. If this stays so, ask whoever runs Setia to start “setia worker”.")


def _shown(
    label: str, value: int | None = None, top: int | None = None, note: str = "", warning: str = ""
) -> dict[str, Any]:
    return {"label": label, "value": value, "top": top, "note": note, "warning": warning}
