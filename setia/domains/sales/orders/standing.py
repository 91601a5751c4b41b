"""What is still to be paid of an order: kept beside it, so that lists and figures can add it up.

`due`, `paid` and `open` follow from lines, goods returns, payments and refunds, whose own entries stand in the ledger;
they are written without a version, so that money coming in never disturbs whoever is editing the order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Sum

from setia.domains.sales.order_lines.sums import sums_of
from setia.domains.sales.orders.model import BINDING, Order
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.kit.resources import registry
from setia.kit.writing import changes_of, write


def open_of(status: str, due: int, paid: int, elsewhere: bool) -> int:
    """Nothing has to be paid before it was agreed, and what was paid for a cancelled order is to be given back."""
    if elsewhere and not paid:
        return 0
    return (due if status in BINDING else 0) - paid


def balance(orders: Iterable[int], by: Actor) -> None:
    """Work out anew what is due, paid and open of these orders, and which of their instalments are."""
    ids = sorted(set(orders))
    rows = Order.objects.order_by("pk").select_for_update(of=("self",))
    names = ("pk", "status", "due", "paid", "open", "settled_elsewhere", "total")
    known = list(bulk.found(rows, "pk", ids, *names))
    sums, paid = sums_of(ids), paid_for(ids)
    wanted = []
    for id_, status, due, was_paid, was_open, elsewhere, total in known:
        new_due = sums[id_].due if id_ in sums else total
        now = paid.get(id_, 0)
        standing = (new_due, now, open_of(status, new_due, now, elsewhere))
        if standing != (due, was_paid, was_open):
            wanted.append((*standing, id_))
    bulk.update(Order, ("due", "paid", "open"), wanted)
    refit_instalments({id_: (due, sums[id_].due) for id_, _s, due, *_r in known if id_ in sums}, by)
    follow_instalments(ids, by)


def paid_for(orders: Iterable[int]) -> dict[int, int]:
    """What was received less what was paid back, by order."""
    ids = set(orders)
    found = dict(_sums("Payment", ids))
    for order, back in _sums("Refund", ids, status="paid"):
        found[order] = found.get(order, 0) - back
    return found


def _sums(name: str, orders: set[int], **only: Any) -> Iterable[tuple[int, int]]:
    rows = apps.get_model("sales", name)._default_manager.filter(archived_at__isnull=True, **only)
    for order, amount in bulk.found(
        rows.values("order_id").annotate(all=Sum("amount")), "order_id", orders, "order_id", "all"
    ):
        yield order, int(amount or 0)


def refit_instalments(dues: Mapping[int, tuple[int, int]], by: Actor) -> None:
    """Instalments that added up to what an order came to before add up to what it comes to now: the last ones give
    way, or the last one takes what was added. `dues` are before and after, by order."""
    moved = {order: due for order, due in dues.items() if due[0] != due[1]}
    resource = registry.of_noun("sales.instalment")
    rows = resource.model._default_manager.filter(archived_at__isnull=True)
    ids = [id_ for (id_,) in bulk.found(rows, "order_id", moved, "pk")] if moved else []
    if not ids:
        return
    changes = sorted(changes_of(resource, ids), key=lambda c: (c.after["due_on"], c.id), reverse=True)
    for order, (before, after) in moved.items():
        mine = [change for change in changes if change.after["order_id"] == order]
        over = sum(change.after["amount"] for change in mine) - max(0, after)
        if mine and over < 0 and over == before - after:
            mine[0].after["amount"] -= over
        for change in mine:
            less = max(0, min(over, change.after["amount"]))
            over -= less
            if less and less == change.after["amount"]:
                change.after["archived_at"] = by.at
            else:
                change.after["amount"] -= less
    dirty = [change for change in changes if change.dirty()]
    write(resource, dirty, by, fact="instalment.changed")


def follow_instalments(orders: Iterable[int], by: Actor) -> None:
    """What was paid counts for the instalment that is due first."""
    ids = set(orders)
    if not ids:
        return
    model: Any = registry.of_noun("sales.instalment").model
    rows = model._default_manager.filter(archived_at__isnull=True).order_by("due_on", "id")
    found: dict[int, list[tuple[int, int, int]]] = {}
    for order, id_, amount, was in bulk.found(rows, "order_id", ids, "order_id", "id", "amount", "open"):
        found.setdefault(order, []).append((id_, amount, was))
    if not found:
        return
    orders_now = bulk.found(Order.objects.all(), "pk", found, "pk", "paid", "status")
    wanted = []
    for order, paid, status in orders_now:
        left = paid
        for id_, amount, was in found[order]:
            used = max(0, min(amount, left))
            left -= used
            now = amount - used if status in BINDING else 0
            if now != was:
                wanted.append((now, id_))
    bulk.update(model, ("open",), wanted)
