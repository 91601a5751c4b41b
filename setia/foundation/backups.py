"""Backups for whoever has no command line: made by a job, listed, handed out and deleted, each told in the ledger."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.foundation import ledger
from setia.foundation.access import Actor, system
from setia.foundation.company import ONLY, Company
from setia.foundation.errors import Forbidden, NotFound, Refusal
from setia.foundation.jobs import progress, task
from setia.foundation.jobs.model import Job
from setia.foundation.keeping import marks
from setia.foundation.keeping.backing_up import ENDING, back_up, backups_folder, kept_backups, usual_name
from setia.foundation.keeping.unpacking import opened
from setia.foundation.ledger import Fact
from setia.foundation.records import noun
from setia.foundation.staff.models import Staff
from setia.foundation.staff.rights import actor_of

KEY = "backup:by-button"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")

ledger.declare("company.backup_made", gettext_lazy("backup made"), "archive")
ledger.declare("company.backup_downloaded", gettext_lazy("backup downloaded"), "download")
ledger.declare("company.backup_deleted", gettext_lazy("backup deleted"), "trash-2")


@dataclass(frozen=True, slots=True)
class Archive:
    """One file in the folder of backups; `facts` are those of its manifest, None for a damaged one."""

    name: str
    size: int
    at: datetime
    facts: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A backup that is being made, or could not be."""

    state: Literal["ready", "running", "failed"]
    done: int
    total: int
    error: str


def archives(by: Actor) -> list[Archive]:
    """The newest first, those of the night and of the command line among them."""
    _require_admin(by)
    return [_described(path) for path in reversed(kept_backups())]


def under_way(by: Actor) -> UnderWay | None:
    _require_admin(by)
    job = Job.objects.filter(key=KEY).first()
    return UnderWay(job.state, job.done, job.total, job.error) if job else None  # type: ignore[arg-type]


def start(by: Actor) -> None:
    """Let a worker make one; while one is being made this does nothing."""
    _require_admin(by)
    with transaction.atomic():
        Job.objects.filter(key=KEY, state=Job.State.FAILED).delete()
        make_backup.using(key=KEY, priority=10).enqueue(by.staff_id)


def stop(by: Actor) -> bool:
    """Take the job away; what was written of the file goes with it. Whether there was one."""
    _require_admin(by)
    return Job.objects.filter(key=KEY).delete()[0] > 0


@task(own_transactions=True, retries=0)
def make_backup(staff_id: int | None) -> None:
    """For this person, who is told as its maker."""
    path = usual_name()
    with marks.at_work():
        manifest = back_up(path, progress)
    staff = Staff.objects.filter(pk=staff_id).first() if staff_id else None
    by = actor_of(staff, "job") if staff else system(at=timezone.now())
    _tell("company.backup_made", path.name, by, rows=manifest.rows, files=len(manifest.files))


def archive_for(name: str, by: Actor) -> Path:
    """The whole file with this name. Raises NotFound."""
    _require_admin(by)
    path = backups_folder() / name
    if not NAME.fullmatch(name) or not name.endswith(ENDING) or not path.is_file() or path.is_symlink():
        raise NotFound()
    return path


def tell_downloaded(name: str, by: Actor) -> None:
    _tell("company.backup_downloaded", name, by)


def delete(name: str, by: Actor) -> None:
    """The last whole backup stays: without any there would be no way back."""
    path = archive_for(name, by)
    if len(kept_backups()) == 1:
        raise Refusal(_("This is the only backup there is. Make another one first."))
    path.unlink(missing_ok=True)
    _tell("company.backup_deleted", name, by)


def _described(path: Path) -> Archive:
    stat = path.stat()
    return Archive(path.name, stat.st_size, datetime.fromtimestamp(stat.st_mtime, UTC), _facts(path, stat.st_mtime_ns))


@lru_cache(maxsize=200)
def _facts(path: Path, _changed: int) -> dict[str, Any] | None:
    try:
        with opened(path) as archive:
            return archive.manifest.facts()
    except Refusal:
        return None


def _require_admin(by: Actor) -> None:
    """It is the whole company, whatever anybody's roles hide."""
    if not by.access.is_admin:
        raise Forbidden()


def _tell(kind: str, name: str, by: Actor, **more: Any) -> None:
    with transaction.atomic():
        ledger.record([Fact(kind, noun(Company), ONLY, title=name, data={"file": name, **more})], by)
