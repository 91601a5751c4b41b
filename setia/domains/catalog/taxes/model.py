"""A tax on what we sell."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.foundation.records import Record, active_index


class Tax(Record):
    """`percent` of the net amount. The usual one is that of every product that names none."""

    name = models.CharField(_("Name"), max_length=80, unique=True)
    percent = models.DecimalField(_("Percent"), max_digits=6, decimal_places=3, default=Decimal(0))
    is_usual = models.BooleanField(_("Usual"), default=False)

    governed_by = "catalog.product"

    class Meta:
        verbose_name = _("Tax")
        verbose_name_plural = _("Taxes")
        indexes: ClassVar = [active_index("tax_name", "name")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100),
                name="tax_percent",
                violation_error_message=_("A tax is from 0 to 100 percent."),
            )
        ]

    def __str__(self) -> str:
        return self.name
