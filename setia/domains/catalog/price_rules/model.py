"""One line of a price list."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.categories.model import Category
from setia.domains.catalog.price_lists.model import PriceList
from setia.domains.catalog.products.model import Product
from setia.foundation.records import Record, active_index


class PriceRule(Record):
    """For a product, or a category with all below it, or everything, from `minimum_quantity` on.

    Exactly one of: `amount` per unit, in minor units of the list's currency; `percent_off` of the list price;
    `above_cost`, percent added to the cost.
    """

    price_list = models.ForeignKey(
        PriceList, models.CASCADE, related_name="rules", db_index=False, verbose_name=_("Price list")
    )
    product = models.ForeignKey(
        Product, models.CASCADE, null=True, blank=True, related_name="price_rules", verbose_name=_("Product")
    )
    category = models.ForeignKey(
        Category, models.CASCADE, null=True, blank=True, related_name="price_rules", verbose_name=_("Category")
    )
    name = models.CharField(_("Price rule"), max_length=400, default="", editable=False)
    minimum_quantity = models.DecimalField(_("From quantity"), max_digits=12, decimal_places=3, default=Decimal(0))
    amount = models.BigIntegerField(_("Price per unit"), null=True, blank=True)
    percent_off = models.DecimalField(_("Percent off"), max_digits=6, decimal_places=3, null=True, blank=True)
    above_cost = models.DecimalField(_("Percent above cost"), max_digits=7, decimal_places=3, null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, blank=True, default="")
    starts_on = models.DateField(_("From"), null=True, blank=True)
    ends_on = models.DateField(_("Until"), null=True, blank=True)

    governed_by = "catalog.pricelist"

    class Meta:
        verbose_name = _("Price rule")
        verbose_name_plural = _("Price rules")
        indexes: ClassVar = [
            models.Index(fields=["price_list", "product", "category"], name="price_rule_of_list"),
            active_index("price_rule_name", "name"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(product__isnull=True) | Q(category__isnull=True),
                name="price_rule_target",
                violation_error_message=_("A rule is for a product or for a category, not for both."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
