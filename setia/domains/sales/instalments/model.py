"""A part of an order that is to be paid by a day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.domains.parties.parties.model import Party
from setia.domains.sales.orders.model import Order
from setia.foundation.records import Record, active_index


class Instalment(Record):
    """`open` is what of `amount` was not paid yet: payments count for the instalment that is due first. `party` and
    `currency` are those of the order."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="instalments", verbose_name=_("Order"))
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="instalments", editable=False, verbose_name=_("Customer")
    )
    name = models.CharField(_("Instalment"), max_length=280, default="", editable=False)
    due_on = models.DateField(_("Due on"))
    amount = models.BigIntegerField(_("Amount"))
    open = models.BigIntegerField(_("To be paid"), default=0, editable=False)
    currency = models.CharField(_("Currency"), max_length=3, default="", editable=False)

    owner_path = "order__owner"
    governed_by = "sales.order"

    class Meta:
        verbose_name = _("Instalment")
        verbose_name_plural = _("Instalments")
        indexes: ClassVar = [active_index("instalment_due", "due_on")]

    def __str__(self) -> str:
        return self.name
