"""A list of prices for some customers, in a currency, for a time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.domains.parties.parties.model import Party
from setia.foundation.records import Record, active_index


class ForWhom(models.TextChoices):
    EVERYBODY = "everybody", _("Everybody")
    PARTY = "party", _("One party")
    CONDITION = "condition", _("Whoever fulfils a condition")


class PriceList(Record):
    """The list with the highest `priority` counts first. `where` is a condition over parties, as in a saved view."""

    name = models.CharField(_("Name"), max_length=120)
    currency = models.CharField(_("Currency"), max_length=3, blank=True, default="")
    priority = models.PositiveSmallIntegerField(_("Priority"), default=10)
    starts_on = models.DateField(_("From"), null=True, blank=True)
    ends_on = models.DateField(_("Until"), null=True, blank=True)
    for_whom = models.CharField(_("For"), max_length=10, choices=ForWhom.choices, default=ForWhom.EVERYBODY)
    party = models.ForeignKey(
        Party, models.CASCADE, null=True, blank=True, related_name="price_lists", verbose_name=_("Party")
    )
    where = models.CharField(_("Condition"), max_length=4000, blank=True, default="")

    class Meta:
        verbose_name = _("Price list")
        verbose_name_plural = _("Price lists")
        indexes: ClassVar = [
            active_index("price_list_name", "name"),
            active_index("price_list_priority", "priority"),
        ]

    def __str__(self) -> str:
        return self.name
