"""What can be done to an order."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.orders.model import Order, OrderStatus
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.kit.kinds import Text
from setia.kit.operations import operation


@operation(
    records="order.confirmed",
    label=gettext_lazy("Confirm"),
    told=gettext_lazy("confirmed"),
    icon="check",
    tone="good",
    when=lambda order: order.status == OrderStatus.DRAFT,
)
def confirm_order(order: Order, *, by: Actor) -> None:
    """The customer ordered and we accepted: the order is binding."""
    _require(order, OrderStatus.DRAFT)
    order.status = OrderStatus.CONFIRMED.value


@operation(
    records="order.delivered",
    label=gettext_lazy("Mark as delivered"),
    told=gettext_lazy("delivered"),
    icon="truck",
    tone="good",
    when=lambda order: order.status in (OrderStatus.CONFIRMED, OrderStatus.PARTLY),
)
def deliver_order(order: Order, *, by: Actor) -> None:
    """The customer has received everything: what was still open is handed over today."""
    _require(order, OrderStatus.CONFIRMED, OrderStatus.PARTLY)
    order.status = OrderStatus.DELIVERED.value


@operation(
    records="order.cancelled",
    label=gettext_lazy("Cancel the order"),
    told=gettext_lazy("cancelled"),
    icon="ban",
    tone="danger",
    when=lambda order: order.status in (OrderStatus.DRAFT, OrderStatus.CONFIRMED),
    choices={"reason": Text(300)},
    labels={"reason": gettext_lazy("Why")},
)
def cancel_order(order: Order, *, reason: str = "", by: Actor) -> None:
    """The order will not be carried out. Its lines and payments stay as they are; what was paid is to be paid back."""
    _require(order, OrderStatus.DRAFT, OrderStatus.CONFIRMED)
    order.status = OrderStatus.CANCELLED.value


def _require(order: Order, *statuses: OrderStatus) -> None:
    if order.status not in statuses:
        raise Refusal(
            _("“%(order)s” is %(status)s; this is not possible any more.")
            % {"order": order, "status": order.get_status_display().lower()}
        )
