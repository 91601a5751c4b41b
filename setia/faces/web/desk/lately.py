"""The newest of the ledger: what happened in the company, and what one worked on oneself.

Only the last entries are looked at, and those of imports are passed over, so that the page costs the
same whatever the ledger holds.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from setia.faces.web import facts
from setia.faces.web.addresses import reverse
from setia.faces.web.desk.own_profile import STAFF
from setia.faces.web.records.history import days_of
from setia.faces.web.shell import reader
from setia.foundation.access import Actor
from setia.foundation.ledger import Entry
from setia.kit.history import Told, told
from setia.kit.resources import registry

BACK = 3_000
OF_ALL, OF_ONES_OWN = 50, 15
SHOWN = 12
TOUCHED = 6
UNTOLD_CHANNELS = ("import", "job")
UNTOLD = (facts.SIGNED_IN.kind, facts.SIGNED_OUT.kind, facts.REFUSED.kind)
"""Coming and going is no work; nor is what people do to their own accounts."""


def lately(by: Actor) -> dict[str, Any]:
    """What the reader may see of it by day, and the records they changed themselves.

    Told at the moment it became known: an order of last year that was typed in now is news of now.
    """
    entries = {entry.pk: entry for entry in _newest(by)}
    seen = told(list(entries.values()), by)
    for entry in seen:
        entry.at = entries[entry.id].recorded_at
    seen.sort(key=lambda entry: (entry.at, entry.id), reverse=True)
    mine = [entry for entry in seen if entries[entry.id].actor_id == by.staff_id and entry.record_id]
    return {"days": _days(seen[:SHOWN], by), "mine": _records(mine, by)[:TOUCHED]}


def _newest(by: Actor) -> list[Entry]:
    """The newest of everybody and the newest of one's own."""
    newest = Entry.objects.order_by("-id").values_list("id", flat=True).first()
    if newest is None:
        return []
    rows = Entry.objects.filter(pk__gt=newest - BACK).exclude(channel__in=UNTOLD_CHANNELS)
    rows = rows.exclude(kind__in=UNTOLD).order_by("-id")
    found = {entry.pk: entry for entry in [*rows[:OF_ALL], *rows.filter(actor=by.staff_id)[:OF_ONES_OWN]]}
    return [entry for entry in found.values() if not (entry.noun == STAFF and entry.record_id == entry.actor_id)]


def _days(seen: list[Told], by: Actor) -> list[dict[str, Any]]:
    """Each entry with the way to its record, without what exactly was changed."""
    days = days_of(seen, by)
    for entry, row in zip(seen, (e for day in days for e in day["entries"]), strict=True):
        if entry.record_id and entry.title:
            link = Markup('<a class="link" href="{}">{}</a>').format(row["url"], entry.title)
            what = registry[entry.resource].label
            row.update(text=Markup("{} · {} {}").format(entry.label, what, link), changes=[])
    return days


def _records(mine: list[Told], by: Actor) -> list[dict[str, Any]]:
    """Each record once, as the macro `rows` shows them."""
    read = reader(by)
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for entry in mine:
        row = {
            "title": entry.title or f"#{entry.record_id}",
            "sub": f"{entry.label} · {read.ago(entry.at, by.at)}",
            "url": reverse("record", args=[entry.resource, entry.record_id]),
            "icon": entry.icon,
        }
        found.setdefault((entry.noun, entry.record_id), row)
    return list(found.values())
