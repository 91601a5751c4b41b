"""The beginnings of several lists, asked for at once: what a page with a dozen panels needs of each.

One statement instead of one for each list. On PostgreSQL a question costs its way there and back, and of most of
the panels of a record nothing is shown but that they are empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from setia.kit.lists import Listing


def beginnings(wanted: Sequence[tuple[Listing, int]]) -> list[list[int]]:
    """The first ids of each list, in its order, as many as are wanted of it.

    A list in the order of what is kept beside its records is asked for on its own.
    """
    parts: list[str] = []
    parameters: list[Any] = []
    for at, (listing, size) in enumerate(wanted):
        for order, segment in enumerate(listing.order.segments):
            try:
                sql, values = segment.written(listing.chosen, size)
            except EmptyResultSet:
                continue
            parts.append(f"SELECT {at} AS place, {order} AS part, ROW_NUMBER() OVER () AS nth, id FROM ({sql}) AS t")  # noqa: S608
            parameters += values
    found: list[list[int]] = [[] for _list in wanted]
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(f"{' UNION ALL '.join(parts)} ORDER BY 1, 2, 3", parameters)  # noqa: S608 (the ORM's own SQL)
            for at, _part, _nth, id_ in cursor.fetchall():
                found[at].append(id_)
    return [
        ids[:size] if listing.order.segments else listing.keys("", size)[0]
        for ids, (listing, size) in zip(found, wanted, strict=True)
    ]
