"""Work that comes round: declared in code with `@every`, remembered in a small table."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone

from setia.foundation.jobs.model import Job, Schedule
from setia.foundation.jobs.task import Task

log = logging.getLogger("setia.jobs")

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Plan:
    """A task and its rhythm: a number of minutes counted from midnight UTC, or an hour of the day."""

    task: Task[[], Any]
    minutes: int = 0
    at: time | None = None

    def following(self, moment: datetime) -> datetime:
        """The first time after `moment`; an hour of the day is meant in the site's time zone."""
        if self.at is None:
            step = timedelta(minutes=self.minutes)
            return EPOCH + ((moment - EPOCH) // step + 1) * step
        zone = timezone.get_default_timezone()
        day = moment.astimezone(zone).date()
        while (found := datetime.combine(day, self.at, zone).astimezone(UTC)) <= moment:
            day += timedelta(days=1)
        return found


_plans: dict[str, Plan] = {}


def every(
    rhythm: Literal["nightly", "hourly"] | None = None, *, at: str = "02:30", minutes: int = 0
) -> Callable[[Task[[], Any]], Task[[], Any]]:
    """Put a task without arguments into the queue again and again.

    `@every("nightly", at="02:30")`, `@every("hourly")` or `@every(minutes=5)`, above `@task`. The
    module must be loaded when Setia starts. Times missed while no worker ran are made up for once.
    """
    if (rhythm is None) == (minutes < 1):
        raise ValueError('say either "nightly", "hourly" or a number of minutes')

    def plan(task: Task[[], Any]) -> Task[[], Any]:
        if rhythm == "nightly":
            _plans[task.name] = Plan(task, at=time.fromisoformat(at))
        else:
            _plans[task.name] = Plan(task, minutes=minutes or 60)
        return task

    return plan


def prepare() -> None:
    """Enter new plans into the table, and bring forward those that have become more frequent."""
    now = timezone.now()
    rows = [Schedule(name=name, next_at=plan.following(now)) for name, plan in _plans.items()]
    Schedule.objects.bulk_create(rows, ignore_conflicts=True)
    for row in rows:
        Schedule.objects.filter(name=row.name, next_at__gt=row.next_at).update(next_at=row.next_at)


def tick() -> int:
    """Put what is due into the queue, each once however many workers look; how many that were."""
    now = timezone.now()
    due = Schedule.objects.filter(name__in=list(_plans), next_at__lte=now)
    return sum(_fire(row, now) for row in due)


def _fire(row: Schedule, now: datetime) -> bool:
    plan = _plans[row.name]
    key = f"every:{row.name}"
    with transaction.atomic():
        swapped = Schedule.objects.filter(pk=row.pk, next_at=row.next_at).update(
            next_at=plan.following(now), last_at=now
        )
        if swapped:
            # A round that failed for good must not hold up the next one; one still waiting stands for both.
            Job.objects.filter(key=key, state=Job.State.FAILED).delete()
            plan.task.using(key=key).enqueue()
            log.info("job scheduled task=%s due=%s", row.name, row.next_at.isoformat())
    return swapped == 1
