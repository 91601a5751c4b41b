"""Somebody wants a dashboard or a report by e-mail, again and again."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.domains.insight.dashboards.model import Dashboard
from setia.foundation.records import Record, active_index


class Rhythm(models.TextChoices):
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("On the first day of the week")
    MONTHLY = "monthly", _("On the first of the month")


class Form(models.TextChoices):
    PDF = "pdf", _("PDF")
    XLSX = "xlsx", _("Excel workbook")
    BOTH = "both", _("PDF and Excel workbook")


class Subscription(Record):
    """`dashboard` is what goes out; without one, what came with Setia and is named in `about`: "managing" is a
    dashboard, "report:forecast" a report.

    `hour` is on the receiver's clock, `sent_on` their day on which it was last sent: whoever writes the day first
    sends.
    """

    name = models.CharField(_("Subscription"), max_length=120, blank=True, default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("Receiver"),
    )  # fmt: skip
    dashboard = models.ForeignKey(
        Dashboard, models.SET_NULL, null=True, blank=True, related_name="subscriptions", verbose_name=_("Dashboard")
    )
    about = models.CharField(_("What came with Setia"), max_length=80, blank=True, default="managing")
    rhythm = models.CharField(_("How often"), max_length=10, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    hour = models.PositiveSmallIntegerField(_("From this hour on"), default=7)
    form = models.CharField(_("As"), max_length=10, choices=Form.choices, default=Form.PDF)
    sent_on = models.DateField(_("Last sent on"), null=True, editable=False)

    owner_path = "owner"

    class Meta:
        verbose_name = _("Subscription")
        verbose_name_plural = _("Subscriptions")
        indexes: ClassVar = [
            active_index("subscription_owner", "owner"),
            active_index("subscription_name", "name"),
        ]

    def __str__(self) -> str:
        return self.name
