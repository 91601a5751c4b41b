"""What we sell: goods and services."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.brands.model import Brand
from setia.foundation.records import Record, active_index


class ProductKind(models.TextChoices):
    GOODS = "goods", _("Goods")
    SERVICE = "service", _("Service")


class Product(Record):
    """`list_price` and `cost` are for one `unit`, in minor units of `currency`."""

    name = models.CharField(_("Name"), max_length=200)
    reference = models.CharField(_("Product number"), max_length=60, null=True, blank=True, unique=True)
    brand = models.ForeignKey(
        Brand, models.PROTECT, null=True, blank=True, related_name="products", verbose_name=_("Brand")
    )
    kind = models.CharField(_("Kind"), max_length=10, choices=ProductKind.choices, default=ProductKind.GOODS)
    unit = models.CharField(_("Unit"), max_length=30, blank=True, default="")
    list_price = models.BigIntegerField(_("List price"), null=True, blank=True)
    cost = models.BigIntegerField(_("Cost"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, blank=True, default="")
    description = models.TextField(_("Description"), blank=True, default="")
    is_sold = models.BooleanField(_("On sale"), default=True)

    class Meta:
        verbose_name = _("Product")
        verbose_name_plural = _("Products")
        indexes: ClassVar = [
            active_index("product_name", "name"),
            active_index("product_price", "list_price"),
        ]

    def __str__(self) -> str:
        return self.name
