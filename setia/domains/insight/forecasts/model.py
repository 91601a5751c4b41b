"""Demand of a product or of a price segment, what is expected of it, and what had been expected before."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.products.model import PriceSegment, Product
from setia.domains.insight.selling.rights import SALES, knows_all
from setia.foundation.access import Access
from setia.foundation.records import Record, active_index


class Unit(models.TextChoices):
    WEEK = "week", _("Week")
    MONTH = "month", _("Month")


class Method(models.TextChoices):
    NAIVE = "naive", _("As in the period before")
    SEASONAL = "seasonal naive", _("As a year before")
    AVERAGE = "average", _("Average")
    CROSTON = "croston", _("Croston")
    SBA = "sba", _("Croston, corrected (SBA)")
    TSB = "tsb", _("Croston, fading (TSB)")
    ETS = "ets", _("Exponential smoothing")
    THETA = "theta", _("Theta")


class Pattern(models.TextChoices):
    SMOOTH = "smooth", _("Steadily")
    ERRATIC = "erratic", _("Steadily, in changing amounts")
    INTERMITTENT = "intermittent", _("Now and then")
    LUMPY = "lumpy", _("Now and then, in changing amounts")
    NONE = "nothing sold", _("Nothing sold")


class Demand(Record):
    """The series of a product, or of a whole price segment (without `product`), by week or by month.

    `sold` is the quantity of the last period that is over, `expected` with `low` and `high` of the one under way,
    which began on `now_on`: it lies between the two in 8 of 10 cases. `error` is the root mean squared scaled error of
    the method in the past, `naive_error` that of "as in the period before". `held` is the share of past intervals, in
    percent, that held what came true. `refused` says why nothing can be said. `history` holds net sales from
    `begin_on` on, `figures` what the reasons are told with.
    """

    name = models.CharField(_("Name"), max_length=220, editable=False)
    product = models.ForeignKey(
        Product, models.CASCADE, null=True, related_name="+", db_index=False, editable=False, verbose_name=_("Product")
    )
    segment = models.CharField(
        _("Price segment"), max_length=10, choices=PriceSegment.choices, default="", editable=False
    )
    unit = models.CharField(_("By"), max_length=5, choices=Unit.choices, editable=False)
    pattern = models.CharField(_("Demand comes"), max_length=12, choices=Pattern.choices, editable=False)
    now_on = models.DateField(_("Period under way"), editable=False)
    sold = models.DecimalField(_("Sold in the last period"), max_digits=18, decimal_places=3, editable=False)
    expected = models.DecimalField(_("Expected"), max_digits=18, decimal_places=3, null=True, editable=False)
    low = models.DecimalField(_("At least"), max_digits=18, decimal_places=3, null=True, editable=False)
    high = models.DecimalField(_("At most"), max_digits=18, decimal_places=3, null=True, editable=False)
    method = models.CharField(_("Method"), max_length=14, choices=Method.choices, default="", editable=False)
    error = models.DecimalField(_("Error"), max_digits=9, decimal_places=3, null=True, editable=False)
    naive_error = models.DecimalField(
        _("Error of “as before”"), max_digits=9, decimal_places=3, null=True, editable=False
    )
    held = models.PositiveSmallIntegerField(_("Past intervals that held"), null=True, editable=False)
    refused = models.CharField(max_length=12, default="", editable=False)
    begin_on = models.DateField(editable=False)
    history = models.JSONField(default=list, editable=False)
    figures = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("Demand")
        verbose_name_plural = _("Demand")
        indexes: ClassVar = [
            active_index("demand_name", "name"),
            active_index("demand_expected", "expected"),
            active_index("demand_error", "error"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "unit"], condition=Q(product__isnull=False), name="demand_once"),
            models.UniqueConstraint(
                fields=["segment", "unit"], condition=Q(product__isnull=True), name="demand_segment_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def only_seen(cls, access: Access, before: str) -> Q:
        """A sum over some orders is not one over all: only who sees all of them."""
        return Q() if knows_all(access, SALES) else Q((f"{before}pk__in", ()))


class DemandForecast(Record):
    """What was expected of one period when `made_on` began, and what `came_true`.

    `naive` is what "as in the period before" would have said. `is_latest` is the present forecast; of earlier ones some
    are kept. `is_afterwards`: said later, from what was known then.
    """

    name = models.CharField(_("Name"), max_length=220, editable=False)
    demand = models.ForeignKey(
        Demand, models.CASCADE, related_name="forecasts", db_index=False, editable=False, verbose_name=_("Demand")
    )
    product = models.ForeignKey(
        Product, models.CASCADE, null=True, related_name="+", editable=False, verbose_name=_("Product")
    )
    segment = models.CharField(
        _("Price segment"), max_length=10, choices=PriceSegment.choices, default="", editable=False
    )
    unit = models.CharField(_("By"), max_length=5, choices=Unit.choices, editable=False)
    period = models.DateField(_("Period"), editable=False)
    made_on = models.DateField(_("Forecast of"), editable=False)
    ahead = models.PositiveSmallIntegerField(_("Periods ahead"), editable=False)
    expected = models.DecimalField(_("Expected"), max_digits=18, decimal_places=3, editable=False)
    low = models.DecimalField(_("At least"), max_digits=18, decimal_places=3, editable=False)
    high = models.DecimalField(_("At most"), max_digits=18, decimal_places=3, editable=False)
    naive = models.DecimalField(_("“As before” said"), max_digits=18, decimal_places=3, editable=False)
    method = models.CharField(_("Method"), max_length=14, choices=Method.choices, editable=False)
    error = models.DecimalField(_("Error"), max_digits=9, decimal_places=3, null=True, editable=False)
    came_true = models.DecimalField(_("Came true"), max_digits=18, decimal_places=3, null=True, editable=False)
    is_latest = models.BooleanField(_("Present forecast"), editable=False)
    is_afterwards = models.BooleanField(_("Made afterwards"), editable=False)

    governed_by = "insight.demand"

    class Meta:
        verbose_name = _("Demand forecast")
        verbose_name_plural = _("Demand forecasts")
        indexes: ClassVar = [
            active_index("demand_forecast_period", "period"),
            active_index("demand_forecast_made", "made_on"),
            models.Index(fields=["demand", "made_on", "ahead"], name="demand_forecast_of"),
            # What is to be looked at once its period is over, and what has been.
            models.Index(fields=["unit", "period", "ahead"], name="demand_forecast_unit"),
        ]

    def __str__(self) -> str:
        return self.name

    only_seen = Demand.only_seen


class DemandRound(models.Model):
    """The last round for weeks, and that for months: of the period that was under way, from sales with this sum."""

    unit = models.CharField(primary_key=True, max_length=5, choices=Unit.choices)
    now_on = models.DateField()
    made_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    series = models.PositiveIntegerField()

    class Meta:
        indexes: ClassVar = []

    def __str__(self) -> str:
        return f"{self.unit} {self.now_on}"
