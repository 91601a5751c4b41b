"""Telling people something, once, and taking back what is not so any more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from setia.domains.work.notifications.model import Kind, Notification
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.jobs import every, task

SINGLY = 5
"""So many records given to somebody in one act are told one by one; more of them are told together."""

KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Told:
    """To whom, about which record, and what makes it another telling than the one before."""

    owner_id: int
    record_id: int
    key: str
    number: int = 1


def tell(kind: Kind | str, noun: str, things: Iterable[Told], at: datetime, by: int | None = None) -> None:
    """What was told before for the same key is not told again, whoever tries, and how often."""
    rows = [
        Notification(
            owner_id=told.owner_id, kind=str(kind), noun=noun, record_id=told.record_id, key=told.key,
            number=told.number, by_id=by, at=at,
        )
        for told in things
    ]  # fmt: skip
    Notification.objects.bulk_create(rows, batch_size=1_000, ignore_conflicts=True)


def tell_assigned(noun: str, given: Iterable[tuple[int, int]], by: Actor) -> None:
    """Records (as owner and number) that the acting person gave to others."""
    records: dict[int, list[int]] = defaultdict(list)
    for owner, record_id in given:
        if owner != by.staff_id:
            records[owner].append(record_id)
    key, told = str(by.act or 0), []
    for owner, ids in records.items():
        if len(ids) > SINGLY:
            told.append(Told(owner, 0, key, len(ids)))
        else:
            told += [Told(owner, id_, key) for id_ in ids]
    if told:
        tell(Kind.ASSIGNED, noun, told, by.at, by.staff_id)


def take_back(noun: str, ids: Iterable[int]) -> None:
    """Nobody need read any more what was told of these records."""
    for some in _portions(ids):
        Notification.objects.filter(noun=noun, record_id__in=some, read_at__isnull=True).delete()


def _portions(ids: Iterable[int]) -> Iterable[list[int]]:
    wanted = sorted(set(ids))
    return (wanted[at : at + bulk.PORTION] for at in range(0, len(wanted), bulk.PORTION))


@every("nightly", at="02:50")
@task()
def forget_what_was_read() -> None:
    """Notices that were read long ago go; the ledger keeps what happened."""
    _forget(datetime.now().astimezone() - KEPT)


def _forget(before: datetime) -> None:
    Notification.objects.filter(read_at__lt=before).delete()
