"""Where those who reckon with what was sold find it: in the marts, or, before there are any, in the tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from typing import Any

from setia.domains.insight.warehouse import reading
from setia.domains.sales.order_lines.model import OrderLine
from setia.domains.sales.orders.model import BINDING
from setia.foundation.company import our_company

NAMES = ("product_id", "order__party_id", "order__party__sector", "order__ordered_on", "quantity", "returned",
         "amount", "cost_amount", "currency")  # fmt: skip


@contextmanager
def from_marts() -> Iterator[dict[str, Any] | None]:
    """A description for `opening.Sold`, in another process; what it names stays as long as this. None before the
    first refresh."""
    with reading.described() as told:
        yield (None if told is None else {"as_of": told.as_of, "marts": asdict(told)})


@contextmanager
def from_tables(today: date) -> Iterator[dict[str, Any]]:
    """The same of a firm so small that its lines can be handed over; amounts in other currencies are not known."""
    currency = our_company().currency
    rows = OrderLine.objects.active().filter(order__status__in=BINDING, order__archived_at__isnull=True)
    rows = rows.filter(product__isnull=False, order__ordered_on__isnull=False).order_by("pk")
    lines = []
    for product, party, sector, day, quantity, returned, amount, cost, in_currency in rows.values_list(*NAMES):
        is_ours = (in_currency or currency) == currency
        lines.append((
            product, party, sector or "", day.toordinal(), int(quantity * 1000), int(returned * 1000),
            amount if is_ours else None, cost if is_ours else None,
        ))  # fmt: skip
    yield {"as_of": today.isoformat(), "lines": lines}
