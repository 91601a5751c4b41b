"""What was handed over of an order."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.domains.parties.parties.model import Party
from setia.domains.sales.order_lines.model import OrderLine
from setia.domains.sales.orders.model import Order
from setia.foundation.records import Record, active_index


class Shipment(Record):
    """So much of one line of an order was handed over on a day. What went together has one delivery note
    (`reference`). `party` is that of the order, `name` the words of the line."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="shipments", verbose_name=_("Order"))
    line = models.ForeignKey(OrderLine, models.CASCADE, related_name="shipments", verbose_name=_("Order line"))
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="shipments", editable=False, verbose_name=_("Customer")
    )
    name = models.CharField(_("What was handed over"), max_length=300, default="", editable=False)
    quantity = models.DecimalField(_("Quantity"), max_digits=12, decimal_places=3)
    shipped_on = models.DateField(_("Handed over on"), blank=True)
    reference = models.CharField(_("Delivery note"), max_length=120, blank=True, default="")

    owner_path = "order__owner"
    governed_by = "sales.order"

    class Meta:
        verbose_name = _("Shipment")
        verbose_name_plural = _("Shipments")
        indexes: ClassVar = [active_index("shipment_day", "shipped_on")]

    def __str__(self) -> str:
        return self.name
