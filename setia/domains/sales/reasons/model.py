"""Why opportunities are won and lost, and leads not pursued: a short list, so that it can be counted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.foundation.records import Record, active_index


class Outcome(models.TextChoices):
    WON = "won", _("An opportunity was won")
    LOST = "lost", _("An opportunity was lost")
    UNQUALIFIED = "unqualified", _("A lead is not pursued")


class Reason(Record):
    name = models.CharField(_("Reason"), max_length=120)
    outcome = models.CharField(_("Why"), max_length=12, choices=Outcome.choices, default=Outcome.LOST)
    about = models.TextField(_("What counts as that"), blank=True, default="")

    class Meta:
        verbose_name = _("Reason")
        verbose_name_plural = _("Reasons")
        indexes: ClassVar = [active_index("reason_name", "name")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["outcome", "name"], name="reason_once",
                violation_error_message=_("This reason is already there."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
