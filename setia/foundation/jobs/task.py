"""Declaring work that runs later, and putting it into the queue.

The shape is that of Django's tasks (`@task`, `.using`, `.enqueue`, `.call`), so that another backend
can be put behind it.
"""

from __future__ import annotations

import inspect
import logging
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from importlib import import_module
from typing import Any, Generic, ParamSpec, TypeVar, overload

from django.utils import timezone

from setia.foundation.jobs.model import Job

P = ParamSpec("P")
R = TypeVar("R")

LEASE = 300.0
"""Seconds after which a worker that fell silent is taken for dead."""
RENEWED_LEASE = 30.0
"""The same where the worker says all the time that it lives, so that a killed one is replaced soon."""

log = logging.getLogger("setia.jobs")

_tasks: dict[str, Task[Any, Any]] = {}


@dataclass(frozen=True)
class Task(Generic[P, R]):
    """A function that a worker runs, and how it wants to be run. Made with `@task`."""

    function: Callable[P, R]
    name: str
    retries: int
    lease: float
    queue: str
    own_transactions: bool
    priority: int = 0
    key: str = ""
    run_at: datetime | None = None

    @cached_property
    def signature(self) -> inspect.Signature:
        return inspect.signature(self.function)

    def using(
        self, *, key: str | None = None, priority: int | None = None, run_at: datetime | None = None
    ) -> Task[P, R]:
        """The same task with another key, priority (-100 to 100, higher runs first) or moment.

        A key makes it happen once: while a job with that key waits, runs, or lies failed, putting
        it in again does nothing. When the job has been done its key is free again.
        """
        return replace(
            self,
            key=self.key if key is None else key,
            priority=self.priority if priority is None else priority,
            run_at=run_at or self.run_at,
        )

    def enqueue(self, *args: P.args, **kwargs: P.kwargs) -> int | None:
        """Put one job into the queue and return its number; it is seen when the transaction commits.

        With a key that is taken, the number of the job that has it (None if that one was done at
        this very moment).
        """
        job = self.job(args, kwargs)
        if not job.key:
            job.save(force_insert=True)
            return job.pk
        Job.objects.bulk_create([job], ignore_conflicts=True)
        return Job.objects.filter(key=job.key).values_list("pk", flat=True).first()

    def enqueue_at(self, when: datetime, *args: P.args, **kwargs: P.kwargs) -> int | None:
        """Like `enqueue`, but not to be run before `when`."""
        return self.using(run_at=when).enqueue(*args, **kwargs)

    def call(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run it here and now, without the queue."""
        return self.function(*args, **kwargs)

    def job(self, args: Sequence[Any], kwargs: dict[str, Any], key: str = "") -> Job:
        """The row for one call, not yet written; refuses arguments that would not arrive as they are."""
        key = key or self.key
        self.signature.bind(*args, **kwargs)
        for name, value in [*enumerate(args, 1), *kwargs.items()]:
            _refuse_unless_json(value, f"argument {name} of {self.name}")
        if len(key) > 200 or not -100 <= self.priority <= 100:
            raise ValueError(f"{self.name}: a key has at most 200 letters, a priority lies in -100 to 100")
        if self.run_at is not None and timezone.is_naive(self.run_at):
            raise ValueError(f"{self.name}: the moment {self.run_at} has no time zone")
        now = timezone.now()
        return Job(
            task=self.name,
            arguments={"args": list(args), "kwargs": kwargs},
            queue=self.queue,
            priority=self.priority,
            key=key,
            run_at=self.run_at or now,
            created_at=now,
        )


@overload
def task(function: Callable[P, R], /) -> Task[P, R]: ...
@overload
def task(
    *,
    retries: int = 5,
    lease: float | None = None,
    queue: str | None = None,
    priority: int = 0,
    own_transactions: bool = False,
) -> Callable[[Callable[P, R]], Task[P, R]]: ...
def task(
    function: Callable[P, R] | None = None,
    /,
    *,
    retries: int = 5,
    lease: float | None = None,
    queue: str | None = None,
    priority: int = 0,
    own_transactions: bool = False,
) -> Task[P, R] | Callable[[Callable[P, R]], Task[P, R]]:
    """Make a function of a module something that a worker runs.

    The function and the removal of its job commit as one transaction: it happens exactly once in
    effect, however often it is tried. It must be short and must not wait for a network, because
    SQLite lets nobody else write meanwhile.

    Long work, or work with a network in it, says `own_transactions`: it commits its own steps, keeps
    its own position, and must bear being stopped between any two of them. It reports with
    `progress`, is protected in each step by `hold_lease`, and has the queue "long" with lanes of its
    own, so that short work does not wait for it.

    `retries` are tries after the first one; `lease` is in seconds.
    """

    def declare(function: Callable[P, R]) -> Task[P, R]:
        if "<locals>" in function.__qualname__:
            raise TypeError(f"{function.__qualname__} is not a function of a module: no worker finds it")
        declared = Task(
            function=function,
            name=f"{function.__module__}.{function.__qualname__}",
            retries=retries,
            lease=lease or (RENEWED_LEASE if own_transactions else LEASE),
            queue=queue or ("long" if own_transactions else "default"),
            own_transactions=own_transactions,
            priority=priority,
        )
        if declared.name in _tasks:
            raise ValueError(f"there are two tasks called {declared.name}")
        _tasks[declared.name] = declared
        return declared

    return declare(function) if function else declare


def find(name: str) -> Task[Any, Any] | None:
    """The task with this dotted name; its module is loaded if need be."""
    if name not in _tasks:
        try:
            import_module(name.rpartition(".")[0])
        except Exception:
            log.warning("module of task=%s cannot be loaded", name, exc_info=True)
    return _tasks.get(name)


def declared() -> list[Task[Any, Any]]:
    return list(_tasks.values())


def enqueue_many(task: Task[..., Any], arguments: Iterable[Sequence[Any]], keys: Iterable[str] | None = None) -> None:
    """One job for each list of arguments, in few statements; jobs whose key is taken are left out."""
    if keys is None:
        jobs = [task.job(each, {}) for each in arguments]
    else:
        jobs = [task.job(each, {}, key) for each, key in zip(arguments, keys, strict=True)]
    Job.objects.bulk_create(jobs, ignore_conflicts=keys is not None or bool(task.key))


def _refuse_unless_json(value: Any, place: str) -> None:
    """Only what JSON and both databases give back exactly as it was."""
    if value is None or isinstance(value, bool | int):
        return
    if isinstance(value, str) and "\0" not in value and _is_unicode(value):
        return
    if isinstance(value, float) and math.isfinite(value):
        return
    if isinstance(value, list):
        for each in value:
            _refuse_unless_json(each, place)
        return
    if isinstance(value, dict) and all(isinstance(name, str) for name in value):
        for name, each in value.items():
            _refuse_unless_json(name, place)
            _refuse_unless_json(each, place)
        return
    raise TypeError(
        f"{place} holds {type(value).__name__} {value!r:.60}; a job takes texts, finite numbers,"
        " booleans, None, lists and dictionaries with texts as names, without NUL"
    )


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
