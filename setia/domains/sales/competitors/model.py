"""Who else sells what we sell."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.foundation.records import Record, active_index


class Competitor(Record):
    name = models.CharField(_("Name"), max_length=120, unique=True)
    website = models.CharField(_("Website"), max_length=600, blank=True, default="")
    strengths = models.TextField(_("What they are better at"), blank=True, default="")
    weaknesses = models.TextField(_("What we are better at"), blank=True, default="")

    class Meta:
        verbose_name = _("Competitor")
        verbose_name_plural = _("Competitors")
        indexes: ClassVar = [active_index("competitor_name", "name")]

    def __str__(self) -> str:
        return self.name
