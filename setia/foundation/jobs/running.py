"""A job while it runs: its transaction, its heartbeat, and what it says about itself."""

from __future__ import annotations

import logging
import time
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.db import connection, transaction
from django.utils import translation

from setia.foundation.jobs import queue
from setia.foundation.jobs.model import Job
from setia.foundation.jobs.task import Task

log = logging.getLogger("setia.jobs")

TOLD_EVERY = 0.5
"""Seconds between two writes of a job's progress."""


class Interrupted(BaseException):
    """The worker is stopping, or another has taken the job: leave at once, roll back the open step.

    Not an `Exception`, so that code which records bad rows and goes on does not swallow it.
    """


@dataclass
class Running:
    """The job that this thread works on."""

    job: Job
    task: Task[Any, Any]
    stop: Event
    told_at: float = 0.0
    lost: Event = field(default_factory=Event)

    def check(self) -> None:
        if self.stop.is_set() or self.lost.is_set():
            raise Interrupted


_running: ContextVar[Running | None] = ContextVar("running job", default=None)


def progress(done: int, total: int, note: str = "") -> None:
    """Tell how far a long job is; `total` 0 means not known yet. Cheap enough to call for every row.

    It raises `Interrupted` when the job has to stop, so call it where stopping is safe. Outside of a
    job, and in short ones (whose progress nobody could see before they end), it does nothing.
    """
    running = _running.get()
    if running is None or not running.task.own_transactions:
        return
    running.check()
    now = time.monotonic()
    if now - running.told_at < TOLD_EVERY and not done == total != 0:
        return
    running.told_at = now
    told: dict[str, int | str] = {"done": done, "total": total, "note": note[:200]}
    if done > running.job.done:
        # Further than any run before: that one was stopped from outside, which may happen any number of times.
        running.job.done, running.job.attempts = done, 0
        told["attempts"] = 0
    if not queue.renew(running.job, running.task.lease, **told):
        raise Interrupted


def hold_lease() -> None:
    """Begin a step's transaction with this: the step can only commit while the job is still ours.

    A worker that was paused so long that another took the job over is thus stopped before it does
    anything twice. Does nothing outside of a long job.
    """
    running = _running.get()
    if running is None or not running.task.own_transactions:
        return
    running.check()
    if not queue.renew(running.job, running.task.lease):
        raise Interrupted


class Heartbeat(AbstractContextManager["Heartbeat"]):
    """Renews the lease of a long job from a thread and a connection of its own."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self._over = Event()
        self._thread = Thread(target=self._beat, name="setia-heartbeat", daemon=True)

    def __enter__(self) -> Heartbeat:
        self._thread.start()
        return self

    def __exit__(self, *trouble: object) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        job, lease = self._running.job, self._running.task.lease
        while not self._over.wait(lease / 3):
            try:
                if not queue.renew(job, lease):
                    self._running.lost.set()
                    break
            except DatabaseTrouble as trouble:
                log.warning("job heartbeat missed task=%s id=%d error=%s", job.task, job.pk, named(trouble))
                connection.close()
        connection.close()


def attempt(job: Job, task: Task[Any, Any], stop: Event, *, beat: bool = True) -> Exception | None:
    """Run a claimed job; what it failed with, or None when it is done or was given back."""
    running = Running(job, task, stop)
    token = _running.set(running)
    began = time.monotonic()
    try:
        with translation.override(settings.LANGUAGE_CODE):
            if task.own_transactions:
                _run_long(running, beat)
            else:
                _run_short(running)
    except Interrupted:
        queue.release(queue.held_by(job.holder).filter(pk=job.pk))
        log.info("job interrupted task=%s id=%d", job.task, job.pk)
    except SystemExit as leaving:
        return RuntimeError(f"the task asked to exit with {leaving.code!r}")
    except Exception as trouble:
        return trouble
    else:
        spent = (time.monotonic() - began) * 1000
        log.log(
            logging.INFO if task.own_transactions else logging.DEBUG,
            "job done task=%s id=%d attempt=%d ms=%d",
            job.task, job.pk, job.attempts + 1, spent,
        )  # fmt: skip
    finally:
        _running.reset(token)
    return None


def named(trouble: BaseException) -> str:
    """Class and first line of an error; what follows (traceback, details) may hold people's data."""
    first = next(iter(str(trouble).splitlines()), "")
    return f"{type(trouble).__name__}: {first}".removesuffix(": ")[:500]


def _run_short(running: Running) -> None:
    job = running.job
    with transaction.atomic():
        # Removed first: this locks the row, and a job may put its successor in under the same key.
        if not queue.finish(job):
            raise Interrupted
        _call(running)


def _run_long(running: Running, beat: bool) -> None:
    with Heartbeat(running) if beat else nullcontext():
        _call(running)
    if not queue.finish(running.job):
        raise Interrupted


def _call(running: Running) -> None:
    arguments = running.job.arguments
    running.task.call(*arguments["args"], **arguments["kwargs"])
