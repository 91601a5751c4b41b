"""The newest of the ledger: what happened in the company, and what one worked on oneself.

Only the last entries are looked at, and those of imports are passed over, so that the page costs the
same whatever the ledger holds.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from markupsafe import Markup

from setia.faces.web import facts
from setia.faces.web.desk.own_profile import STAFF
from setia.faces.web.records.history import days_of
from setia.faces.web.shell import reader
from setia.foundation.access import Actor
from setia.foundation.ledger import Entry
from setia.kit.history import Told, told

BACK = 3_000
MOST = 120
SHOWN = 12
TOUCHED = 6
UNTOLD_CHANNELS = ("import",)
UNTOLD = (facts.SIGNED_IN.kind, facts.SIGNED_OUT.kind, facts.REFUSED.kind)
"""Coming and going is no work; nor is what people do to their own accounts."""


def entries_for(by: Actor) -> list[Entry]:
    """The newest entries, one's own and those of everybody, before it is asked who may see them."""
    newest = Entry.objects.order_by("-id").values_list("id", flat=True).first()
    if newest is None:
        return []
    rows = Entry.objects.filter(pk__gt=newest - BACK).exclude(channel__in=UNTOLD_CHANNELS)
    found = rows.exclude(kind__in=UNTOLD).select_related("actor").order_by("-id")[:MOST]
    return [entry for entry in found if not (entry.noun == STAFF and entry.record_id == entry.actor_id)]


def days_for(entries: list[Entry], by: Actor) -> list[dict[str, Any]]:
    """What the reader may see of them by the day it became known, newest first, each with its record."""
    seen = _as_it_became_known(entries, by)[:SHOWN]
    days = days_of(seen, by)
    for shown, entry in zip((e for day in days for e in day["entries"]), seen, strict=True):
        if entry.record_id and entry.title:
            link = Markup('<a class="link" href="{}">{}</a>').format(shown["url"], entry.title)
            shown.update(text=Markup("{} · {}").format(entry.label, link), changes=[])
    return days


def touched_by_me(entries: list[Entry], by: Actor) -> list[dict[str, Any]]:
    """The records one changed last, each once, as the macro `rows` shows them."""
    mine = [entry for entry in entries if entry.actor_id == by.staff_id and entry.record_id]
    read = reader(by)
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for entry in _as_it_became_known(mine, by):
        row = {
            "title": entry.title or f"#{entry.record_id}",
            "sub": f"{entry.label} · {read.ago(entry.at, by.at)}",
            "url": reverse("record", args=[entry.resource, entry.record_id]),
            "icon": entry.icon,
        }
        found.setdefault((entry.noun, entry.record_id), row)
    return list(found.values())[:TOUCHED]


def _as_it_became_known(entries: list[Entry], by: Actor) -> list[Told]:
    """In words, at the moment of recording: an order of last year that was typed in now is news of now."""
    moments = {entry.pk: entry.recorded_at for entry in entries}
    seen = told(entries, by)
    for entry in seen:
        entry.at = moments[entry.id]
    return sorted(seen, key=lambda entry: (entry.at, entry.id), reverse=True)
