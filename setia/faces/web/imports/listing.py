"""Imports in a list: what came in, from whom, how it ended, and whether it can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from setia.faces.web.addresses import reverse
from setia.faces.web.imports.steps import resource_of, rows_in_words
from setia.foundation.access import Actor
from setia.foundation.formats import Reader
from setia.foundation.staff.models import Staff
from setia.kit import exchange
from setia.kit.exchange import ImportRun

State = ImportRun.State
TONES = {
    State.DRAFT: "",
    State.WAITING: "info",
    State.RUNNING: "accent",
    State.DONE: "ok",
    State.FAILED: "bad",
    State.UNDOING: "accent",
    State.UNDONE: "warn",
}


def listed(runs: Sequence[ImportRun], by: Actor, read: Reader) -> list[dict[str, Any]]:
    """A line for each run, at the same number of queries for any number of them."""
    people = {run.started_by_id for run in runs} - {None, by.staff_id}
    names = dict(Staff.objects.filter(pk__in=people).values_list("pk", "name"))
    possible = exchange.importable(by)
    return [_line(run, names, resource_of(run) in possible, read) for run in runs]


def _line(run: ImportRun, names: dict[int, str], may: bool, read: Reader) -> dict[str, Any]:
    resource = resource_of(run)
    parts = [str(resource.plural) if resource else _("Kind not chosen yet"), _counts(run, read)]
    if run.by_system:
        parts.append("Setia")
    elif run.started_by_id in names:
        parts.append(names[run.started_by_id])
    parts.append(read.ago(run.created_at, timezone.now()))
    return {
        "url": reverse("import_run", args=[run.pk]),
        "name": run.file_name,
        "icon": resource.icon if resource else "file-text",
        "sub": " · ".join(part for part in parts if part),
        "state": run.get_state_display(),
        "tone": TONES[State(run.state)],
        "undo_url": reverse("import_undo", args=[run.pk]) if may and may_undo(run) else "",
    }


def may_undo(run: ImportRun) -> bool:
    return run.act is not None and run.state in (State.DONE, State.FAILED)


def _counts(run: ImportRun, read: Reader) -> str:
    if run.state in (State.DRAFT, State.WAITING):
        return rows_in_words(run.total, read)
    if run.state == State.RUNNING:
        counts = {"done": read.number(run.done), "total": read.number(run.total)}
        return _("%(done)s of %(total)s rows") % counts
    words = (
        (run.new, _("%(count)s new")),
        (run.changed, _("%(count)s changed")),
        (run.unchanged, _("%(count)s unchanged")),
        (run.refused, _("%(count)s refused")),
    )
    return ", ".join(text % {"count": read.number(count)} for count, text in words if count)
