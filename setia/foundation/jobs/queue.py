"""The worker's side of the table: take jobs, finish them, give them back, park them.

Every change of a job that somebody holds names the holder, so that a worker whose lease ran out can
neither finish nor spoil what another has taken over.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from itertools import groupby

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from setia.foundation.jobs.model import Job
from setia.foundation.jobs.task import LEASE, find

ORDER = ("-priority", "run_at", "id")
FIRST_PAUSE, LONGEST_PAUSE = 10.0, 3600.0
"""Seconds before the second try, which triple with each further one, and where that ends."""


def claim(queue: str, holder: str, limit: int) -> list[Job]:
    """Take up to `limit` due jobs, in the order in which they are to run.

    An empty queue costs one read; the write lock of SQLite is only asked for when there is work.
    """
    now = timezone.now()
    if not _any("state = 'ready' AND queue = %s AND run_at <= %s", queue, now):
        return []
    due = Job.objects.filter(state=Job.State.READY, queue=queue, run_at__lte=now)
    with transaction.atomic():
        jobs = list(due.select_for_update(skip_locked=True).order_by(*ORDER)[:limit])
        lease = max((_lease(job) for job in jobs), default=LEASE)
        until = now + timedelta(seconds=lease)
        Job.objects.filter(pk__in=[job.pk for job in jobs]).update(
            state=Job.State.RUNNING, holder=holder, lease_until=until
        )
    for job in jobs:
        job.state, job.holder, job.lease_until = Job.State.RUNNING, holder, until
    return jobs


def finish(job: Job) -> bool:
    """Remove a job that is done; False when its lease was lost. Locks it until the transaction ends."""
    return _held(job).delete()[0] == 1


def renew(job: Job, lease: float, **told: int | str) -> bool:
    """Keep a job for `lease` more seconds; False when another has it. Locks it like `finish`."""
    until = timezone.now() + timedelta(seconds=lease)
    return _held(job).update(lease_until=until, **told) == 1


def fail(job: Job, reason: str, retries: int) -> None:
    """Count a failed run: the job waits for its next try, or is parked after the last one."""
    attempts = job.attempts + 1
    if attempts > retries:
        park(job, reason, attempts)
        return
    _held(job).update(
        state=Job.State.READY,
        holder="",
        lease_until=None,
        attempts=attempts,
        run_at=timezone.now() + pause(attempts),
        error=_storable(reason),
    )


def park(job: Job, reason: str, attempts: int | None = None) -> None:
    """Set a job aside for a person to look at."""
    _held(job).update(
        state=Job.State.FAILED,
        holder="",
        lease_until=None,
        attempts=job.attempts if attempts is None else attempts,
        error=_storable(reason),
    )


def release(jobs: QuerySet[Job]) -> int:
    """Give held jobs back without counting a run."""
    return jobs.filter(state=Job.State.RUNNING).update(state=Job.State.READY, holder="", lease_until=None)


def held_by(holder: str) -> QuerySet[Job]:
    return Job.objects.filter(state=Job.State.RUNNING, holder=holder)


def reclaim() -> int:
    """Take back the jobs of workers that died; returns how many there were.

    A lane runs what it has claimed in order, so only the first job it still holds was begun: that
    one counts a failed run, the others are as new.
    """
    now = timezone.now()
    if not _any("state = 'running' AND lease_until < %s", now):
        return 0
    expired = Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=now)
    with transaction.atomic():
        jobs = list(expired.select_for_update(skip_locked=True).order_by("holder", *ORDER))
        for holder, group in groupby(jobs, key=lambda job: job.holder):
            begun = held_by(holder).order_by(*ORDER).values_list("pk", flat=True).first()
            for job in group:
                if job.pk == begun:
                    task = find(job.task)
                    fail(job, _("The worker stopped before it was finished."), task.retries if task else 0)
                else:
                    release(_held(job))
    return len(jobs)


def retry(job_id: int) -> bool:
    """Let a failed job run again, with all its tries; False when there is no such failed job."""
    return (
        Job.objects.filter(pk=job_id, state=Job.State.FAILED).update(
            state=Job.State.READY, attempts=0, run_at=timezone.now()
        )
        == 1
    )


def pause(attempts: int) -> timedelta:
    """How long to wait after so many failed runs: longer each time, and never for all at once."""
    seconds = min(FIRST_PAUSE * 3 ** (attempts - 1), LONGEST_PAUSE)
    return timedelta(seconds=seconds * random.uniform(0.75, 1.25))  # noqa: S311


def ready_queues(now: datetime) -> list[str]:
    """Queues in which something is due."""
    due = Job.objects.filter(state=Job.State.READY, run_at__lte=now)
    return list(due.order_by("queue").values_list("queue", flat=True).distinct())


def _any(condition: str, *parameters: str | datetime) -> bool:
    """Whether such a job exists. Written in SQL because workers ask several times a second, for ever."""
    adapt = connection.ops.adapt_datetimefield_value
    values = [adapt(value) if isinstance(value, datetime) else value for value in parameters]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {Job._meta.db_table} WHERE {condition} LIMIT 1", values)  # noqa: S608
        return cursor.fetchone() is not None


def _held(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, holder=job.holder)


def _lease(job: Job) -> float:
    task = find(job.task)
    return task.lease if task else LEASE


def _storable(reason: str) -> str:
    return reason.replace("\0", "")[:500]
