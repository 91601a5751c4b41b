"""What we sell: goods, services, and modules of which offers are composed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.brands.model import Brand
from setia.domains.catalog.categories.model import Category
from setia.domains.catalog.taxes.model import Tax
from setia.foundation.records import Record, active_index


class ProductKind(models.TextChoices):
    GOODS = "goods", _("Goods")
    SERVICE = "service", _("Service")
    MODULE = "module", _("Service module")


class PriceSegment(models.TextChoices):
    ENTRY = "entry", _("Entry")
    MIDDLE = "middle", _("Middle")
    PREMIUM = "premium", _("Premium")


class Product(Record):
    """`list_price` and `cost` are for one `unit`, in minor units of `currency`.

    It is on sale as long as `is_sold` says so and the day is within `sold_from` and `sold_until`. One unit takes
    `labour_hours` of our own people and brings `capacity` for modules that use it; an offer holds `at_most` of it.
    """

    name = models.CharField(_("Name"), max_length=200)
    reference = models.CharField(_("Product number"), max_length=60, null=True, blank=True, unique=True)
    brand = models.ForeignKey(
        Brand, models.PROTECT, null=True, blank=True, related_name="products", verbose_name=_("Brand")
    )
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="products", verbose_name=_("Category")
    )
    kind = models.CharField(_("Kind"), max_length=10, choices=ProductKind.choices, default=ProductKind.GOODS)
    unit = models.CharField(_("Unit"), max_length=30, blank=True, default="")
    list_price = models.BigIntegerField(_("List price"), null=True, blank=True)
    cost = models.BigIntegerField(_("Cost"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, blank=True, default="")
    description = models.TextField(_("Description"), blank=True, default="")
    tax = models.ForeignKey(Tax, models.PROTECT, null=True, blank=True, related_name="products", verbose_name=_("Tax"))
    segment = models.CharField(_("Price segment"), max_length=10, choices=PriceSegment.choices, blank=True, default="")
    warranty_months = models.PositiveSmallIntegerField(_("Warranty in months"), null=True, blank=True)
    labour_hours = models.DecimalField(
        _("Labour hours per unit"), max_digits=9, decimal_places=3, null=True, blank=True
    )
    capacity = models.DecimalField(_("Capacity of one unit"), max_digits=12, decimal_places=3, null=True, blank=True)
    at_most = models.DecimalField(_("At most in an offer"), max_digits=12, decimal_places=3, null=True, blank=True)
    is_standard = models.BooleanField(_("Standard"), default=True)
    is_sold = models.BooleanField(_("On sale"), default=True)
    sold_from = models.DateField(_("Sold from"), null=True, blank=True)
    sold_until = models.DateField(_("Sold until"), null=True, blank=True)

    class Meta:
        verbose_name = _("Product")
        verbose_name_plural = _("Products")
        indexes: ClassVar = [
            active_index("product_name", "name"),
            active_index("product_price", "list_price"),
        ]

    def __str__(self) -> str:
        return self.name
