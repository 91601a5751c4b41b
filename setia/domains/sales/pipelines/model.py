"""A pipeline: the stages an opportunity goes through."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.foundation.records import Record, active_index
from setia.foundation.staff.models import Team


class Pipeline(Record):
    """New opportunities of a team begin in the pipeline of the team, if it has one."""

    name = models.CharField(_("Name"), max_length=120, unique=True)
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="pipelines", verbose_name=_("Team")
    )
    about = models.TextField(_("What it is for"), blank=True, default="")

    class Meta:
        verbose_name = _("Pipeline")
        verbose_name_plural = _("Pipelines")
        indexes: ClassVar = [active_index("pipeline_name", "name")]

    def __str__(self) -> str:
        return self.name
