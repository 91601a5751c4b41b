"""Competitors on opportunities: who else is asked, and where they stand."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.domains.sales.competitors.model import Competitor
from setia.domains.sales.opportunities.model import Opportunity
from setia.foundation.records import Record


class Standing(models.TextChoices):
    UNKNOWN = "unknown", _("Not known")
    BEHIND = "behind", _("Behind us")
    LEVEL = "level", _("Level with us")
    AHEAD = "ahead", _("Ahead of us")
    TOOK = "took", _("Took the deal")


class Rival(Record):
    """A competitor on an opportunity."""

    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, related_name="rivals", db_index=False, verbose_name=_("Opportunity")
    )
    competitor = models.ForeignKey(
        Competitor, models.PROTECT, related_name="deals", db_index=False, verbose_name=_("Competitor")
    )
    standing = models.CharField(_("Stands"), max_length=8, choices=Standing.choices, default=Standing.UNKNOWN)
    note = models.CharField(_("What we know"), max_length=300, blank=True, default="")

    owner_path = "opportunity__owner"
    governed_by = "sales.opportunity"

    class Meta:
        verbose_name = _("Competitor on an opportunity")
        verbose_name_plural = _("Competitors on opportunities")
        indexes: ClassVar = [models.Index(fields=["competitor", "opportunity"], name="rival_competitor")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opportunity", "competitor"], name="rival_once", condition=Q(archived_at__isnull=True),
                violation_error_message=_("This competitor is on the opportunity already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.competitor_id)
