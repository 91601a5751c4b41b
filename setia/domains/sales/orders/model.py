"""A sale of goods and services."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.domains.parties.parties.model import Party
from setia.domains.sales.opportunities.model import Opportunity
from setia.foundation.records import Record, active_index

BOOKS = _("The books have to keep them; they stay without the person.")


class OrderStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    CONFIRMED = "confirmed", _("Confirmed")
    DELIVERED = "delivered", _("Delivered")
    CANCELLED = "cancelled", _("Cancelled")


class Order(Record):
    """`quantity` and `total` are the sums of the lines. `name` is the number, or the party and the day."""

    reference = models.CharField(_("Order number"), max_length=120, null=True, blank=True, unique=True)
    name = models.CharField(_("Order"), max_length=240, default="", editable=False)
    party = models.ForeignKey(Party, models.PROTECT, related_name="orders", db_index=False, verbose_name=_("Customer"))
    opportunity = models.ForeignKey(
        Opportunity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="orders",
        verbose_name=_("Opportunity"),
    )
    ordered_on = models.DateField(_("Ordered on"), blank=True)
    status = models.CharField(_("Status"), max_length=10, choices=OrderStatus.choices, blank=True, default="")
    quantity = models.DecimalField(_("Quantity"), max_digits=15, decimal_places=3, default=Decimal(0))
    total = models.BigIntegerField(_("Total"), default=0)
    currency = models.CharField(_("Currency"), max_length=3, blank=True, default="")
    about = models.TextField(_("Remarks"), blank=True, default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("Owner"),
    )

    owner_path = "owner"

    class Meta:
        verbose_name = _("Order")
        verbose_name_plural = _("Orders")
        indexes: ClassVar = [
            # The orders of a party, their number and their sums; archived ones too, for they keep the party.
            models.Index(
                fields=["party", "ordered_on", "id", "status", "currency", "total", "archived_at"], name="order_party"
            ),
            active_index("order_day", "ordered_on"),
            active_index("order_total", "total"),
            active_index("order_status", "status"),
            active_index("order_owner", "owner", "ordered_on"),
        ]

    def __str__(self) -> str:
        return self.name
