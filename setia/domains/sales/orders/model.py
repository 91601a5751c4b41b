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
    PARTLY = "partly", _("Partly delivered")
    DELIVERED = "delivered", _("Delivered")
    CANCELLED = "cancelled", _("Cancelled")


BINDING = (OrderStatus.CONFIRMED.value, OrderStatus.PARTLY.value, OrderStatus.DELIVERED.value)
"""From the day on which we accepted it, an order has to be delivered and paid."""


class Order(Record):
    """`quantity`, `net`, `tax` and `total` (both together) are the sums of the lines, by the rule of `sales.sums`.

    `margin` is `net` less the cost of the lines, None where the cost of one is not known. `due` is what is left of
    `total` after what came back, `paid` what was received less what was paid back, `open` what is still to be paid:
    below zero where too much was. These three follow from other records and have no version. An order that is
    `settled_elsewhere` is not paid here: nothing of it is open. `name` is the number, or the party and the day.
    `period_on` is the first day of the period of the `contract` by which the order was made.
    """

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
    net = models.BigIntegerField(_("Net"), default=0, editable=False)
    tax = models.BigIntegerField(_("Tax"), default=0, editable=False)
    total = models.BigIntegerField(_("Total"), default=0)
    margin = models.BigIntegerField(_("Margin"), null=True, editable=False)
    due = models.BigIntegerField(_("Total after returns"), default=0, editable=False)
    paid = models.BigIntegerField(_("Paid"), default=0, editable=False)
    open = models.BigIntegerField(_("To be paid"), default=0, editable=False)
    settled_elsewhere = models.BooleanField(_("Paid elsewhere"), default=False)
    deliver_on = models.DateField(_("Delivered by"), null=True, blank=True)
    contract = models.ForeignKey(
        "sales.Contract", models.SET_NULL, null=True, editable=False, related_name="orders", db_index=False,
        verbose_name=_("Contract"),
    )  # fmt: skip
    period_on = models.DateField(_("Period from"), null=True, editable=False)
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
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract", "period_on"], name="order_of_period", condition=models.Q(contract__isnull=False),
                violation_error_message=_("The order of this period was made already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
