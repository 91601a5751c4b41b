"""Paying money back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.parties.preferences.model import PaymentMethod
from setia.domains.parties.preferences.resource import METHODS
from setia.domains.sales.orders.model import Order
from setia.domains.sales.refunds.model import Refund, RefundStatus
from setia.domains.sales.refunds.reasons import REASONS
from setia.domains.sales.returns.model import Return
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid
from setia.kit.changes import Change
from setia.kit.kinds import Amount, Text
from setia.kit.operations import operation
from setia.kit.resources import registry
from setia.kit.writing import write


@operation(
    records="order.refunded",
    label=gettext_lazy("Refund"),
    told=gettext_lazy("made a refund"),
    icon="banknote-x",
    bulk=False,
    when=lambda order: order.paid > 0,
    choices={"amount": Amount(), "method": METHODS, "reason": REASONS, "reference": Text(120), "why": Text(300)},
    labels={
        "amount": gettext_lazy("Amount"), "reason": gettext_lazy("Reason"), "why": gettext_lazy("Why"),
        "method": gettext_lazy("Method"), "on": gettext_lazy("Paid back on"),
        "goods_return": gettext_lazy("Goods return"), "reference": gettext_lazy("Reference"),
    },
    dated_by="on",
)  # fmt: skip
def refund_order(
    order: Order,
    *,
    amount: int,
    reason: str,
    why: str = "",
    method: str = PaymentMethod.TRANSFER.value,
    on: date | None = None,
    goods_return: Return | None = None,
    reference: str = "",
    by: Actor,
) -> dict[str, Any]:
    """Pay back what was paid, or a part of it. Beyond your authority it waits until somebody has approved it."""
    if on and on > by.today:
        raise Invalid({"on": [_("This day has not come yet.")]})
    change = Change(
        after={
            "order_id": order.pk, "amount": amount, "reason": reason, "why": why, "method": method,
            "refunded_on": on, "goods_return_id": goods_return.pk if goods_return else None, "reference": reference,
        }
    )  # fmt: skip
    write(registry.of_noun("sales.refund"), [change], by)
    status = Refund.objects.values_list("status", flat=True).get(pk=change.id)
    return {_("Refund"): RefundStatus(status).label} if status == RefundStatus.WAITING else {}
