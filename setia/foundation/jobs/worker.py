"""The worker: one lane per queue, and a clock that finds dead workers and what has fallen due."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Callable, Iterable
from threading import Event, Thread

from django.db import Error as DatabaseTrouble
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from setia.foundation.jobs import queue, schedule
from setia.foundation.jobs.holders import end_leases_of_the_dead, holder_name
from setia.foundation.jobs.model import Job
from setia.foundation.jobs.running import attempt, named
from setia.foundation.jobs.stopping import StopSignals
from setia.foundation.jobs.task import declared, find

log = logging.getLogger("setia.jobs")

LARGEST_BATCH = 32
QUICK = 0.25
"""Seconds that a batch may take: a quicker one doubles the next, a slower one halves it."""
SHORTEST_WAIT, LONGEST_WAIT = 0.02, 0.25
"""Seconds between two looks into an empty queue, just after work and when it stays quiet."""
CLOCK = 1.0
RECOVERY = 5.0


class Lane:
    """Works through one queue, one job after another."""

    def __init__(self, name: str, stop: Event) -> None:
        self.name = name
        self.holder = holder_name(name)
        self._stop = stop
        self._long = any(task.own_transactions for task in declared() if task.queue == name)
        self._batch = 1

    def run(self) -> None:
        """Work until asked to stop; when the database goes away, wait for it to come back."""
        wait, troubled = SHORTEST_WAIT, False
        while not self._stop.is_set():
            try:
                if troubled:
                    queue.release(queue.held_by(self.holder))
                    troubled = False
                wait = SHORTEST_WAIT if self.turn() else min(wait * 1.5, LONGEST_WAIT)
            except DatabaseTrouble as trouble:
                log.warning("worker lane=%s waits for the database error=%s", self.name, named(trouble))
                connection.close()
                wait, troubled = min(max(wait * 2, 0.5), RECOVERY), True
            if wait > SHORTEST_WAIT or troubled:
                self._stop.wait(wait)
        connection.close()

    def turn(self) -> int:
        """Claim some jobs and run them; how many were claimed. Short jobs are taken several at a time."""
        jobs = queue.claim(self.name, self.holder, self._batch)
        began = timezone.now()
        for at, job in enumerate(jobs):
            if self._stop.is_set():
                queue.release(queue.held_by(self.holder))
                return at
            self._settle(job, run(job, self._stop))
        if jobs and not self._long:
            quick = (timezone.now() - began).total_seconds() < QUICK
            self._batch = min(self._batch * 2, LARGEST_BATCH) if quick else max(self._batch // 2, 1)
        return len(jobs)

    def _settle(self, job: Job, trouble: Exception | None) -> None:
        """Record a failure, even when the database was what failed."""
        while trouble is not None:
            try:
                return record_failure(job, trouble)
            except DatabaseTrouble as gone:
                log.warning("worker lane=%s waits for the database error=%s", self.name, named(gone))
                connection.close()
                if self._stop.wait(1.0):
                    return None
        return None


def run(job: Job, stop: Event, *, beat: bool = True) -> Exception | None:
    """Run one claimed job; a task that nobody declares is parked."""
    task = find(job.task)
    if task is None:
        log.error("job parked task=%s id=%d error=unknown task", job.task, job.pk)
        queue.park(job, _("No task is called %(name)s in this version.") % {"name": job.task})
        return None
    return attempt(job, task, stop, beat=beat)


def record_failure(job: Job, trouble: Exception) -> None:
    task = find(job.task)
    retries = task.retries if task else 0
    queue.fail(job, named(trouble), retries)
    if job.attempts >= retries:
        log.error("job parked task=%s id=%d error=%s", job.task, job.pk, named(trouble))
    else:
        log.warning("job failed task=%s id=%d attempt=%d error=%s", job.task, job.pk, job.attempts + 1, named(trouble))


class Worker:
    """All lanes of one process. `stop` may be set by anybody; running jobs are then ended in order."""

    def __init__(self, queues: Iterable[str] = ()) -> None:
        self.stop = Event()
        self._names = set(queues) or {"default"} | {task.queue for task in declared()}

    def run(self, asked_to_stop: Callable[[float], bool] | None = None) -> bool:
        """Work until `asked_to_stop(seconds)` says so; False when a lane broke down."""
        lanes = [Lane(name, self.stop) for name in sorted(self._names)]
        threads = [Thread(target=lane.run, name=f"setia-{lane.name}", daemon=True) for lane in lanes]
        for thread in threads:
            thread.start()
        log.info("worker started pid=%d lanes=%s", os.getpid(), ",".join(lane.name for lane in lanes))
        whole = self._watch(threads, asked_to_stop or self.stop.wait)
        self.stop.set()
        for thread in threads:
            thread.join()
        connection.close()
        log.info("worker stopped pid=%d", os.getpid())
        return whole

    def _watch(self, threads: list[Thread], asked_to_stop: Callable[[float], bool]) -> bool:
        prepared = False
        while not (asked_to_stop(CLOCK) or self.stop.is_set()):
            if not all(thread.is_alive() for thread in threads):
                log.critical("worker pid=%d has lost a lane", os.getpid())
                return False
            try:
                if not prepared:
                    schedule.prepare()
                    end_leases_of_the_dead()
                    prepared = True
                schedule.tick()
                queue.reclaim()
            except DatabaseTrouble as trouble:
                log.warning("worker clock waits for the database error=%s", named(trouble))
                connection.close()
        return True


def run_worker() -> int:
    """Be a worker process until SIGTERM or SIGINT; the exit code."""
    with StopSignals() as signals:
        return 0 if Worker().run(signals.arrived) else 1


def run_until_empty(*, strict: bool = True) -> int:
    """Run everything that is due, here and in order, and what that puts into the queue; how many jobs.

    For tests and the demonstration. The first failure is raised once it is recorded, unless
    `strict` is off.
    """
    holder, stop, count = f"here:{os.getpid()}:{secrets.token_hex(6)}", Event(), 0
    while names := queue.ready_queues(timezone.now()):
        for name in names:
            for job in queue.claim(name, holder, 1):
                count += 1
                trouble = run(job, stop, beat=False)
                if trouble is not None:
                    record_failure(job, trouble)
                    if strict:
                        raise trouble
    return count
