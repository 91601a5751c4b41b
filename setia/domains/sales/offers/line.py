"""One line of an offer."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.products.model import Product
from setia.domains.needs.needs.model import Need
from setia.foundation.records import Record


class OfferLine(Record):
    """`list_price` is what the catalog asks of this customer, `steps` how that came about; `unit_price` what is agreed.

    `amount` is quantity x unit price less `discount` (percent), rounded once. `cost` is of one unit, with labour.
    An optional line counts once it is chosen. `promise` is a feature that is promised with the line.
    """

    offer = models.ForeignKey(
        "sales.Offer", models.CASCADE, related_name="lines", db_index=False, verbose_name=_("Offer")
    )
    position = models.PositiveIntegerField(_("Position"), default=0)
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Product")
    )
    description = models.CharField(_("Description"), max_length=300, blank=True, default="")
    quantity = models.DecimalField(_("Quantity"), max_digits=12, decimal_places=3, default=Decimal(1))
    unit = models.CharField(_("Unit"), max_length=30, blank=True, default="")
    list_price = models.BigIntegerField(_("List price"), null=True, editable=False)
    steps = models.JSONField(default=list, editable=False)
    unit_price = models.BigIntegerField(_("Unit price"), null=True, blank=True)
    discount = models.DecimalField(_("Discount in percent"), max_digits=5, decimal_places=2, default=Decimal(0))
    amount = models.BigIntegerField(_("Amount"), default=0, editable=False)
    currency = models.CharField(_("Currency"), max_length=3, default="", editable=False)
    tax_percent = models.DecimalField(_("Tax in percent"), max_digits=6, decimal_places=3, null=True, blank=True)
    cost = models.BigIntegerField(_("Cost"), null=True, blank=True)
    reason = models.CharField(_("Why it is in it"), max_length=500, blank=True, default="")
    need = models.ForeignKey(
        Need, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Need it serves")
    )
    promise = models.CharField(_("Promised with it"), max_length=300, blank=True, default="")
    is_optional = models.BooleanField(_("Optional"), default=False)
    is_chosen = models.BooleanField(_("Chosen"), default=False, editable=False)
    is_standard = models.BooleanField(_("Standard"), default=True, editable=False)

    owner_path = "offer__owner"
    governed_by = "sales.offer"

    class Meta:
        verbose_name = _("Offer line")
        verbose_name_plural = _("Offer lines")
        indexes: ClassVar = [models.Index(fields=["offer", "position"], name="offer_line_of")]

    def __str__(self) -> str:
        return self.description

    @property
    def counts(self) -> bool:
        return not self.is_optional or self.is_chosen
