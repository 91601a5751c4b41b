"""The last dealing with each party, from the ledger."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import connection, transaction

from setia.domains.parties.parties.model import Party
from setia.foundation import bulk, ledger
from setia.foundation.jobs import hold_lease

BATCH = 5_000
PORTION = 500
BREATH = 0.02
Tell = Callable[[int, int, str], None]

OUR_OWN_BUSINESS = (
    ".changed", ".archived", ".restored", ".taken_back", ".cleared", ".erased", ".restricted", ".released",
    ".assigned",
)  # fmt: skip
"""What we do to a record is no dealing with the person; that it was merged counts, for its dealings came along."""


def is_dealing(kind: str, channel: str) -> bool:
    return channel != "job" and not kind.endswith(OUR_OWN_BUSINESS) and not kind.startswith("privacyrequest.")


def follow(until: int, tell: Tell) -> None:
    """Read what is new in the ledger up to this entry; stopped between two batches it goes on with the next."""
    while True:
        with transaction.atomic():
            hold_lease()
            entries = ledger.following("dealings", until, BATCH, "kind", "channel", "story_id", "at")
            last: dict[int, datetime] = {}
            for _pk, kind, channel, story, at in entries:  # type: ignore[misc]
                if story and is_dealing(str(kind), str(channel)):
                    last[story] = max(at, last.get(story, at))  # type: ignore[type-var, assignment]
            _keep(last.items())
        if not entries:
            return
        tell(entries[-1][0], until, "")
        time.sleep(BREATH)


def _keep(dealings: Iterable[tuple[int, datetime]]) -> None:
    """One statement for some hundreds: the later day counts."""
    rows = dict(dealings)
    there = {pk for (pk,) in bulk.found(Party.objects.all(), "pk", rows, "pk")}
    known = sorted((party, at) for party, at in rows.items() if party in there)
    more = "GREATEST" if bulk.is_postgresql() else "MAX"
    for start in range(0, len(known), PORTION):
        some = known[start : start + PORTION]
        values = ", ".join(["(%s, %s)"] * len(some))
        adapt = connection.ops.adapt_datetimefield_value
        given = [value for party, at in some for value in (party, adapt(at))]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO privacy_dealing (party_id, last_at) VALUES {values} "  # noqa: S608
                f"ON CONFLICT (party_id) DO UPDATE SET last_at = {more}(privacy_dealing.last_at, excluded.last_at)",
                given,
            )
