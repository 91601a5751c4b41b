"""The lanes of a board: how many records stand in each, and what they add up to.

Every lane is looked at up to the cap of all counts, so that a board costs the same when a hundred
thousand opportunities have been won; beyond it there is no sum, for a part of a sum misleads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection

from setia.kit.lists import COUNT_CAP, Count, Listing


@dataclass(frozen=True, slots=True)
class Lane:
    """`totals` are minor units by currency; empty when the count is capped."""

    count: Count
    totals: Sequence[tuple[str, int]]


def lane_of(listing: Listing, total: str = "") -> Lane:
    """The count of a list, and the sums of its amounts `total`, in one question of bounded cost."""
    paths = [listing.resource.fields[total].path, "currency"] if total else ["id"]
    rows = listing.records.order_by().values_list(*paths)[: COUNT_CAP + 1]
    try:
        sql, parameters = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:  # a search that found nothing, a condition that nothing fits
        return Lane(Count(0, False), [])
    sums = "currency, SUM(amount)" if total else "'', 0"
    names = "amount, currency" if total else "id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH lane ({names}) AS ({sql}) SELECT COUNT(*), {sums} FROM lane"  # noqa: S608 (our own names)
            + (" GROUP BY currency ORDER BY currency" if total else ""),
            parameters,
        )
        found = cursor.fetchall()
    number = sum(row[0] for row in found)
    capped = number > COUNT_CAP
    count = Count(min(number, COUNT_CAP), capped)
    return Lane(count, [] if capped or not total else [(row[1], int(row[2])) for row in found if row[2]])
