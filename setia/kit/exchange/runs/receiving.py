"""Taking a file in: written to the disk with a limit, judged, and kept beside a run, or removed again."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from setia.foundation.access import Actor
from setia.foundation.errors import NotFound, Refusal, TooLarge
from setia.foundation.jobs import every, task
from setia.kit.exchange.arriving import arrived
from setia.kit.exchange.files import Layout, Origin, Position, Sample, Sheet
from setia.kit.exchange.plans import Plan
from setia.kit.exchange.runs import journal
from setia.kit.exchange.runs.findings import Findings
from setia.kit.exchange.runs.mappings import plan_for
from setia.kit.exchange.runs.model import ImportRun, imports_folder
from setia.kit.resources import registry

PIECE = 1 << 20
ARRIVING = "arriving-"
DRAFTS_KEPT = timedelta(days=7)
NAME = 200
MOST_KEPT = 3_000


def receive(
    pieces: Iterable[bytes],
    name: str,
    by: Actor,
    *,
    resource: str = "",
    sheet: str = "",
    mapping: str | int = "",
    limit: int | None = None,
) -> ImportRun:
    """A draft of an import from an upload. What cannot be imported is refused and leaves nothing."""
    most = settings.UPLOAD_LIMIT if limit is None else limit
    with _arriving() as path:
        with path.open("xb") as file:
            for piece in pieces:
                if file.tell() + len(piece) > most:
                    words = _("The file is larger than %(most)d MB. Import it on the command line, or in parts.")
                    raise TooLarge(words % {"most": most // (1 << 20)}, field="file")
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        return _kept(path, name, by, resource, sheet, mapping)


def receive_file(path: Path, by: Actor, *, resource: str = "", sheet: str = "", mapping: str | int = "") -> ImportRun:
    """A draft of an import from a file on this machine, of any size."""
    if not path.is_file():
        raise Refusal(_("There is no file “%(name)s”.") % {"name": str(path)[:200]}, field="file")
    with path.open("rb") as file:
        pieces = iter(lambda: file.read(PIECE), b"")
        return receive(pieces, path.name, by, resource=resource, sheet=sheet, mapping=mapping, limit=1 << 62)


@contextmanager
def _arriving() -> Iterator[Path]:
    """A place for a file while nobody knows yet whether it will be kept."""
    path = imports_folder() / f"{ARRIVING}{secrets.token_hex(8)}"
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _kept(path: Path, name: str, by: Actor, resource: str, sheet: str, mapping: str | int) -> ImportRun:
    with override(by.language), arrived(path, _plain(name), sheet) as seen:
        plan = plan_for(seen, by, resource, mapping)
        now = timezone.now()
        with transaction.atomic():
            run = ImportRun.objects.create(
                resource=plan.resource,
                file_name=seen.name,
                file_size=seen.size,
                layout=_layout(seen),
                plan=plan.to_json(),
                total=seen.rows,
                started_by_id=by.staff_id,
                by_system=by.staff_id is None,
                created_at=now,
                updated_at=now,
            )
            journal.remove(run.folder)  # of a run that was rolled back, or is not in a restored database
            run.folder.mkdir()
            seen.path.rename(run.source)
            if path.exists():
                path.rename(run.original)
    return run


def choose_sheet(run: ImportRun, name: str, by: Actor) -> ImportRun:
    """Read another sheet of a workbook; what the columns mean is guessed anew."""
    require_mine(run, by)
    if not run.original.exists():
        raise Refusal(_("This file has no sheets to choose from."), field="sheet")
    again = run.folder / f"{ARRIVING}{secrets.token_hex(8)}"
    os.link(run.original, again)
    try:
        with override(by.language), arrived(again, run.file_name, name) as seen:
            plan = plan_for(seen, by, run.resource if run.resource in registry else "")
            with transaction.atomic():
                _require_draft(ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.DRAFT).update(
                    layout=_layout(seen), plan=plan.to_json(), resource=plan.resource, total=seen.rows, findings={},
                    updated_at=timezone.now(),
                ))  # fmt: skip
                seen.path.replace(run.source)
    finally:
        again.unlink(missing_ok=True)
    run.refresh_from_db()
    return run


def _plain(name: str) -> str:
    """The last part of a file's name, without what cannot be shown or kept."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[:NAME] or _("table")


