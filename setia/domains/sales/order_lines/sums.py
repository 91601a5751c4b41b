"""What the lines of orders add up to: asked for all orders of a batch at once, by the rule of `sales.sums`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Q, Sum

from setia.domains.sales.order_lines.model import OrderLine
from setia.domains.sales.sums import tax_on
from setia.foundation import bulk


@dataclass(slots=True)
class Sums:
    """`only` is the id of the line where there is just one; `bases` are the net amounts by tax rate, before and
    after what came back. `pending` lines are not wholly delivered, of `begun` something was."""

    lines: int = 0
    quantity: Decimal = Decimal(0)
    net: int = 0
    cost: int = 0
    costed: int = 0
    only: int | None = None
    is_plain: bool = True
    pending: int = 0
    begun: int = 0
    bases: dict[Decimal, tuple[int, int]] = field(default_factory=dict)

    @property
    def tax(self) -> int:
        return sum(tax_on(base, rate) for rate, (base, _kept) in self.bases.items())

    @property
    def total(self) -> int:
        return self.net + self.tax

    @property
    def due(self) -> int:
        """What is left after what came back; tax is worked out anew on what was kept."""
        return sum(kept + tax_on(kept, rate) for rate, (_base, kept) in self.bases.items())

    @property
    def margin(self) -> int | None:
        return self.net - self.cost if self.lines and self.costed == self.lines else None

    def columns(self) -> dict[str, Any]:
        """As the order keeps them."""
        return {
            "quantity": self.quantity, "net": self.net, "tax": self.tax, "total": self.total, "due": self.due,
            "margin": self.margin,
        }  # fmt: skip


NO_LINES = Sums()
UNDELIVERED = Q(delivered__lt=F("quantity"))
NOT_PLAIN = Q(discount__gt=0) | Q(delivered__gt=0) | Q(tax_percent__gt=0)
NAMES = ("order_id", "tax_percent", "rows", "pieces", "sum", "credit", "costs", "known", "last", "rich", "open", "some")


def sums_of(orders: Iterable[int]) -> dict[int, Sums]:
    """By order; an order without lines is left out."""
    rows = OrderLine.objects.active().values("order_id", "tax_percent").annotate(
        rows=Count("id"), pieces=Sum("quantity"), sum=Sum("amount"), credit=Sum("credited"), costs=Sum("cost_amount"),
        known=Count("cost_amount"), last=Max("id"), rich=Count("id", filter=NOT_PLAIN),
        open=Count("id", filter=UNDELIVERED), some=Count("id", filter=Q(delivered__gt=0)),
    )  # fmt: skip
    found: dict[int, Sums] = {}
    for order, rate, count, pieces, net, credit, cost, known, last, rich, pending, begun in bulk.found(
        rows, "order_id", orders, *NAMES
    ):
        sums = found.setdefault(order, Sums())
        sums.lines += count
        sums.quantity += Decimal(pieces or 0)
        sums.net += int(net or 0)
        sums.cost += int(cost or 0)
        sums.costed += known
        sums.only = last if sums.lines == 1 else None
        sums.is_plain = sums.is_plain and not rich
        sums.pending += pending
        sums.begun += begun
        base, kept = sums.bases.get(Decimal(rate or 0), (0, 0))
        whole = int(net or 0)
        sums.bases[Decimal(rate or 0)] = (base + whole, kept + whole - int(credit or 0))
    return found
