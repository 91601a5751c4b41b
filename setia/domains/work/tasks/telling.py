"""Who is told of a task, and when: that it is theirs now, that its reminder has come, that it is overdue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from setia.domains.work.notifications.model import Kind, Notification
from setia.domains.work.notifications.telling import Told, take_back, tell, tell_assigned
from setia.domains.work.tasks.model import Status, Task
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.jobs import every, task
from setia.kit.changes import Change

NOUN = "work.task"
LATE = timedelta(days=7)
"""What has been due for longer is not told any more: a file of old tasks rings no bells."""

FARTHEST = timedelta(hours=14)
"""So far ahead of UTC is the first place on earth where a day begins."""


def tell_of_changes(changes: Sequence[Change], by: Actor) -> None:
    """Whoever got a task from somebody else is told; what does not concern anybody any more is taken back."""
    moved = [c for c in changes if not c.is_new and any(map(c.changed, ("owner_id", "status", "archived_at")))]
    if moved:
        take_back(NOUN, (change.id for change in moved))
    given = [c for c in changes if c.changed("owner_id") and c.after["owner_id"] and _is_open(c.after)]
    given = [c for c in given if not (c.is_new and c.after["follows_id"])]  # it was theirs before
    tell_assigned(NOUN, ((c.after["owner_id"], c.id) for c in given), by)


def _is_open(values: dict[str, Any]) -> bool:
    return values["status"] == Status.OPEN and values["archived_at"] is None


@every(minutes=5)
@task()
def tell_what_is_due() -> None:
    """Idempotent: a reminder is told once for its moment, an overdue task once for its day."""
    now = timezone.now()
    remind(now)
    tell_overdue(now)


def remind(now: datetime) -> None:
    rows = _open_ones().filter(reminder_at__lte=now, reminder_at__gt=now - LATE)
    due = rows.values_list("owner_id", "pk", "reminder_at")
    _tell_new(Kind.REMINDER, [Told(owner, pk, at.isoformat()) for owner, pk, at in due], now)


def tell_overdue(now: datetime) -> None:
    """A day is over when it is over on the clock of whoever has to do the task."""
    latest = (now + FARTHEST).date()
    rows = _open_ones().filter(due_on__lt=latest, due_on__gt=latest - LATE)
    due = rows.values_list("owner_id", "pk", "due_on", "owner__zone")
    told = [Told(owner, pk, day.isoformat()) for owner, pk, day, zone in due if day < _today(now, zone)]
    _tell_new(Kind.OVERDUE, told, now)


def _open_ones() -> Any:
    return Task.objects.active().filter(status=Status.OPEN, owner__isnull=False)


def _today(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def _tell_new(kind: Kind, wanted: Sequence[Told], now: datetime) -> None:
    """Asked before it is written, so that nothing is written on most rounds; the constraint has the last word."""
    rows = Notification.objects.filter(noun=NOUN, kind=kind.value)
    known = set(bulk.found(rows, "record_id", {told.record_id for told in wanted}, "owner_id", "record_id", "key"))
    new = [told for told in wanted if (told.owner_id, told.record_id, told.key) not in known]
    if new:
        tell(kind, NOUN, new, now)
