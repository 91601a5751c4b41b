"""The dry run of a large file, done by a worker while the page shows how far it is."""

from __future__ import annotations

import hashlib
import json
import time

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.foundation.jobs import progress, retry, task
from setia.foundation.jobs.model import Job
from setia.foundation.staff.models import Staff
from setia.foundation.staff.rights import actor_of
from setia.kit import exchange
from setia.kit.exchange import ImportRun

LOOKED_EVERY = 2.0
"""Seconds between two looks whether the columns were changed meanwhile."""


class Outdated(Exception):
    """The columns were changed while their check was under way."""


def mark_of(run: ImportRun) -> str:
    """Tells one plan of a run from another."""
    text = json.dumps(run.plan, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def key_of(run: ImportRun) -> str:
    return f"import-check:{run.pk}:{mark_of(run)}"


def check_later(run: ImportRun, by: Actor) -> None:
    """Let a worker check the file by the plan as it is now; once, however often it is asked."""
    number = check_import.using(key=key_of(run)).enqueue(run.pk, by.staff_id, mark_of(run))
    if number is not None:
        retry(number)


def check_under_way(run: ImportRun) -> Job | None:
    """The job that checks the present plan of a draft, waiting, running or failed for good."""
    return Job.objects.filter(key=key_of(run)).first()


def check_now(run: ImportRun, by: Actor, mark: str) -> None:
    """Check the whole file and keep what was found, unless the columns were changed meanwhile."""
    looked_at = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal looked_at
        progress(done, total, run.file_name)
        if time.monotonic() - looked_at > LOOKED_EVERY:
            _current(run.pk, mark)
            looked_at = time.monotonic()

    found = exchange.dry_run(exchange.sheet_of(run), exchange.plan_of(run), by, tell)
    with transaction.atomic():
        exchange.keep_findings(_current(run.pk, mark, lock=True), found)


def _current(pk: int, mark: str, *, lock: bool = False) -> ImportRun:
    rows = ImportRun.objects.filter(state=ImportRun.State.DRAFT, pk=pk)
    run = (rows.select_for_update() if lock else rows).first()
    if run is None or mark_of(run) != mark:
        raise Outdated
    return run


@task(own_transactions=True, retries=2)
def check_import(run_id: int, staff_id: int | None, mark: str) -> None:
    """A refusal is kept beside the draft for the person to read: trying again would not help."""
    staff = Staff.objects.filter(pk=staff_id, is_active=True, archived_at__isnull=True).first()
    try:
        run = _current(run_id, mark)
        if staff is None:
            raise Refusal(_("Whoever asked for this check is not a member of the staff any more."))
        check_now(run, actor_of(staff, "web"), mark)
    except Outdated:
        return
    except Refusal as refusal:
        with override(staff.language if staff else None):
            ImportRun.objects.filter(pk=run_id, state=ImportRun.State.DRAFT).update(
                findings={"trouble": refusal.message}
            )
