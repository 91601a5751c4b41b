"""Money received for an order."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.domains.parties.parties.model import Party
from setia.domains.parties.preferences.model import PaymentMethod
from setia.domains.sales.orders.model import Order
from setia.foundation.records import Record, active_index


class Payment(Record):
    """`party` and `currency` are those of the order. `name` is the reference, or the order's name."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="payments", verbose_name=_("Order"))
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="payments", editable=False, verbose_name=_("Customer")
    )
    name = models.CharField(_("Payment"), max_length=260, default="", editable=False)
    reference = models.CharField(_("Reference"), max_length=120, blank=True, default="")
    amount = models.BigIntegerField(_("Amount"))
    currency = models.CharField(_("Currency"), max_length=3, blank=True, default="")
    method = models.CharField(_("Method"), max_length=10, choices=PaymentMethod.choices, default=PaymentMethod.TRANSFER)
    paid_on = models.DateField(_("Paid on"), blank=True)

    owner_path = "order__owner"
    governed_by = "sales.order"

    class Meta:
        verbose_name = _("Payment")
        verbose_name_plural = _("Payments")
        indexes: ClassVar = [active_index("payment_day", "paid_on")]

    def __str__(self) -> str:
        return self.name
