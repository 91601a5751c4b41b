"""Quantity and total of an order are those of its lines, also where only the sums are known."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from setia.domains.sales.order_lines.amounts import LARGEST
from setia.domains.sales.order_lines.model import OrderLine
from setia.domains.sales.order_lines.sums import NO_LINES, Sums, sums_of
from setia.domains.sales.orders.model import BINDING
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.kit.changes import Change

NEW = ("order", "position", "product", "description", "quantity", "unit_price", "amount", "currency", "discount",
       "tax_percent", "delivered", "returned", "credited", "created_at", "updated_at", "version",
       "archived_at")  # fmt: skip
ALTERED = ("quantity", "unit_price", "amount", "updated_at")
BEGUN = frozenset(BINDING)
WATCHED = ("quantity", "total", "currency", "status")


def settle_totals(changes: Sequence[Change]) -> None:
    """Sums can be given where the order has one plain line or none; otherwise the lines have to be changed."""
    asked = [c.id for c in changes if c.before and any(map(c.changed, WATCHED))]
    sums = sums_of(asked)
    for change in changes:
        after, known = change.after, sums.get(change.id, NO_LINES)
        if after["total"] and not after["quantity"] and not known.lines:
            after["quantity"] = Decimal(1)
        if abs(after["total"]) > LARGEST:
            change.refuse("total", _("This amount is too large."))
        if differs(change, known):
            if known.lines > 1 or not known.is_plain:
                change.refuse("total", _("The total follows from the lines. Change the lines instead."))
            after.update(net=after["total"], tax=0, due=after["total"])
        if known.lines and change.changed("currency"):
            change.refuse("currency", _("The lines of the order are in another currency."))
        if after["status"] in BEGUN and change.changed("status") and not (known.lines or after["quantity"]):
            change.refuse("status", _("An order without lines cannot be confirmed."))


def differs(change: Change, known: Sums) -> bool:
    if not (change.is_new or change.changed("quantity") or change.changed("total")):
        return False
    return (change.after["quantity"], change.after["total"]) != (known.quantity, known.total)


def write_totals(changes: Sequence[Change], by: Actor) -> None:
    """Orders of which only the sums were given get their one line, or it is made to agree."""
    given = [c for c in changes if differs(c, NO_LINES)]
    sums = sums_of(c.id for c in given if not c.is_new)
    missing = [c for c in given if c.id not in sums]
    bulk.insert(OrderLine, NEW, [_only_line(c, by) for c in missing])
    alone = [
        (c, known.only) for c in changes
        if (known := sums.get(c.id)) and known.only and known.is_plain and differs(c, known)
    ]  # fmt: skip
    bulk.update(
        OrderLine,
        ALTERED,
        [(c.after["quantity"], _price(c), c.after["total"], by.at, id_) for c, id_ in alone],
    )


ZERO = Decimal(0)


def _only_line(change: Change, by: Actor) -> tuple[Any, ...]:
    quantity, total, currency = (change.after[name] for name in ("quantity", "total", "currency"))
    return (change.id, 1, None, "", quantity, _price(change), total, currency, ZERO, ZERO, ZERO, ZERO, 0, by.at, by.at,
            1, None)  # fmt: skip


def _price(change: Change) -> int:
    quantity, total = Decimal(change.after["quantity"]), change.after["total"]
    return int((total / quantity).quantize(Decimal(1), ROUND_HALF_UP)) if quantity else total
