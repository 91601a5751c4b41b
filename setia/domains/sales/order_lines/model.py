"""One line of an order."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.products.model import Product
from setia.foundation.records import Record


class OrderLine(Record):
    """`amount` is quantity times unit price less `discount` (percent), net, in minor units of the order's currency.

    `tax_percent` and `cost` (of one unit, with labour) are as they were when the line was made; `steps` say how the
    price came about, as words and amount. `delivered`, `returned` (quantities) and `credited` (net, for what came
    back) follow from shipments and goods returns, and have no version.
    """

    order = models.ForeignKey(
        "sales.Order", models.CASCADE, related_name="lines", db_index=False, verbose_name=_("Order")
    )
    position = models.PositiveIntegerField(_("Position"), default=0)
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Product")
    )
    description = models.CharField(_("Description"), max_length=300, blank=True, default="")
    quantity = models.DecimalField(_("Quantity"), max_digits=12, decimal_places=3, default=Decimal(1))
    unit_price = models.BigIntegerField(_("Unit price"), null=True, blank=True)
    amount = models.BigIntegerField(_("Amount"), null=True, blank=True)
    discount = models.DecimalField(_("Discount in percent"), max_digits=5, decimal_places=2, default=Decimal(0))
    tax_percent = models.DecimalField(_("Tax in percent"), max_digits=6, decimal_places=3, null=True, blank=True)
    cost = models.BigIntegerField(_("Cost of one unit"), null=True, blank=True)
    cost_amount = models.BigIntegerField(_("Cost"), null=True, editable=False)
    steps = models.JSONField(null=True, editable=False)
    delivered = models.DecimalField(_("Delivered"), max_digits=12, decimal_places=3, default=Decimal(0), editable=False)
    returned = models.DecimalField(_("Returned"), max_digits=12, decimal_places=3, default=Decimal(0), editable=False)
    credited = models.BigIntegerField(_("Credited"), default=0, editable=False)
    currency = models.CharField(_("Currency"), max_length=3, blank=True, default="")

    owner_path = "order__owner"
    governed_by = "sales.order"

    class Meta:
        verbose_name = _("Order line")
        verbose_name_plural = _("Order lines")
        indexes: ClassVar = [models.Index(fields=["order", "position"], name="line_of_order")]

    def __str__(self) -> str:
        return self.description
