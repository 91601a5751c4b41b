"""When whoever has to do a task is reminded of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.periods import days_later
from setia.foundation.staff.models import Staff
from setia.kit.changes import Change

MORNING = time(8)
"""The hour of a reminder so many days before, on the clock of whoever is reminded."""

DECIDING = ("remind_at", "remind_before", "due_on", "owner_id")


def settle_reminders(changes: Sequence[Change], by: Actor) -> None:
    """A moment that was said counts; otherwise it is the morning so many days before."""
    asked = [c for c in changes if any(map(c.changed, DECIDING))]
    counted = [c for c in asked if c.after["remind_before"] is not None and c.after["due_on"]]
    owners = {c.after["owner_id"] for c in counted} - {None}
    zones = dict(bulk.found(Staff.objects.all(), "pk", owners, "pk", "zone"))
    for change in asked:
        after = change.after
        after["reminder_at"] = after["remind_at"]
        if after["remind_at"] is None and after["remind_before"] is not None and after["due_on"]:
            after["reminder_at"] = _morning(after, zones.get(after["owner_id"]) or our_company().zone)


def _morning(after: dict[str, Any], zone: str) -> datetime:
    day = days_later(after["due_on"], -after["remind_before"])
    return datetime.combine(day, MORNING, ZoneInfo(zone)).astimezone(UTC)
