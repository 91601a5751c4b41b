"""What customers have: what was ordered by them and confirmed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Sum

from setia.domains.sales.order_lines.model import OrderLine
from setia.domains.sales.orders.model import OrderStatus

HAVING = (OrderStatus.CONFIRMED.value, OrderStatus.PARTLY.value, OrderStatus.DELIVERED.value)


def owned_by(parties: Iterable[int]) -> dict[int, dict[int, int]]:
    """Whole quantities by product, for each of the parties."""
    rows = (
        OrderLine.objects.active()
        .filter(
            order__party__in=list(parties), order__status__in=HAVING, order__archived_at=None, product__isnull=False
        )
        .values_list("order__party_id", "product_id")
        .annotate(sum=Sum("quantity"))
    )
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for party, product, quantity in rows:
        if count := int(quantity or Decimal(0)):
            found[party][product] = count
    return found
