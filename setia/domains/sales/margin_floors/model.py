"""A margin floor that holds for a product, a category or a brand."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.brands.model import Brand
from setia.domains.catalog.categories.model import Category
from setia.domains.catalog.products.model import Product
from setia.foundation.records import Record, active_index

TWICE = _("There is a margin floor for this already.")


class MarginFloor(Record):
    """So many percent of the price must remain of a product, of what is in a category or below it, or of a brand.

    Exactly one of the three is given. Which one holds of several says `finding`.
    """

    name = models.CharField(_("Name"), max_length=400, default="", editable=False)
    product = models.ForeignKey(
        Product, models.CASCADE, null=True, blank=True, related_name="margin_floors", verbose_name=_("Product")
    )
    category = models.ForeignKey(
        Category, models.CASCADE, null=True, blank=True, related_name="margin_floors", verbose_name=_("Category")
    )
    brand = models.ForeignKey(
        Brand, models.CASCADE, null=True, blank=True, related_name="margin_floors", verbose_name=_("Brand")
    )
    percent = models.DecimalField(_("Margin floor in percent"), max_digits=4, decimal_places=2)
    why = models.CharField(_("Why"), max_length=300, blank=True, default="")

    governed_by = "sales.salessettings"

    class Meta:
        verbose_name = _("Margin floor")
        verbose_name_plural = _("Margin floors")
        indexes: ClassVar = [active_index("margin_floor_name", "name")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lt=100), name="margin_floor_percent",
                violation_error_message=_("A margin floor is from 0 to less than 100 percent."),
            ),
            *(
                models.UniqueConstraint(
                    fields=[target], condition=Q(archived_at__isnull=True), name=f"margin_floor_{target}",
                    violation_error_message=TWICE,
                )
                for target in ("product", "category", "brand")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
