"""What a vendor supplies, at which cost."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.products.model import Product
from setia.domains.parties.parties.model import Party
from setia.foundation.records import Record, active_index


class Supply(Record):
    """`cost` is for one unit, in minor units of `currency`, from `minimum_quantity` on; `lead_days` until it is here.

    A vendor may have several for a product: one for each quantity, one after the other.
    """

    product = models.ForeignKey(
        Product, models.CASCADE, related_name="supplies", db_index=False, verbose_name=_("Product")
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="supplies", verbose_name=_("Vendor"))
    name = models.CharField(_("Supply"), max_length=240, default="", editable=False)
    vendor_reference = models.CharField(_("Vendor's number"), max_length=80, blank=True, default="")
    cost = models.BigIntegerField(_("Cost per unit"))
    currency = models.CharField(_("Currency"), max_length=3, blank=True, default="")
    minimum_quantity = models.DecimalField(_("From quantity"), max_digits=12, decimal_places=3, default=Decimal(0))
    lead_days = models.PositiveSmallIntegerField(_("Days until it is here"), null=True, blank=True)
    is_preferred = models.BooleanField(_("Preferred"), default=False)
    starts_on = models.DateField(_("From"), null=True, blank=True)
    ends_on = models.DateField(_("Until"), null=True, blank=True)

    governed_by = "catalog.product"

    class Meta:
        verbose_name = _("Supply")
        verbose_name_plural = _("Supplies")
        indexes: ClassVar = [
            models.Index(fields=["product", "party", "minimum_quantity"], name="supply_of_product"),
            active_index("supply_name", "name"),
            active_index("supply_reference", "vendor_reference"),
        ]

    def __str__(self) -> str:
        return self.name
