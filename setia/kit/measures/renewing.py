"""Kept figures are found again: when they are old and somebody looks, and every night for the new day.

How old a figure may be follows from what it costs: one that takes two seconds is renewed after ten minutes, one that
takes a minute after an hour and a half. However many people look, figures take little of a worker's time.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from setia.foundation.access import Actor, system
from setia.foundation.errors import Refusal
from setia.foundation.jobs import every, task
from setia.foundation.staff.models import Staff
from setia.foundation.staff.rights import actor_of
from setia.kit.measures.answering import answer
from setia.kit.measures.declaring import Kept, Measure
from setia.kit.measures.keeping import KeptFigure

YOUNG = timedelta(minutes=10)
TIMES = 100
"""So many times as long as it took to find it, a figure is left as it is."""

DAYS = 14
"""A figure that nobody asked for in so many days is not found again."""


def renew_if_old(one: Kept, by: Actor) -> bool:
    """Have a worker find it again as this person, who asked the same; they do not wait for it."""
    if by.at - one.made_at < max(YOUNG, timedelta(seconds=one.seconds * TIMES)):
        return False
    with transaction.atomic():
        renew.using(key=f"figure:{one.number}").enqueue(one.number, by.staff_id)
    return True


@task(own_transactions=True)
def renew(number: int, staff: int | None) -> None:
    row = KeptFigure.objects.filter(pk=number).first()
    if row is not None:
        _again(row, staff, timezone.now())


@every("nightly", at="00:10")
@task(own_transactions=True)
def renew_all() -> None:
    """What was asked lately is found for the day that has begun; what was found before goes."""
    now, done = timezone.now(), set()
    rows = KeptFigure.objects.filter(made_at__lt=now)
    lately = rows.filter(asked_on__gte=now.date() - timedelta(days=DAYS)).exclude(found="")
    for row in lately.order_by("-asked_on", "id").iterator():
        asked = (row.staff, repr(sorted(row.measure.items())))
        if asked not in done:
            done.add(asked)
            _again(row, row.staff, now)
    rows.delete()


def _again(row: KeptFigure, staff: int | None, now: datetime) -> None:
    by = asking(staff, now)
    if by is None:
        return
    with suppress(Refusal):  # of what is not there, or not for this person, any more
        answer(measure_of(row.measure), by, keep="anew", asked_on=row.asked_on)


def measure_of(written: Mapping[str, Any]) -> Measure:
    """A measure as it was written down."""
    return Measure(**{**written, "groups": tuple(written["groups"])})


def asking(number: int | None, now: datetime) -> Actor | None:
    """Whoever asked, with the rights of this moment; None if they have left."""
    if number is None:
        return system(at=now)
    staff = Staff.objects.filter(pk=number, is_active=True, archived_at__isnull=True).first()
    return actor_of(staff, "job", at=now) if staff else None
