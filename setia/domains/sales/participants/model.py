"""People who have a say in an opportunity, and what each of them is for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.domains.parties.parties.model import Party
from setia.domains.sales.opportunities.model import Opportunity
from setia.foundation.records import Record


class Part(models.TextChoices):
    DECIDES = "decides", _("Decides")
    CHAMPION = "champion", _("Speaks for us")
    USER = "user", _("Will use it")
    INFLUENCES = "influences", _("Influences")
    BLOCKS = "blocks", _("Is against it")
    BUYS = "buys", _("Buys and negotiates")


class Attitude(models.TextChoices):
    UNKNOWN = "unknown", _("Not known")
    FOR = "for", _("For us")
    NEUTRAL = "neutral", _("Undecided")
    AGAINST = "against", _("Against us")


class Participant(Record):
    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, related_name="participants", db_index=False, verbose_name=_("Opportunity")
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="takes_part", verbose_name=_("Person"))
    part = models.CharField(_("Role"), max_length=10, choices=Part.choices, default=Part.INFLUENCES)
    attitude = models.CharField(_("Attitude"), max_length=8, choices=Attitude.choices, default=Attitude.UNKNOWN)
    note = models.CharField(_("What matters to them"), max_length=300, blank=True, default="")

    owner_path = "opportunity__owner"
    governed_by = "sales.opportunity"

    class Meta:
        verbose_name = _("Person on an opportunity")
        verbose_name_plural = _("People on opportunities")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opportunity", "party"], name="participant_once", condition=Q(archived_at__isnull=True),
                violation_error_message=_("This person is on the opportunity already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.note or self.get_part_display()
