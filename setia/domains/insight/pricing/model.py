"""What a price does to what is sold of a product, perhaps in one sector of the customers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.products.model import Product
from setia.domains.insight.selling.rights import PRICES, SALES, SECTORS, knows_all
from setia.domains.parties.parties.model import Sector
from setia.foundation.access import Access
from setia.foundation.records import Record, active_index


class Move(models.TextChoices):
    RAISE = "raise", _("Raise it")
    LOWER = "lower", _("Lower it")
    KEEP = "keep", _("Leave it")


class PriceResponse(Record):
    """`elasticity`: at 1 % more, so many percent more are sold (fewer, below 0); `effect`: at 10 % more, so many
    percent. Each lies between its two ends in 8 of 10 cases.

    `weight` is how much of it, in percent, is from the product's own prices, which went from `lowest` to `highest` over
    so many `months`; the rest is from all products together. `price` is what was paid for a unit last. Of the product
    as a whole `move` is advised, to `advised`: with `chance` percent the margin earned grows by it, by `gain` percent.
    `refused` says why nothing can be said.
    """

    name = models.CharField(_("Name"), max_length=260, editable=False)
    product = models.ForeignKey(
        Product, models.CASCADE, related_name="+", db_index=False, editable=False, verbose_name=_("Product")
    )
    sector = models.CharField(
        _("Sector of the customers"), max_length=30, choices=Sector.choices, default="", editable=False
    )
    elasticity = models.DecimalField(_("Elasticity"), max_digits=9, decimal_places=3, null=True, editable=False)
    elasticity_low = models.DecimalField(
        _("Elasticity, at least"), max_digits=9, decimal_places=3, null=True, editable=False
    )
    elasticity_high = models.DecimalField(
        _("Elasticity, at most"), max_digits=9, decimal_places=3, null=True, editable=False
    )
    effect = models.DecimalField(
        _("Sold at 10 % more, in %"), max_digits=9, decimal_places=1, null=True, editable=False
    )
    effect_low = models.DecimalField(_("At least, in %"), max_digits=9, decimal_places=1, null=True, editable=False)
    effect_high = models.DecimalField(_("At most, in %"), max_digits=9, decimal_places=1, null=True, editable=False)
    weight = models.PositiveSmallIntegerField(_("From its own prices"), null=True, editable=False)
    months = models.PositiveSmallIntegerField(_("Months"), null=True, editable=False)
    lowest = models.BigIntegerField(_("Lowest price"), null=True, editable=False)
    highest = models.BigIntegerField(_("Highest price"), null=True, editable=False)
    price = models.BigIntegerField(_("Price paid last"), null=True, editable=False)
    currency = models.CharField(_("Currency"), max_length=3, default="", editable=False)
    move = models.CharField(_("Advice"), max_length=5, choices=Move.choices, default="", editable=False)
    advised = models.BigIntegerField(_("Price advised"), null=True, editable=False)
    chance = models.PositiveSmallIntegerField(_("Chance that the margin grows"), null=True, editable=False)
    gain = models.DecimalField(_("Margin earned, in %"), max_digits=9, decimal_places=1, null=True, editable=False)
    gain_low = models.DecimalField(_("Margin, at least"), max_digits=9, decimal_places=1, null=True, editable=False)
    gain_high = models.DecimalField(_("Margin, at most"), max_digits=9, decimal_places=1, null=True, editable=False)
    as_of = models.DateField(_("As of"), editable=False)
    refused = models.CharField(max_length=12, default="", editable=False)
    figures = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("Price response")
        verbose_name_plural = _("Price responses")
        indexes: ClassVar = [
            active_index("price_response_name", "name"),
            active_index("price_response_elasticity", "elasticity"),
            active_index("price_response_move", "move", "gain"),
        ]
        constraints: ClassVar = [models.UniqueConstraint(fields=["product", "sector"], name="price_response_once")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def only_seen(cls, access: Access, before: str) -> models.Q:
        """Who knows all that was sold and at which prices; by sector, who also knows all parties."""
        if not knows_all(access, SALES, PRICES):
            return models.Q((f"{before}pk__in", ()))
        return models.Q() if knows_all(access, SECTORS) else models.Q((f"{before}sector", ""))


class PriceRound(models.Model):
    """The last round: from sales and products with this sum."""

    id = models.BigAutoField(primary_key=True)
    made_at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = []

    def __str__(self) -> str:
        return str(self.made_at)
