"""Forecasts of what will be won, kept so that they can be shown at once and compared with what came true."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from setia.domains.catalog.products.model import Product
from setia.foundation.staff.models import Team


class Forecast(models.Model):
    """One forecast, as the world was known on `as_of`, of so many open opportunities.

    `is_kept` marks the first of each month, which stays; others make room for the next. `is_told_later` is one that
    was worked out afterwards for a day long past. `learnt` of the opportunities had a learnt chance, the others that
    of their stage.
    """

    id = models.BigAutoField(primary_key=True)
    made_at = models.DateTimeField()
    as_of = models.DateField()
    deals = models.PositiveIntegerField()
    learnt = models.PositiveIntegerField()
    is_kept = models.BooleanField(default=False)
    is_told_later = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["as_of", "id"], name="forecast_as_of")]

    def __str__(self) -> str:
        return str(self.as_of)


class ForecastLine(models.Model):
    """What one group will bring in one month: mean and ends of the interval, in minor units of `currency`.

    A group is everything (`scope` "all"), or what belongs to an owner, a team, a product, or to an owner or team and a
    product. Opportunities that belong to nobody, or name no product, have none there. Without `month` it is all months
    together.
    """

    id = models.BigAutoField(primary_key=True)
    forecast = models.ForeignKey(Forecast, models.CASCADE, related_name="lines", db_index=False)
    scope = models.CharField(max_length=16)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="+", db_index=False)
    product = models.ForeignKey(Product, models.SET_NULL, null=True, related_name="+", db_index=False)
    month = models.DateField(null=True)
    currency = models.CharField(max_length=3)
    deals = models.PositiveIntegerField()
    mean = models.BigIntegerField()
    low = models.BigIntegerField()
    high = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["forecast", "scope", "month"], name="forecast_lines")]

    def __str__(self) -> str:
        return f"{self.scope} {self.month}"
