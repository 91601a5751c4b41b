"""The newest of the ledger: what happened in the company, and what one worked on oneself.

Only the last entries are looked at, and those of imports are passed over, so that the page costs the
same whatever the ledger holds.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from setia.faces.web.shell import reader
from setia.foundation.access import Actor
from setia.foundation.ledger import Entry
from setia.kit.history import Told, told

BACK = 3_000
MOST = 120
SHOWN = 12
TOUCHED = 6
UNTOLD = ("import",)


def entries_for(by: Actor) -> list[Entry]:
    """The newest entries, one's own and those of everybody, before it is asked who may see them."""
    newest = Entry.objects.order_by("-id").values_list("id", flat=True).first()
    if newest is None:
        return []
    rows = Entry.objects.filter(pk__gt=newest - BACK).exclude(channel__in=UNTOLD)
    return list(rows.select_related("actor").order_by("-id")[:MOST])


def told_to(entries: list[Entry], by: Actor) -> list[Told]:
    """What the reader may see of them, newest first."""
    return sorted(told(entries, by), key=lambda entry: (entry.at, entry.id), reverse=True)[:SHOWN]


def touched_by_me(entries: list[Entry], by: Actor) -> list[dict[str, Any]]:
    """The records one changed last, each once, as the macro `rows` shows them."""
    mine = [entry for entry in entries if entry.actor_id == by.staff_id and entry.record_id]
    read = reader(by)
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for entry in told(mine, by):
        row = {
            "title": entry.title or f"#{entry.record_id}",
            "sub": f"{entry.label} · {read.ago(entry.at, by.at)}",
            "url": reverse("record", args=[entry.resource, entry.record_id]),
            "icon": entry.icon,
        }
        found.setdefault((entry.noun, entry.record_id), row)
    return list(found.values())[:TOUCHED]
