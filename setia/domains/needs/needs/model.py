"""What somebody needs: stated once, weighted, and followed until it is met."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.need_kinds.model import NeedKind
from setia.domains.parties.parties.model import Party
from setia.foundation.records import Record, active_index


class NeedStatus(models.TextChoices):
    OPEN = "open", _("Open")
    MET = "met", _("Met")
    DROPPED = "dropped", _("Not pursued")


class Need(Record):
    """`importance` and `satisfaction` are stated from 1 to 10; `priority` follows from both (see `weighing`)."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="needs", verbose_name=_("Party"))
    name = models.CharField(_("Need"), max_length=300)
    kind = models.ForeignKey(
        NeedKind, models.PROTECT, null=True, blank=True, related_name="needs", verbose_name=_("Kind of need")
    )
    importance = models.PositiveSmallIntegerField(_("Importance"), default=5)
    satisfaction = models.PositiveSmallIntegerField(_("Satisfaction today"), null=True, blank=True)
    priority = models.PositiveSmallIntegerField(_("Priority"), default=0, editable=False)
    evidence = models.TextField(_("Evidence"), blank=True, default="")
    status = models.CharField(
        _("Status"), max_length=10, choices=NeedStatus.choices, default=NeedStatus.OPEN, editable=False
    )
    stated_on = models.DateField(_("Stated on"), null=True, blank=True)

    owner_path = "party__owner"
    governed_by = "parties.party"

    class Meta:
        verbose_name = _("Need")
        verbose_name_plural = _("Needs")
        indexes: ClassVar = [active_index("need_priority", "priority"), active_index("need_name", "name")]

    def __str__(self) -> str:
        return self.name
