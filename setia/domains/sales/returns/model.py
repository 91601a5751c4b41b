"""Goods that came back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.domains.parties.parties.model import Party
from setia.domains.sales.order_lines.model import OrderLine
from setia.domains.sales.orders.model import Order
from setia.foundation.records import Record, active_index


class ReturnReason(models.TextChoices):
    DEFECTIVE = "defective", _("Does not work")
    DAMAGED = "damaged", _("Arrived damaged")
    WRONG = "wrong", _("Not what was ordered")
    LATE = "late", _("Came too late")
    UNSUITABLE = "unsuitable", _("Does not suit")
    UNWANTED = "unwanted", _("Not wanted any more")
    OTHER = "other", _("Another reason")


class Condition(models.TextChoices):
    NEW = "new", _("As new")
    OPENED = "opened", _("Opened")
    USED = "used", _("Used")
    BROKEN = "broken", _("Out of order")


class Return(Record):
    """So much of one line of an order came back. `amount` is what is credited for it, net, in minor units: its share
    of the line, so that a line that came back piece by piece is credited to the cent."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="returns", verbose_name=_("Order"))
    line = models.ForeignKey(OrderLine, models.CASCADE, related_name="returns", verbose_name=_("Order line"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="returns", editable=False, verbose_name=_("Customer"))
    name = models.CharField(_("What came back"), max_length=300, default="", editable=False)
    quantity = models.DecimalField(_("Quantity"), max_digits=12, decimal_places=3)
    reason = models.CharField(_("Reason"), max_length=10, choices=ReturnReason.choices, default=ReturnReason.OTHER)
    condition = models.CharField(_("Condition"), max_length=10, choices=Condition.choices, default=Condition.NEW)
    returned_on = models.DateField(_("Came back on"), blank=True)
    amount = models.BigIntegerField(_("Credited"), default=0, editable=False)
    currency = models.CharField(_("Currency"), max_length=3, default="", editable=False)
    about = models.TextField(_("Remarks"), blank=True, default="")

    owner_path = "order__owner"
    governed_by = "sales.order"

    class Meta:
        verbose_name = _("Goods return")
        verbose_name_plural = _("Goods returns")
        indexes: ClassVar = [active_index("return_day", "returned_on")]

    def __str__(self) -> str:
        return self.name
