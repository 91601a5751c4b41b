"""What is due soon, and what has passed its day: found by a job, told to whom it concerns, each once.

A day is over when it is over on the clock of whoever has to keep the promise; of what nobody has to keep, on that of
the company.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from setia.domains.promises.promises.consequences import people_of, see_to_it
from setia.domains.promises.promises.model import Promise, State
from setia.domains.promises.promises.telling import NOUN
from setia.foundation import ledger
from setia.foundation.access import system
from setia.foundation.company import our_company
from setia.foundation.jobs import every, hold_lease, task
from setia.kit import notices
from setia.kit.notices import Sort, Told
from setia.kit.resources import registry
from setia.kit.writing import changes_of, write

SOON = timedelta(days=3)
LONG_AGO = timedelta(days=30)
"""What should have been kept before then came from old books: it is marked, but nobody is called to it."""

FARTHEST, BATCH = timedelta(hours=14), 200

DUE = notices.declare(Sort("promise_due", _("A promise is due on %(day)s"), "handshake"))
MISSED = notices.declare(Sort("promise_missed", _("A promise was due on %(day)s, and nobody said it was kept"),
                              "clock-alert"))  # fmt: skip
ledger.declare("promise.missed", _("not kept in time"), "clock-alert")


@every(minutes=15)
@task(own_transactions=True)
def watch_promises() -> None:
    """Idempotent: a notice is told once for its day, and what was found overdue is marked."""
    now = timezone.now()
    remind(now)
    find_missed(now)


def remind(now: datetime) -> int:
    """Tell whoever has to keep something in the next days; how many were told anew or before."""
    last = (now + FARTHEST).date() + SOON
    rows = _open_ones().filter(due_on__lte=last, due_on__gte=now.date() - timedelta(days=1), owner__isnull=False)
    due = rows.values_list("owner_id", "pk", "due_on", "made_on", "owner__zone")
    told = [
        Told(owner, pk, day.isoformat())
        for owner, pk, day, made, zone in due
        if made < _today(now, zone) <= day <= _today(now, zone) + SOON
    ]
    with transaction.atomic():
        notices.tell(DUE, NOUN, told, now)
    return len(told)


def find_missed(now: datetime) -> int:
    """Mark what has passed its day, make tasks of it, and tell people; how many that were."""
    found = 0
    while late := _late(now):
        with transaction.atomic():
            hold_lease()
            found += _miss(late, now)
    return found


def _late(now: datetime) -> list[int]:
    rows = _open_ones().filter(missed_at__isnull=True, due_on__lt=(now + FARTHEST).date()).order_by("due_on", "pk")
    ours = our_company().zone
    rows = rows.values_list("pk", "due_on", "owner__zone")[: 4 * BATCH]
    return [pk for pk, day, zone in rows if day < _today(now, zone or ours)][:BATCH]


def _miss(ids: Sequence[int], now: datetime) -> int:
    by = system("job", now)
    promises = registry.of_noun(NOUN)
    changes = [c for c in changes_of(promises, ids) if c.after["status"] == State.OPEN and not c.after["missed_at"]]
    for change in changes:
        change.after["missed_at"] = now
    act = write(promises, changes, by, fact="promise.missed")
    recent = [c for c in changes if c.after["due_on"] >= now.date() - LONG_AGO]
    values = [{**change.after, "id": change.id} for change in recent]
    _tell(values, now)
    see_to_it(values, replace(by, act=act), _today(now, our_company().zone))
    return len(changes)


def _tell(promises: Sequence[dict[str, Any]], now: datetime) -> None:
    """Whoever has the task hears of it by that."""
    concerned = people_of(promises)
    told = []
    for values in promises:
        people = concerned[values["id"]]
        wanted = {people.manager, people.seller} - {people.worker}
        told += [Told(pk, values["id"], values["due_on"].isoformat()) for pk in wanted if pk]
    notices.tell(MISSED, NOUN, told, now)


def _open_ones() -> Any:
    return Promise.objects.active().filter(status=State.OPEN, party__erased_at__isnull=True)


def _today(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()
