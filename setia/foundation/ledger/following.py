"""Reading the ledger from where one stopped: for what is worked out again when something new has happened.

Numbers are given before entries are committed, and on PostgreSQL a slower writer may commit a lower number
later. Nobody may read past such a number, or they would never see it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from django.db import connection
from django.db.models import Max

from setia.foundation import bulk
from setia.foundation.ledger.model import Entry, Follower

PATIENCE = 20.0
"""Seconds; an import that writes longer in one transaction is read in a later round."""

# Whoever has taken a number holds this lock on the sequence until their transaction ends (PostgreSQL, "Explicit
# Locking": the lock is taken by nextval).
WRITING = """
    SELECT pid, virtualtransaction FROM pg_locks
     WHERE relation = pg_get_serial_sequence(%s, 'id')::regclass AND mode = 'RowExclusiveLock'
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND pid <> pg_backend_pid()
"""


def complete_until(patience: float = PATIENCE) -> int | None:
    """The number up to which every entry is there; None while somebody who began before us still writes."""
    newest: int = Entry.objects.aggregate(newest=Max("id"))["newest"] or 0
    if not bulk.is_postgresql():
        # One writer at a time: numbers are committed in their order.
        return newest
    until, writing = time.monotonic() + patience, _writers()
    while writing:
        if time.monotonic() > until:
            return None
        time.sleep(0.02)
        writing &= _writers()
    return newest


def _writers() -> set[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(WRITING, [Entry._meta.db_table])
        return {(pid, transaction) for pid, transaction in cursor.fetchall()}


def following(name: str, until: int, size: int, *names: str) -> Sequence[tuple[int, ...]]:
    """The next entries for this follower up to `until`: their numbers and the columns named.

    They count as read when the transaction in which this is called is committed; meanwhile nobody else
    reads as the same follower.
    """
    Follower.objects.get_or_create(name=name)
    follower = Follower.objects.select_for_update().get(name=name)
    rows = Entry.objects.filter(pk__gt=follower.position, pk__lte=until).order_by("pk")
    found = list(rows.values_list("pk", *names)[:size])
    if found:
        follower.position = found[-1][0]
        follower.save(update_fields=["position"])
    return found
