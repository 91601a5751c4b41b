"""Files that appear in a folder are imported by the mapping that was kept for it, every minute, each once.

Below SETIA_IMPORT_DIR stands a folder for each such mapping. A file that has not changed for a minute is taken in and
then moved to `done/` or `refused/`, with a report beside it. Which files were imported is known by their content, so
that neither a sudden end between two steps nor a file that is put there again makes anything twice.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.foundation.jobs import every, task
from setia.foundation.staff.rights import actor_of
from setia.kit.exchange.runs.importing import Elsewhere
from setia.kit.exchange.runs.mappings import FOLDER, ImportMapping
from setia.kit.exchange.runs.model import ImportRun
from setia.kit.exchange.runs.receiving import receive
from setia.kit.exchange.runs.working import import_now, state_json

DONE, REFUSED = "done", "refused"
QUIET = 60
"""Seconds for which a file must not have changed: until then somebody may still be writing it."""
PIECE = 1 << 20
State = ImportRun.State


@every(minutes=1)
@task(own_transactions=True, retries=1)
def import_what_appeared() -> None:
    """Look into every folder that a mapping has."""
    root = settings.IMPORT_DIR
    if root is None:
        return
    for mapping in ImportMapping.objects.active().exclude(folder="").select_related("owner"):
        folder = root / mapping.folder
        if FOLDER.fullmatch(mapping.folder) and folder.is_dir() and not folder.is_symlink():
            for name in _quiet_files(folder):
                take_in(folder, name, mapping)


def _quiet_files(folder: Path) -> Iterator[str]:
    """Plain files by name; no folders, no links, nothing hidden, nothing that somebody may still be writing."""
    now = time.time()
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        found = entry.stat(follow_symlinks=False)
        if stat.S_ISREG(found.st_mode) and not entry.name.startswith(".") and now - found.st_mtime >= QUIET:
            yield entry.name


def take_in(folder: Path, name: str, mapping: ImportMapping) -> ImportRun | None:
    """Import one file and move it away; a refusal is told in the report beside it."""
    try:
        digest = _digest(folder, name)
    except OSError:
        return None  # it went away, or became a link, meanwhile
    run: ImportRun | None = ImportRun.objects.filter(digest=digest).order_by("-id").first()
    if run and run.state in (State.DONE, State.UNDONE):
        if run.file_name == name and not run.layout.get("moved"):
            _finish(folder, name, run)  # a sudden end kept it from being moved away
        else:
            _away(folder, name, REFUSED, _was_imported(run))
        return run
    try:
        by = _owner_of(mapping)
        with override(by.language):
            run = run or _received(folder, name, mapping, by, digest)
            run = import_now(run, by)
            _finish(folder, name, run)
    except Elsewhere:
        return run
    except Refusal as refusal:
        _away(folder, name, REFUSED, refusal.message)
    return run


def _finish(folder: Path, name: str, run: ImportRun) -> None:
    _away(folder, name, DONE, _report(run))
    ImportRun.objects.filter(pk=run.pk).update(layout={**run.layout, "moved": True})


def _was_imported(run: ImportRun) -> str:
    words = _("This file was imported already, as import %(number)d (%(name)s). Nothing was done again.")
    return words % {"number": run.pk, "name": run.file_name}


def _owner_of(mapping: ImportMapping) -> Actor:
    """Whoever kept the mapping, with the rights they have now."""
    staff = mapping.owner
    if not staff.is_active or staff.archived_at:
        raise Refusal(_("Whoever kept this mapping is not a member of the staff any more."))
    by = actor_of(staff, "import")
    if not by.access.is_admin:
        raise Refusal(_("Only administrators let files be imported from a folder."))
    return by


def _opened(folder: Path, name: str) -> int:
    """The file itself: a link in its place is refused by the system."""
    return os.open(folder / name, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))


def _pieces(folder: Path, name: str) -> Iterator[bytes]:
    with os.fdopen(_opened(folder, name), "rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _digest(folder: Path, name: str) -> str:
    found = hashlib.sha256()
    for piece in _pieces(folder, name):
        found.update(piece)
    return found.hexdigest()


def _received(folder: Path, name: str, mapping: ImportMapping, by: Actor, digest: str) -> ImportRun:
    run = receive(_pieces(folder, name), name, by, mapping=mapping.pk, limit=1 << 62)
    ImportRun.objects.filter(pk=run.pk).update(digest=digest)
    run.digest = digest
    return run


def _report(run: ImportRun) -> str:
    state = state_json(run)
    words = _("Import %(id)d: %(new)d new, %(changed)d changed, %(unchanged)d unchanged, %(refused)d refused.")
    lines = [words % state]
    for problem in state["problems"]:
        rows = ", ".join(map(str, problem["rows"]))
        told = _("%(column)s: %(words)s (%(count)d rows, first: %(rows)s)")
        lines.append(told % {**problem, "rows": rows})
    return "\n".join(lines)


def _away(folder: Path, name: str, into: str, report: str) -> None:
    """Move a file out of the way under a name that is free, with the report beside it."""
    target = folder / into
    target.mkdir(exist_ok=True)
    if target.is_symlink():
        return
    at, free = 0, name
    while (target / free).exists():
        at += 1
        free = f"{Path(name).stem}-{at}{Path(name).suffix}"
    (target / f"{free}.report.txt").write_text(f"{report}\n", encoding="utf-8")
    os.replace(folder / name, target / free)
