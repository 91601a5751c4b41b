"""Opportunities and orders, row by row. A few parties buy a great deal, most of them once or twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from bench.company.people import moment
from bench.company.size import Size
from setia.domains.sales.stages.model import Stage
from setia.foundation.search import Document

Row = tuple[Any, ...]

OPPORTUNITY = (
    "id", "created_at", "updated_at", "version", "archived_at", "name", "reference", "party_id", "product_id",
    "pipeline_id", "stage_id", "status", "amount", "currency", "probability", "opened_on", "expected_on", "closed_on",
    "next_step", "lost_reason", "stage_since", "owner_id",
)  # fmt: skip
STAGE_CHANGE = ("opportunity_id", "from_stage_id", "to_stage_id", "at", "seconds")
ORDER = (
    "id", "created_at", "updated_at", "version", "archived_at", "reference", "name", "party_id", "opportunity_id",
    "ordered_on", "status", "quantity", "total", "currency", "about", "owner_id",
)  # fmt: skip
OPEN = 0.2
"""Share of opportunities that are still open: those stand on the board."""
SIZES = tuple(Decimal(number) for number in range(1, 30))


def some_party(size: Size, chance: Random) -> int:
    return 1 + int(size.parties * chance.random() ** 2)


def opportunities(size: Size, chance: Random, staff: list[int], stages: list[Stage]) -> Iterator[tuple[Row, Row]]:
    """Each with the entering of its stage."""
    beginning = [stage for stage in stages if stage.status == "open"]
    ends = [stage for stage in stages if stage.status != "open"]
    for id_ in range(1, size.opportunities + 1):
        is_open = chance.random() < OPEN
        stage = chance.choice(beginning if is_open else ends)
        at = moment(chance)
        day, closed = at.date(), at.date() + timedelta(days=40)
        yield (
            id_, at, at, 1, None, f"Renewal {id_}", f"OP-{id_:06d}", some_party(size, chance), None, stage.pipeline_id,
            stage.pk, stage.status, chance.randrange(50_000, 9_000_000), "EUR" if id_ % 5 else "IDR",
            stage.probability, day, closed, None if is_open else closed, "Call" if is_open else "", "", at,
            chance.choice(staff),
        ), (id_, None, stage.pk, at, None)  # fmt: skip


def orders(size: Size, chance: Random, staff: list[int]) -> Iterator[Row]:
    for id_ in range(1, size.orders + 1):
        at = moment(chance)
        number = f"SO-{id_:07d}"
        status = "delivered" if chance.random() < 0.95 else "confirmed"
        yield (
            id_, at, at, 1, None, number, number, some_party(size, chance), None, at.date(), status,
            chance.choice(SIZES), chance.randrange(500, 500_000), "EUR", "", chance.choice(staff),
        )  # fmt: skip


def documents_of_opportunities(rows: list[Row]) -> Iterator[Document]:
    for row in rows:
        yield Document(row[0], (row[5],), (row[6],))


def documents_of_orders(rows: list[Row]) -> Iterator[Document]:
    for row in rows:
        yield Document(row[0], (), (row[5],))
