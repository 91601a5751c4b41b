"""What a contract delivers in each period."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.products.model import Product
from setia.domains.sales.contracts.model import Contract
from setia.foundation.records import Record


class ContractLine(Record):
    """`amount` is what a period of it comes to, net, by the rule of `sales.sums`. It counts for the periods that
    begin from `from_on` until `until_on`; another quantity or price from a day on is another line."""

    contract = models.ForeignKey(
        Contract, models.CASCADE, related_name="lines", db_index=False, verbose_name=_("Contract")
    )
    position = models.PositiveIntegerField(_("Position"), default=0, editable=False)
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Product")
    )
    description = models.CharField(_("Description"), max_length=260, blank=True, default="")
    quantity = models.DecimalField(_("Quantity"), max_digits=12, decimal_places=3, default=Decimal(1))
    unit_price = models.BigIntegerField(_("Unit price for a period"), null=True, blank=True)
    discount = models.DecimalField(_("Discount in percent"), max_digits=5, decimal_places=2, default=Decimal(0))
    amount = models.BigIntegerField(_("Amount of a period"), default=0, editable=False)
    currency = models.CharField(_("Currency"), max_length=3, default="", editable=False)
    from_on = models.DateField(_("From"), blank=True, null=True)
    until_on = models.DateField(_("Until"), blank=True, null=True)

    owner_path = "contract__owner"
    governed_by = "sales.contract"

    class Meta:
        verbose_name = _("Contract line")
        verbose_name_plural = _("Contract lines")
        indexes: ClassVar = [models.Index(fields=["contract", "position", "id"], name="contract_line_of")]

    def __str__(self) -> str:
        return self.description
