"""History on a page, day by day, and the way back."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from markupsafe import Markup, escape

from setia.faces.web.addresses import reverse
from setia.faces.web.inputs import input_for
from setia.faces.web.lists.query import find_resource
from setia.faces.web.shell import page, reader, staff_page
from setia.faces.web.strictness import only
from setia.faces.web.telling import tell_done, tell_later
from setia.foundation.access import Actor
from setia.foundation.errors import Malformed
from setia.kit import undoing
from setia.kit.history import Told
from setia.kit.kinds import Field, Reference
from setia.kit.kinds.references import STAFF
from setia.kit.resources import Resource, registry
from setia.kit.seeing import name_of, one_visible
from setia.kit.stories import EVERYTHING, Sieve, history, told_kinds

WANTED = ("of", "by", "team")
CHANNELS = {"web": "", "api": "API", "cli": "CLI", "import": "import", "job": "", "demo": ""}


def days_of(entries: list[Told], by: Actor, of: tuple[str, int] = ("", 0)) -> list[dict[str, Any]]:
    """Entries grouped by the reader's calendar day, as the macro `timeline` wants them.

    `of` is the record on whose page they stand: it need not be named again.
    """
    read = reader(by)
    days = []
    for day, told in groupby(entries, key=lambda entry: read.local(entry.at).date()):
        days.append({"label": read.date(day, "long"), "entries": [_entry(entry, by, of) for entry in told]})
    return days


def _entry(entry: Told, by: Actor, of: tuple[str, int]) -> dict[str, Any]:
    read = reader(by)
    return {
        "id": entry.id,
        "icon": entry.icon,
        "text": escape(entry.label) if (entry.noun, entry.record_id) == of else sentence(entry),
        "who": entry.who,
        "time": read.time(entry.at),
        "at": entry.at.isoformat(),
        "channel": CHANNELS.get(entry.channel, entry.channel),
        "changes": [{"label": c.label, "before": c.before, "after": c.after} for c in entry.changes],
        "note": "\n\n".join(said.text for said in entry.inputs if said.is_long),
        "said": [said for said in entry.inputs if not said.is_long],
        "url": reverse("record", args=[entry.resource, entry.record_id]) if entry.record_id else "",
        "corrects": entry.corrects,
        "corrected_by": entry.corrected_by,
        "correct_url": reverse("correct", args=[entry.id]) if entry.may_correct else "",
    }


def sentence(entry: Told) -> str:
    """What happened to which record, the record being a link."""
    if not entry.title or not entry.record_id:
        return escape(entry.label)
    address = reverse("record", args=[entry.resource, entry.record_id])
    what = registry[entry.resource].label
    return Markup('{} · {} <a href="{}">{}</a>').format(entry.label, what, address, entry.title)


@staff_page
def older(request: HttpRequest, slug: str, pk: int, by: Actor) -> HttpResponse:
    """Entries before a moment, or those that the reader asks for; with `HX-Target: story` the whole list anew."""
    resource = find_resource(slug, by)
    only(request, parameters=("before", *WANTED, "by_text", "team_text"))
    one_visible(resource, pk, by.access)
    sieve = _sieve(request)
    told = history(resource, pk, by, before=request.GET.get("before", ""), sieve=sieve)
    context = {
        "days": days_of(told.entries, by, (resource.noun, pk)),
        "older": older_url(slug, pk, told.next, sieve),
        "title": name_of(resource, one_visible(resource, pk, by.access), by.access),
        "resource": resource,
        "pk": pk,
        "sieve": sieve_of(resource, pk, by, sieve),
    }
    part = request.headers.get("HX-Request")
    return page(request, "records/_older.html" if part else "records/history.html", by, **context)


def older_url(slug: str, pk: int, before: str, sieve: Sieve = EVERYTHING) -> str:
    """The address of the entries before these; empty when there are none."""
    wanted = {name: value for name in WANTED if (value := getattr(sieve, name))}
    return f"{reverse('history', args=[slug, pk])}?{urlencode({'before': before, **wanted})}" if before else ""


def _sieve(request: HttpRequest) -> Sieve:
    """Raises Malformed where a number is none."""
    by, team = (request.GET.get(name, "") for name in ("by", "team"))
    if not all(text == "" or (text.isascii() and text.isdigit() and len(text) <= 18) for text in (by, team)):
        raise Malformed(_("This is not the number of a record."), field="by")
    return Sieve(request.GET.get("of", ""), int(by or 0), int(team or 0))


def sieve_of(resource: Resource, pk: int, by: Actor, sieve: Sieve = EVERYTHING) -> dict[str, Any] | None:
    """What a story can be narrowed to; None for records that have only their own history."""
    if resource.story != "id":
        return None
    people = Field("by", _("By whom"), Reference(STAFF))
    teams = Field("team", _("Department"), Reference("staff.team"))
    return {
        "url": reverse("history", args=[resource.slug, pk]),
        "of": sieve.of,
        "kinds": told_kinds(resource, by),
        "by": input_for(people, sieve.by or "", by.access),
        "team": input_for(teams, sieve.team or "", by.access),
    }


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
