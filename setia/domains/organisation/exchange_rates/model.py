"""What a currency was worth on a day, in the currency of our company."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.foundation.records import Record, active_index


class ExchangeRate(Record):
    """`units` of the currency were worth `rate` of `against`, which is the currency our company had then.

    Banks quote one euro in dollars, but a hundred yen, or how many rupiah are one dollar: the two numbers are kept
    as they were quoted, so that nothing is lost by dividing.
    """

    name = models.CharField(_("Exchange rate"), max_length=40, default="", editable=False)
    currency = models.CharField(_("Currency"), max_length=3)
    against = models.CharField(_("Against"), max_length=3, default="", editable=False)
    units = models.DecimalField(_("So many units"), max_digits=18, decimal_places=6, default=Decimal(1))
    rate = models.DecimalField(_("Are worth"), max_digits=20, decimal_places=10)
    quoted_on = models.DateField(_("On"), blank=True)
    source = models.CharField(_("Source"), max_length=120, blank=True, default="")

    class Meta:
        verbose_name = _("Exchange rate")
        verbose_name_plural = _("Exchange rates")
        indexes: ClassVar = [
            active_index("rate_day", "quoted_on"),
            active_index("rate_currency", "currency", "against", "quoted_on"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["currency", "against", "quoted_on"],
                condition=Q(archived_at__isnull=True),
                name="rate_once",
                violation_error_message=_("There is already a rate of this currency for this day. Change that one."),
            ),
            models.CheckConstraint(
                condition=Q(rate__gt=0, units__gt=0),
                name="rate_positive",
                violation_error_message=_("A rate is above zero."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