def _layout(sheet: Sheet) -> dict[str, Any]:
    most = MOST_KEPT // len(sheet.columns)
    columns = [{"filled": c.filled, "counts_rows": c.counts_rows, "texts": list(c.texts)[:most]} for c in sheet.columns]
    return {
        **asdict(sheet.layout),
        "headers": sheet.headers,
        "body": list(sheet.body),
        "notices": sheet.notices,
        "columns": columns,
        **({"origin": asdict(sheet.origin)} if sheet.origin else {}),
    }


def sheet_of(run: ImportRun) -> Sheet:
    """The file of a run, as it was judged when it arrived."""
    kept = run.layout
    columns = [
        Sample(header, seen["filled"], dict.fromkeys(seen["texts"]), seen["counts_rows"])
        for header, seen in zip(kept["headers"], kept["columns"], strict=True)
    ]
    origin = Origin(**kept["origin"]) if "origin" in kept else None
    return Sheet(
        run.source, run.file_name, run.file_size, Layout.of(kept), kept["headers"], Position(*kept["body"]), run.total,
        columns, kept["notices"], origin,
    )  # fmt: skip


def plan_of(run: ImportRun) -> Plan:
    return Plan.from_json(run.plan)


def keep_plan(run: ImportRun, plan: Plan, by: Actor) -> None:
    """Remember what a person decided. Not possible any more when the import has begun."""
    require_mine(run, by)
    kept = ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.DRAFT).update(
        plan=plan.to_json(), resource=plan.resource, findings={}, updated_at=timezone.now()
    )
    _require_draft(kept)
    run.refresh_from_db()


def _require_draft(changed: int) -> None:
    if not changed:
        raise Refusal(_("This import has begun; its columns cannot be changed any more."))


def keep_findings(run: ImportRun, findings: Findings) -> None:
    ImportRun.objects.filter(pk=run.pk).update(findings=findings.to_json())
    run.findings = findings.to_json()


def runs(by: Actor) -> QuerySet[ImportRun]:
    """The imports a person may know of: their own, and all of them for administrators."""
    rows = ImportRun.objects.active().order_by("-id")
    found: QuerySet[ImportRun] = rows if by.access.is_admin else rows.filter(started_by=by.staff_id or 0)
    return found


def find_run(pk: int, by: Actor) -> ImportRun:
    found = runs(by).filter(pk=pk).first() if 0 < pk < 2**63 else None
    if found is None:
        raise NotFound()
    return found


def require_mine(run: ImportRun, by: Actor) -> None:
    if not by.access.is_admin and run.started_by_id != by.staff_id:
        raise NotFound()


def discard(run: ImportRun, by: Actor) -> None:
    """Remove a draft with its file."""
    require_mine(run, by)
    with transaction.atomic():
        gone, _rows = ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.DRAFT).delete()
        if not gone:
            raise Refusal(_("This import has begun and is kept as a part of the history."))
    journal.remove(imports_folder() / str(run.pk))


@every("nightly", at="03:10")
@task()
def forget_drafts() -> None:
    """Remove what was uploaded and never imported."""
    old = timezone.now() - DRAFTS_KEPT
    for run in ImportRun.objects.filter(state=ImportRun.State.DRAFT, updated_at__lt=old)[:500]:
        folder = run.folder
        run.delete()
        journal.remove(folder)
    for path in imports_folder().glob(f"{ARRIVING}*"):  # tables made from them included
        if path.stat().st_mtime < old.timestamp():
            path.unlink(missing_ok=True)
