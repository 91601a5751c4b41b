"""What leaves traces. No constraint keeps a trace from being left twice: that is for the jobs to prevent."""

from __future__ import annotations

import os
import time

from django.db import connection, transaction

from setia.foundation.jobs import hold_lease, progress, task
from setia.foundation.ledger import Entry, reaction

TABLE = "faults_effect"
CREATE = f"CREATE TABLE IF NOT EXISTS {TABLE} (entry_id bigint NOT NULL, what varchar(40) NOT NULL, process bigint)"
NOTED = ("party.changed", "party.noted", "order.created", "opportunity.created", "orderline.created")
STEPPED = "brand.created"
STEPS = 10
STEP_SECONDS = 0.25


def leave(entry_id: int, what: str) -> None:
    with connection.cursor() as cursor:
        values = [entry_id, what, os.getpid()]
        cursor.execute(f"INSERT INTO {TABLE} (entry_id, what, process) VALUES (%s, %s, %s)", values)  # noqa: S608


def left(entry_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {TABLE} WHERE entry_id = %s", [entry_id])  # noqa: S608
        return int(cursor.fetchone()[0])


@reaction(*NOTED)
def note(entry: Entry) -> None:
    leave(entry.pk, "noted")


@reaction(*NOTED)
def count(entry: Entry) -> None:
    """A second reaction to the same fact."""
    leave(entry.pk, "counted")


@reaction(STEPPED)
def set_off(entry: Entry) -> None:
    """A reaction that puts a long job into the queue."""
    walk.using(key=f"walk:{entry.pk}").enqueue(entry.pk)


@task(own_transactions=True, retries=50, lease=6)
def walk(entry_id: int) -> None:
    """Ten steps in a transaction each, from wherever the last walker came to."""
    for step in range(left(entry_id), STEPS):
        with transaction.atomic():
            hold_lease()
            leave(entry_id, f"step {step}")
            time.sleep(STEP_SECONDS / 2)
        progress(step + 1, STEPS, "walking")
        time.sleep(STEP_SECONDS / 2)
