"""History on a page, day by day, and the way back."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from markupsafe import Markup, escape

from setia.faces.web.addresses import reverse
from setia.faces.web.lists.query import find_resource
from setia.faces.web.shell import page, reader, staff_page
from setia.faces.web.strictness import only
from setia.faces.web.telling import tell_done, tell_later
from setia.foundation.access import Actor
from setia.kit import undoing
from setia.kit.history import Told, history
from setia.kit.seeing import one_visible

CHANNELS = {"web": "", "api": "API", "cli": "CLI", "import": "import", "job": "", "demo": ""}


def days_of(entries: list[Told], by: Actor) -> list[dict[str, Any]]:
    """Entries grouped by the reader's calendar day, as the macro `timeline` wants them."""
    read = reader(by)
    days = []
    for day, told in groupby(entries, key=lambda entry: read.local(entry.at).date()):
        days.append({"label": read.date(day, "long"), "entries": [_entry(entry, by) for entry in told]})
    return days


def _entry(entry: Told, by: Actor) -> dict[str, Any]:
    read = reader(by)
    return {
        "id": entry.id,
        "icon": entry.icon,
        "text": sentence(entry),
        "who": entry.who,
        "time": read.time(entry.at),
        "at": entry.at.isoformat(),
        "channel": CHANNELS.get(entry.channel, entry.channel),
        "changes": [{"label": c.label, "before": c.before, "after": c.after} for c in entry.changes],
        "note": " · ".join(f"{label}: {text}" for label, text in entry.inputs),
        "url": reverse("record", args=[entry.resource, entry.record_id]) if entry.record_id else "",
    }


def sentence(entry: Told) -> str:
    """What happened to which record, the record being a link."""
    if not entry.title or not entry.record_id:
        return escape(entry.label)
    address = reverse("record", args=[entry.resource, entry.record_id])
    return Markup('{} · <a href="{}">{}</a>').format(entry.label, address, entry.title)


@staff_page
def older(request: HttpRequest, slug: str, pk: int, by: Actor) -> HttpResponse:
    resource = find_resource(slug, by)
    only(request, parameters=("before",))
    one_visible(resource, pk, by.access)
    told = history(resource, pk, by, before=request.GET.get("before", ""))
    more = reverse("history", args=[slug, pk]) + f"?before={told.next}" if told.next else ""
    return page(request, "records/_older.html", by, days=days_of(told.entries, by), older=more)


@staff_page
@require_POST
def undo(request: HttpRequest, act: int, by: Actor) -> HttpResponse:
    done = undoing.undo(act, by)
    words = _("Undone.")
    if done.kept:
        kept = ", ".join(done.kept[:3])
        words = _("Undone, except where somebody changed it again: %(kept)s") % {"kept": kept}
    if request.headers.get("HX-Request"):
        toast = {"text": words, "tone": "ok"}
        return tell_done(HttpResponse(status=204), None, toast=toast, changed={})
    tell_later(request, words)
    return HttpResponseRedirect(request.headers.get("Referer") or reverse("today"))
