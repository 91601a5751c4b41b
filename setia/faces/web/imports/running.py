"""An import under way and afterwards: progress, result, the refused rows, taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from setia.faces.web.addresses import reverse
from setia.faces.web.imports import columns
from setia.faces.web.imports.findings import also_made, found
from setia.faces.web.imports.jobs import check_under_way, mark_of
from setia.faces.web.imports.listing import may_undo
from setia.faces.web.imports.progress import STARTABLE, UNDER_WAY, progress_of
from setia.faces.web.imports.result import result_of
from setia.faces.web.imports.steps import about, gone_to, own_run, resource_of, steps
from setia.faces.web.shell import page, reader, staff_page
from setia.faces.web.telling import tell_later
from setia.foundation.access import Actor
from setia.foundation.errors import NotFound
from setia.foundation.jobs.model import Job
from setia.kit import exchange
from setia.kit.exchange import ImportRun

State = ImportRun.State
MARK = b"\xef\xbb\xbf"
"""Lets spreadsheet programs see that the file is written in UTF-8."""
PIECE = 1 << 16


@staff_page
def show(request: HttpRequest, pk: int, by: Actor) -> HttpResponse:
    """Whatever the import needs next."""
    run = exchange.find_run(pk, by)
    if run.state == State.DRAFT:
        return _draft(request, own_run(pk, by), by)
    if run.state in UNDER_WAY:
        return _progress(request, "imports/running.html", run, by)
    return page(request, "imports/result.html", by, **_frame(run, by), **result_of(run, by, reader(by)))


def _progress(request: HttpRequest, template: str, run: ImportRun, by: Actor) -> HttpResponse:
    return page(request, template, by, **_frame(run, by), progress=progress_of(run, reader(by)))


def _draft(request: HttpRequest, run: ImportRun, by: Actor) -> HttpResponse:
    """The columns until they were checked; the check while it goes on; then what it found."""
    if "total" in run.findings:
        plan = exchange.plan_of(run)
        context = {**_frame(run, by), **found(run, plan, by, reader(by)), "mark": mark_of(run)}
        return page(request, "imports/check.html", by, **context)
    job = check_under_way(run)
    if job and job.state == Job.State.FAILED and not run.findings:
        run.findings = {"trouble": _("The check broke off: %(reason)s. Try again.") % {"reason": job.error}}
    elif job:
        return _progress(request, "imports/running.html", run, by)
    return columns.show(request, run, by)


def _frame(run: ImportRun, by: Actor) -> dict[str, Any]:
    resource = resource_of(run)
    may = resource is not None and resource in exchange.importable(by)
    return {
        "steps": steps(),
        "run": run,
        "state": State(run.state),
        "resource": resource,
        "about": about(run, reader(by)),
        "may": may,
        "may_undo": may and may_undo(run),
        "may_resume": may and run.state in STARTABLE,
    }


@staff_page
def progress(request: HttpRequest, pk: int, by: Actor) -> HttpResponse:
    """How far it is, asked for again and again; when it is over, the whole page is loaded."""
    run = exchange.find_run(pk, by)
    if not request.headers.get("HX-Request"):
        return gone_to(request, reverse("import_run", args=[run.pk]))
    checking = run.state == State.DRAFT and not run.findings and (job := check_under_way(run))
    if run.state in UNDER_WAY or checking and job.state != Job.State.FAILED:
        return _progress(request, "imports/_progress.html", run, by)
    return HttpResponse(status=204, headers={"HX-Refresh": "true"})


@staff_page
def begin(request: HttpRequest, pk: int, by: Actor) -> HttpResponse:
    """Let a worker import the file, or go on where it stopped."""
    run = own_run(pk, by)
    if request.method == "POST" and (run.state == State.DRAFT or run.state in STARTABLE):
        exchange.start(run, by)
    return gone_to(request, reverse("import_run", args=[run.pk]))


@staff_page
def undo(request: HttpRequest, pk: int, by: Actor) -> HttpResponse:
    """GET asks whether it is really meant; POST lets a worker take the whole import back."""
    run = own_run(pk, by)
    if request.method == "POST":
        if may_undo(run) or run.state == State.UNDOING:
            exchange.start_undo(run, by)
        return gone_to(request, reverse("import_run", args=[run.pk]))
    read = reader(by)
    made = ngettext("%(count)s record that it made is removed.", "%(count)s records that it made are removed.", run.new)
    changed = ngettext(
        "%(count)s record that it changed is put back.",
        "%(count)s records that it changed are put back.",
        run.changed,
    )
    words = [text % {"count": read.number(count)} for text, count in ((made, run.new), (changed, run.changed)) if count]
    context = {"run": run, "may": may_undo(run), "words": words, "creates": also_made(run, read)}
    plain = not request.headers.get("HX-Request")
    return page(request, "imports/undo.html" if plain else "imports/_undo.html", by, **context)


@staff_page
def discard(request: HttpRequest, pk: int, by: Actor) -> HttpResponse:
    """Remove a draft with its file."""
    run = exchange.find_run(pk, by)
    if request.method != "POST":
        return gone_to(request, reverse("import_run", args=[run.pk]))
    exchange.discard(run, by)
    tell_later(request, _("“%(file)s” was removed. Nothing had been imported.") % {"file": run.file_name})
    return gone_to(request, reverse("import_start"))


@staff_page
def errors(request: HttpRequest, pk: int, by: Actor) -> StreamingHttpResponse:
    """The refused rows as they were, each with its number and the reason."""
    run = exchange.find_run(pk, by)
    path = exchange.error_file(run)
    if path is None:
        raise NotFound(_("No row of this import was refused."))
    response = StreamingHttpResponse(_pieces(path, run.errors_size), content_type="text/csv; charset=utf-8")
    name = f"{Path(run.file_name).stem[:80]}-{_('errors')}.csv"
    kept = "".join(letter if letter.isalnum() or letter in "-_. " else "_" for letter in name)
    response["Content-Disposition"] = f'attachment; filename="{kept.encode("ascii", "replace").decode()}"'
    return response


def _pieces(path: Path, size: int) -> Iterator[bytes]:
    """As much of the file as counts: what a sudden end left behind it does not."""
    yield MARK
    with path.open("rb") as file:
        while size > 0 and (piece := file.read(min(PIECE, size))):
            size -= len(piece)
            yield piece
