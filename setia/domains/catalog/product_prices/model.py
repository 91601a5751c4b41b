"""The list price of a product in a currency, from a day and until a day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.products.model import Product
from setia.foundation.records import Record, active_index


class ProductPrice(Record):
    """For one unit, in minor units of `currency`. As long as it holds it stands before the price in the product."""

    product = models.ForeignKey(
        Product, models.CASCADE, related_name="prices", db_index=False, verbose_name=_("Product")
    )
    name = models.CharField(_("Price"), max_length=210, default="", editable=False)
    amount = models.BigIntegerField(_("Price per unit"))
    currency = models.CharField(_("Currency"), max_length=3, blank=True, default="")
    starts_on = models.DateField(_("From"), null=True, blank=True)
    ends_on = models.DateField(_("Until"), null=True, blank=True)

    governed_by = "catalog.product"

    class Meta:
        verbose_name = _("Price of a product")
        verbose_name_plural = _("Prices of products")
        indexes: ClassVar = [
            models.Index(fields=["product", "currency", "starts_on"], name="price_of_product"),
            active_index("price_start", "starts_on"),
        ]

    def __str__(self) -> str:
        return self.name
