"""A stage of a pipeline. However a firm calls its stages, each means open, won or lost."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.domains.sales.pipelines.model import Pipeline
from setia.foundation.records import Record, active_index


class Status(models.TextChoices):
    OPEN = "open", _("Open")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")


class Basis(models.TextChoices):
    """What the usual time of a stage is taken from."""

    STAGE = "stage", _("its own history")
    PIPELINE = "pipeline", _("all stages of the pipeline")
    NOTHING = "nothing", _("no history yet")


class Stage(Record):
    """`probability` is the chance in percent that an opportunity in this stage will be won.

    `usual_days` and `slow_days` are the median and the 80th percentile of the days that opportunities have spent here,
    worked out every night from as many as `usual_from`; `usual_basis` says of what (`usual`). `stalls_after` is what
    the firm says instead.
    """

    pipeline = models.ForeignKey(Pipeline, models.PROTECT, related_name="stages", verbose_name=_("Pipeline"))
    name = models.CharField(_("Name"), max_length=120)
    status = models.CharField(_("Means"), max_length=10, choices=Status.choices, default=Status.OPEN)
    position = models.PositiveSmallIntegerField(_("Position"), default=0)
    probability = models.PositiveSmallIntegerField(_("Probability in percent"), default=0)

    stalls_after = models.PositiveSmallIntegerField(_("Stalls after days"), null=True, blank=True)
    usual_days = models.PositiveIntegerField(_("Usual days"), null=True, editable=False)
    slow_days = models.PositiveIntegerField(_("Days of the slow"), null=True, editable=False)
    usual_from = models.PositiveIntegerField(_("Opportunities this rests on"), default=0, editable=False)
    usual_basis = models.CharField(
        _("Rests on"), max_length=8, choices=Basis.choices, default=Basis.NOTHING, editable=False
    )

    governed_by = "sales.pipeline"

    class Meta:
        verbose_name = _("Stage")
        verbose_name_plural = _("Stages")
        indexes: ClassVar = [active_index("stage_position", "position")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pipeline", "name"],
                name="stage_once",
                violation_error_message=_("The pipeline already has a stage of this name."),
            ),
            models.CheckConstraint(
                condition=Q(probability__lte=100),
                name="stage_percent",
                violation_error_message=_("A probability is at most 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
