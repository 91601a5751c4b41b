"""Settings > Backups: everything in one file, made by a button, downloaded by whoever says the password again."""

from __future__ import annotations

import time
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from setia.faces.web.addresses import reverse
from setia.faces.web.files.panel import size_words
from setia.faces.web.shell import page, reader, staff_page
from setia.faces.web.strictness import only
from setia.faces.web.telling import tell_later
from setia.foundation import backups
from setia.foundation.access import Actor
from setia.foundation.backups import Archive, UnderWay
from setia.foundation.contents.serving import handed_out
from setia.foundation.errors import Forbidden, Refusal
from setia.foundation.formats import Reader
from setia.foundation.throttling import spend

OPEN_FOR = 900
"""Seconds in which a download may be begun, and continued where it broke off, after the password was said."""

GUESSES, WITHIN = 5, 300
DOWNLOADS = 30
PLACE = "backup_open_until"


@staff_page
def show(request: HttpRequest, by: Actor) -> HttpResponse:
    only(request)
    read = reader(by)
    context = {
        "archives": [_line(archive, read) for archive in backups.archives(by)],
        "progress": _progress(backups.under_way(by), read),
    }
    return page(request, "backups/backups.html", by, **context)


@staff_page
def progress(request: HttpRequest, by: Actor) -> HttpResponse:
    """Asked every two seconds; when it has ended the whole page is wanted."""
    only(request)
    told = _progress(backups.under_way(by), reader(by))
    if told is None:
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("backups")})
    return page(request, "backups/_progress.html", by, progress=told)


@staff_page
@require_POST
def make(request: HttpRequest, by: Actor) -> HttpResponse:
    only(request)
    backups.start(by)
    return HttpResponseRedirect(reverse("backups"))


@staff_page
@require_POST
def stop(request: HttpRequest, by: Actor) -> HttpResponse:
    only(request)
    if backups.stop(by):
        tell_later(request, _("Stopped. Nothing was kept of it."))
    return HttpResponseRedirect(reverse("backups"))


@staff_page
def download(request: HttpRequest, name: str, by: Actor) -> HttpResponse | StreamingHttpResponse:
    """The password first; then the file, of which a part may be asked for again."""
    only(request, fields=("password",))
    path = backups.archive_for(name, by)
    if request.method == "POST":
        return _opened(request, name, by)
    if request.session.get(PLACE, 0) < time.time():
        return _ask(request, name, by)
    spend("backup", str(by.staff_id), DOWNLOADS, OPEN_FOR)
    if not request.headers.get("Range"):
        backups.tell_downloaded(name, by)
    stat = path.stat()
    tag = f"{stat.st_mtime_ns:x}-{stat.st_size:x}"
    return handed_out(request, path, name=name, media_type="application/zip", tag=tag)


def _opened(request: HttpRequest, name: str, by: Actor) -> HttpResponse:
    spend("backup-password", str(by.staff_id), GUESSES, WITHIN)
    if not request.user.check_password(request.POST.get("password", "")):
        return _ask(request, name, by, [_("This is not your password.")])
    request.session[PLACE] = time.time() + OPEN_FOR
    return HttpResponseRedirect(reverse("backup_download", args=[name]))


def _ask(request: HttpRequest, name: str, by: Actor, errors: list[str] | None = None) -> HttpResponse:
    return page(request, "backups/password.html", by, status=422 if errors else 200, name=name, errors=errors or [])


@staff_page
def delete(request: HttpRequest, name: str, by: Actor) -> HttpResponse:
    """GET asks, because this cannot be taken back."""
    only(request)
    backups.archive_for(name, by)
    if request.method != "POST":
        return page(request, "backups/delete.html", by, name=name)
    try:
        backups.delete(name, by)
    except Forbidden:
        raise
    except Refusal as refusal:
        tell_later(request, refusal.message, tone="bad")
    else:
        tell_later(request, _("Deleted: %(name)s.") % {"name": name})
    return HttpResponseRedirect(reverse("backups"))


def _line(archive: Archive, read: Reader) -> dict[str, Any]:
    facts = archive.facts
    return {
        "name": archive.name,
        "at": read.moment(archive.at),
        "iso": archive.at.isoformat(),
        "size": size_words(archive.size, read),
        "what": _contents(facts, read) if facts else "",
        "is_damaged": facts is None,
        "is_nightly": archive.name.startswith("nightly-"),
        "download": reverse("backup_download", args=[archive.name]),
        "delete": reverse("backup_delete", args=[archive.name]),
    }


def _contents(facts: dict[str, Any], read: Reader) -> str:
    rows, files = facts["rows"], facts["files"]
    parts = [
        ngettext("%(number)s row", "%(number)s rows", rows) % {"number": read.number(rows)},
        ngettext("%(number)s file", "%(number)s files", files) % {"number": read.number(files)},
    ]
    return ", ".join(parts)


def _progress(job: UnderWay | None, read: Reader) -> dict[str, Any] | None:
    if job is None:
        return None
    if job.state == "failed":
        return {"error": _("The last backup could not be made: %(reason)s") % {"reason": job.error}}
    note = f"{read.number(job.done)} / {read.number(job.total)}" if job.total else ""
    label = _("A backup is being made") if job.state == "running" else _("A backup waits for its turn")
    return {"label": label, "value": job.done if job.total else None, "top": job.total or None, "note": note}
