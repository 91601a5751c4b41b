"""The status of an order follows from what was handed over, and the other way round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from setia.domains.sales.order_lines.model import OrderLine
from setia.domains.sales.order_lines.sums import UNDELIVERED, sums_of
from setia.domains.sales.orders.model import OrderStatus
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.kit.changes import Change
from setia.kit.resources import registry
from setia.kit.writing import changes_of, write

FOLLOWING = (OrderStatus.DRAFT, OrderStatus.CONFIRMED, OrderStatus.PARTLY, OrderStatus.DELIVERED)


def deliver_the_rest(changes: Sequence[Change], by: Actor) -> None:
    """Whoever says that an order is delivered has handed over what was still open of it."""
    moments = {change.id: change.at for change in changes}
    rows = OrderLine.objects.active().filter(UNDELIVERED).order_by("id")
    made = [
        Change(
            after={"order_id": order, "line_id": line, "quantity": quantity - delivered,
                   "shipped_on": day_of(moments[order], by)},
            extra={"rest": True},
            at=moments[order],
        )
        for order, line, quantity, delivered in bulk.found(
            rows, "order_id", moments, "order_id", "id", "quantity", "delivered"
        )
    ]  # fmt: skip
    if made:
        write(registry.of_noun("sales.shipment"), made, by)


def day_of(at: datetime | None, by: Actor) -> date:
    return by.today if at is None else at.astimezone(ZoneInfo(by.zone)).date()


def follow_deliveries(orders: Mapping[int, datetime | None], by: Actor) -> None:
    """Write the status that follows from what was handed over."""
    resource, sums = registry.of_noun("sales.order"), sums_of(orders)
    wanted = changes_of(resource, orders)
    for change in wanted:
        found = sums.get(change.id)
        if found is None or change.after["status"] not in FOLLOWING:
            continue
        if found.begun:
            change.after["status"] = (OrderStatus.PARTLY if found.pending else OrderStatus.DELIVERED).value
        elif change.after["status"] in (OrderStatus.PARTLY, OrderStatus.DELIVERED):
            change.after["status"] = OrderStatus.CONFIRMED.value
        change.at = orders[change.id]
    write(resource, [change for change in wanted if change.dirty()], by)
