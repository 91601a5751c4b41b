"""Receiving money for an order."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.parties.preferences.model import PaymentMethod
from setia.domains.parties.preferences.resource import METHODS
from setia.domains.sales.orders.model import Order, OrderStatus
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid
from setia.kit.changes import Change
from setia.kit.kinds import Amount, Text
from setia.kit.operations import operation
from setia.kit.resources import registry
from setia.kit.writing import write


@operation(
    records="order.paid",
    label=gettext_lazy("Record a payment"),
    told=gettext_lazy("paid"),
    icon="banknote",
    bulk=False,
    when=lambda order: order.status != OrderStatus.CANCELLED,
    choices={"amount": Amount(), "method": METHODS, "reference": Text(120)},
    labels={
        "amount": gettext_lazy("Amount"),
        "method": gettext_lazy("Method"),
        "paid_on": gettext_lazy("Paid on"),
        "reference": gettext_lazy("Reference"),
    },
    dated_by="paid_on",
)
def record_payment_order(
    order: Order,
    *,
    amount: int,
    method: str = PaymentMethod.TRANSFER.value,
    paid_on: date | None = None,
    reference: str = "",
    by: Actor,
) -> None:
    """The customer paid for the order, all of it or a part."""
    if paid_on and paid_on > by.today:
        raise Invalid({"paid_on": [_("This day has not come yet.")]})
    payment = {
        "order_id": order.pk, "amount": amount, "currency": order.currency, "method": method,
        "paid_on": paid_on, "reference": reference,
    }  # fmt: skip
    write(registry.of_noun("sales.payment"), [Change(after=payment)], by)
