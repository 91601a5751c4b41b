"""Money paid back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.domains.parties.parties.model import Party
from setia.domains.parties.preferences.model import PaymentMethod
from setia.domains.sales.orders.model import Order
from setia.domains.sales.returns.model import Return
from setia.foundation.records import Record, active_index


class RefundReason(models.TextChoices):
    RETURN = "return", _("Goods came back")
    OVERPAID = "overpaid", _("Too much was paid")
    CANCELLED = "cancelled", _("The order was cancelled")
    COMPLAINT = "complaint", _("Complaint")
    GOODWILL = "goodwill", _("Goodwill")
    MISTAKE = "mistake", _("Our mistake")


class RefundStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting for approval")
    PAID = "paid", _("Paid back")
    REFUSED = "refused", _("Refused")


class Refund(Record):
    """Money paid back for an order. It counts once it is `paid`; what goes beyond the authority of whoever makes it
    waits until somebody has approved it. `party` and `currency` are those of the order."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="refunds", verbose_name=_("Order"))
    goods_return = models.ForeignKey(
        Return, models.SET_NULL, null=True, blank=True, related_name="refunds", verbose_name=_("Goods return")
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="refunds", editable=False, verbose_name=_("Customer"))
    name = models.CharField(_("Refund"), max_length=260, default="", editable=False)
    reference = models.CharField(_("Reference"), max_length=120, blank=True, default="")
    amount = models.BigIntegerField(_("Amount"))
    currency = models.CharField(_("Currency"), max_length=3, default="", editable=False)
    method = models.CharField(_("Method"), max_length=10, choices=PaymentMethod.choices, default=PaymentMethod.TRANSFER)
    reason = models.CharField(_("Reason"), max_length=10, choices=RefundReason.choices, default=RefundReason.RETURN)
    why = models.CharField(_("Why"), max_length=300, blank=True, default="")
    refunded_on = models.DateField(_("Paid back on"), blank=True)
    status = models.CharField(
        _("Status"), max_length=10, choices=RefundStatus.choices, default=RefundStatus.PAID, editable=False
    )

    owner_path = "order__owner"
    governed_by = "sales.order"

    class Meta:
        verbose_name = _("Refund")
        verbose_name_plural = _("Refunds")
        indexes: ClassVar = [active_index("refund_day", "refunded_on"), active_index("refund_status", "status")]

    def __str__(self) -> str:
        return self.name
