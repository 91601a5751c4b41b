"""What is said above the page of an order."""

from __future__ import annotations

from django.db.models import Sum
from django.utils.translation import gettext as _

from setia.domains.sales.orders.model import Order, OrderStatus
from setia.kit.resources import Words


def overpaid(order: Order) -> Words:
    """Nobody has to add up to see that money is to go back, or that the instalments leave something out."""
    if order.open < 0 and order.status == OrderStatus.CANCELLED:
        return _("The order was cancelled, and what was paid for it was not paid back yet.")
    if order.open < 0:
        return _("More was paid than the order comes to. The rest can be paid back with a refund.")
    planned = order.instalments.filter(archived_at__isnull=True).aggregate(all=Sum("amount"))["all"]  # type: ignore[attr-defined]
    if planned is not None and planned < order.due:
        return _("The instalments come to less than the order. Make them anew, or change one.")
    return ""
