"""How often which personal field is used, and in which way: counted in memory, written in one statement now and then.

Nobody's name is kept: a row says how many times on which day, and by how many different people at most in one
process. What was counted in the last seconds before a crash is lost. No page waits for it.
"""

from __future__ import annotations

import atexit
import logging
import os
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from threading import Event, Lock, Thread
from typing import ClassVar, Literal

from django.conf import settings
from django.db import DatabaseError, connection, models

from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.conditions import Condition, tests_of
from setia.foundation.errors import NotFound
from setia.kit.kinds import Reference
from setia.kit.resources import Resource, registry

Way = Literal["shown", "asked", "exported", "api", "imported"]
"""Shown on a page; asked about by a condition or an order; in a file; sent to a program; filled by a file."""

PORTION = 200
"""Rows of one statement; SQLite and PostgreSQL take many more values."""

KEPT = timedelta(days=730)
log = logging.getLogger("setia.uses")


class Use(models.Model):
    """`people` is how many different ones at least, on that day."""

    id = models.BigAutoField(primary_key=True)
    noun = models.CharField(max_length=60)
    field = models.CharField(max_length=60)
    way = models.CharField(max_length=10)
    day = models.DateField()
    count = models.BigIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "kit"
        constraints: ClassVar = [models.UniqueConstraint(fields=["noun", "field", "way", "day"], name="use_of_a_day")]

    def __str__(self) -> str:
        return f"{self.noun}.{self.field} {self.way} {self.day}"


Key = tuple[str, str, str, date]


class _Counted:
    """What this process has counted and not written yet, and whom it has met today."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.counts: dict[Key, int] = defaultdict(int)
        self.people: dict[Key, set[int]] = defaultdict(set)
        self.process = 0

    def add(self, keys: Iterable[Key], staff_id: int) -> None:
        with self.lock:
            for key in keys:
                self.counts[key] += 1
                self.people[key].add(staff_id)

    def take(self) -> list[tuple[Key, int, int]]:
        with self.lock:
            taken = [(key, count, len(self.people[key])) for key, count in self.counts.items()]
            self.counts.clear()
            newest = max((key[3] for key in self.people), default=date.min)
            self.people = defaultdict(set, {key: who for key, who in self.people.items() if key[3] == newest})
        return taken

    def give_back(self, taken: Iterable[tuple[Key, int, int]]) -> None:
        with self.lock:
            for key, count, _people in taken:
                self.counts[key] += count


_counted = _Counted()
_stop = Event()


def note(resource: Resource, names: Iterable[str], way: Way, by: Actor) -> None:
    """Count that somebody used these fields; those that are not personal, and Setia itself, are not counted."""
    if by.staff_id is None:
        return
    fields = resource.fields
    keys = [
        (resource.noun, name, way, by.today) for name in names if name in fields and fields[name].personal is not None
    ]
    if keys:
        _counted.add(keys, by.staff_id)
        _write_now_and_then()


def note_asked(resource: Resource, where: Condition, sort: str, by: Actor) -> None:
    """Count what a condition and an order ask about, also behind references."""
    if by.staff_id is None:
        return
    for test in tests_of(where):
        here, name = resource, test.field
        while "." in name:
            first, _dot, name = name.partition(".")
            kind = here.fields[first].kind if first in here.fields else None
            if not isinstance(kind, Reference):
                break
            try:
                here = registry.of_noun(kind.noun)
            except NotFound:
                break
        note(here, (name,), "asked", by)
    if sort:
        note(resource, (sort.removeprefix("-"),), "asked", by)


def write_now() -> int:
    """Write what was counted since the last time; how many rows that were."""
    taken = _counted.take()
    for start in range(0, len(taken), PORTION):
        try:
            _write(taken[start : start + PORTION])
        except DatabaseError:
            _counted.give_back(taken[start:])
            raise
    return len(taken)


def _write(rows: list[tuple[Key, int, int]]) -> None:
    more = "GREATEST" if bulk.is_postgresql() else "MAX"
    values = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(rows))
    given = [value for (noun, field, way, day), count, people in rows for value in (
        noun, field, way, day.isoformat(), count, people)]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO kit_use (noun, field, way, day, count, people) VALUES {values} "  # noqa: S608
            "ON CONFLICT (noun, field, way, day) DO UPDATE SET count = kit_use.count + excluded.count, "
            f"people = {more}(kit_use.people, excluded.people)",
            given,
        )


def forget_old(today: date) -> int:
    """Drop what was counted more than two years ago."""
    return Use.objects.filter(day__lt=today - KEPT).delete()[0]


def _write_now_and_then() -> None:
    """A thread of its own writes; every process has its own."""
    if _counted.process == os.getpid() or not settings.USES_EVERY:
        return
    with _counted.lock:
        if _counted.process == os.getpid():
            return
        _counted.process = os.getpid()
    Thread(target=_keep_writing, name="setia-uses", daemon=True).start()
    atexit.register(_write_at_the_end)


def _keep_writing() -> None:
    while not _stop.wait(settings.USES_EVERY):
        _write_quietly()


def _write_at_the_end() -> None:
    _stop.set()
    _write_quietly()


def _write_quietly() -> None:
    try:
        write_now()
    except DatabaseError as trouble:
        # Somebody writes for long, as a demonstration does that is being filled: the next time does for both.
        log.debug("uses are not written yet: %s", type(trouble).__name__)
    finally:
        connection.close()
