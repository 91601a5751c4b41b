"""What holds for all offers of our company: one row."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from setia.foundation.records import Record

ONLY = 1


class SalesSettings(Record):
    """`floor_percent` of a price must remain of whatever we sell; a point of departure takes `point_hours` of work."""

    name = models.CharField(_("Name"), max_length=40, default="", editable=False)
    floor_percent = models.DecimalField(
        _("Margin floor in percent"), max_digits=4, decimal_places=2, default=Decimal(15)
    )
    point_hours = models.DecimalField(
        _("Hours per point of departure"), max_digits=5, decimal_places=2, default=Decimal("0.5")
    )
    valid_days = models.PositiveSmallIntegerField(_("Valid for days"), default=30)
    remind_days = models.PositiveSmallIntegerField(_("Reminder, days before it lapses"), default=5)
    letterhead = models.TextField(_("Letterhead"), blank=True, default="")
    terms = models.TextField(_("Usual terms"), blank=True, default="")

    class Meta:
        verbose_name = _("Settings of offers")
        verbose_name_plural = _("Settings of offers")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(floor_percent__gte=0, floor_percent__lt=100), name="offer_floor_percent",
                violation_error_message=_("A margin floor is from 0 to less than 100 percent."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


def offer_settings() -> SalesSettings:
    """The one row, made with defaults on first use."""
    found = SalesSettings.objects.filter(pk=ONLY).first()
    if found is None:
        now = timezone.now()
        found, _made = SalesSettings.objects.get_or_create(pk=ONLY, defaults={"created_at": now, "updated_at": now})
    return found
