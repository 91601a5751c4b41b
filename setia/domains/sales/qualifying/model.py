"""Questions by which leads are qualified."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.domains.parties.parties.model import Sector
from setia.foundation.records import Record, active_index


class AnswerKind(models.TextChoices):
    YES_NO = "yes_no", _("Yes or no")
    NUMBER = "number", _("A number")
    CHOICE = "choice", _("One of a list")
    TEXT = "text", _("A text")


class Question(Record):
    """`weight` from 0 to 10 is how much the best answer counts; a text is read by people and counts nothing.

    A number counts nothing at `worst`, fully at `best`, and in proportion between; a choice as its line in
    `options` says: "Within a month = 10".
    """

    name = models.CharField(_("Question"), max_length=200)
    kind = models.CharField(_("Answered by"), max_length=8, choices=AnswerKind.choices, default=AnswerKind.YES_NO)
    sector = models.CharField(_("Only for"), max_length=30, choices=Sector.choices, blank=True, default="")
    weight = models.PositiveSmallIntegerField(_("Weight"), default=5)
    good_is_no = models.BooleanField(_("No is the good answer"), default=False)
    worst = models.DecimalField(_("Counts nothing at"), max_digits=15, decimal_places=3, null=True, blank=True)
    best = models.DecimalField(_("Counts fully at"), max_digits=15, decimal_places=3, null=True, blank=True)
    options = models.TextField(_("List of answers"), blank=True, default="")
    position = models.PositiveSmallIntegerField(_("Position"), default=0)

    class Meta:
        verbose_name = _("Question")
        verbose_name_plural = _("Questions")
        indexes: ClassVar = [active_index("question_position", "position")]

    def __str__(self) -> str:
        return self.name
