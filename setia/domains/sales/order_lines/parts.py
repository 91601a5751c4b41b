"""What shipments and goods returns have in common: each is so much of one line of an order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Sum
from django.utils.translation import gettext as _

from setia.domains.sales.order_lines.model import OrderLine
from setia.foundation import bulk
from setia.kit.changes import Change

NAMES = ("order_id", "order__party_id", "order__status", "currency", "description", "quantity", "amount", "delivered",
         "returned", "credited")  # fmt: skip


class Part(NamedTuple):
    """The line that something is a part of."""

    order_id: int
    party_id: int
    status: str
    currency: str
    words: str
    quantity: Decimal
    amount: int
    delivered: Decimal
    returned: Decimal
    credited: int

    @property
    def received(self) -> Decimal:
        """What the customer has got: all of it where an order came from elsewhere as delivered."""
        return self.quantity if self.status == "delivered" else self.delivered


def lines_of(changes: Sequence[Change]) -> dict[int, Part]:
    rows = OrderLine.objects.active()
    ids = {change.after["line_id"] for change in changes} - {None}
    return {line: Part(*rest) for line, *rest in bulk.found(rows, "pk", ids, "pk", *NAMES)}


def fill_from_line(change: Change, line: Part | None) -> bool:
    """Order, customer and words are those of the line. False where there is none."""
    after = change.after
    if line is None:
        if change.errors:
            return False
        change.refuse("line", _("This line is not in use any more."))
        return False
    if change.before and change.changed("line_id"):
        change.refuse("line", _("This stays with its line."))
    if after["order_id"] not in (None, line.order_id):
        change.refuse("line", _("This line is one of another order."))
    if line.status == "cancelled" and change.is_new:
        change.refuse("line", _("This order is cancelled."))
    after.update(order_id=line.order_id, party_id=line.party_id, name=line.words or _("Line"))
    if Decimal(after["quantity"] or 0) <= 0:
        change.refuse("quantity", _("Give a quantity above zero."))
    return True


def taken(model: Any, changes: Sequence[Change]) -> dict[int, Decimal]:
    """How much of each line is taken by records that are not among these changes."""
    ids, ours = {change.after["line_id"] for change in changes} - {None}, {change.id for change in changes} - {0}
    rows = model._default_manager.filter(archived_at__isnull=True)
    if ours:
        rows = rows.exclude(pk__in=ours)
    found: dict[int, Decimal] = defaultdict(Decimal)
    for line, sum_ in bulk.found(
        rows.values("line_id").annotate(all=Sum("quantity")), "line_id", ids, "line_id", "all"
    ):
        found[line] += Decimal(sum_ or 0)
    return found


def locked_lines(ids: Iterable[int]) -> Mapping[int, tuple[Any, ...]]:
    """Nobody else takes of these lines until the transaction ends."""
    rows = OrderLine.objects.order_by("pk").select_for_update(of=("self",))
    return {id_: rest for id_, *rest in bulk.found(rows, "pk", ids, "pk", "quantity", "order_id", "amount")}  # type: ignore[misc]


def plain(quantity: Decimal) -> str:
    return format(Decimal(quantity).normalize(), "f")
