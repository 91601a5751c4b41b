"""What the lines of orders add up to."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Max, Sum

from setia.domains.sales.order_lines.model import OrderLine
from setia.foundation import bulk


class Sums(NamedTuple):
    """`only` is the id of the line where there is just one."""

    lines: int
    quantity: Decimal
    total: int
    only: int | None


NO_LINES = Sums(0, Decimal(0), 0, None)


def sums_of(orders: Iterable[int]) -> dict[int, Sums]:
    """By order; an order without lines is left out."""
    rows = OrderLine.objects.active().values("order_id").annotate(
        lines=Count("id"), pieces=Sum("quantity"), sum=Sum("amount"), only=Max("id")
    )  # fmt: skip
    return {
        order: Sums(lines, Decimal(pieces or 0), int(total or 0), only if lines == 1 else None)
        for order, lines, pieces, total, only in bulk.found(
            rows, "order_id", orders, "order_id", "lines", "pieces", "sum", "only"
        )
    }
