"""Where enquiries come from, in the firm's own words."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.foundation.records import Record, active_index


class LeadSource(Record):
    name = models.CharField(_("Name"), max_length=120, unique=True)
    about = models.TextField(_("What counts as that"), blank=True, default="")

    class Meta:
        verbose_name = _("Source of leads")
        verbose_name_plural = _("Sources of leads")
        indexes: ClassVar = [active_index("lead_source_name", "name")]

    def __str__(self) -> str:
        return self.name
