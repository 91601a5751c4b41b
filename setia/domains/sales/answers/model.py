"""What was answered about a lead."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.domains.sales.leads.model import Lead
from setia.domains.sales.opportunities.model import Opportunity
from setia.domains.sales.qualifying.model import Question
from setia.foundation.records import Record


class Answer(Record):
    """What was answered about a lead; it stays with the opportunity that became of it."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="answers", db_index=False, verbose_name=_("Lead"))
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers", verbose_name=_("Question"))
    opportunity = models.ForeignKey(
        Opportunity, models.SET_NULL, null=True, editable=False, related_name="answers", verbose_name=_("Opportunity")
    )
    value = models.CharField(_("Answer"), max_length=300)

    owner_path = "lead__owner"
    governed_by = "sales.lead"

    class Meta:
        verbose_name = _("Answer about a lead")
        verbose_name_plural = _("Answers about leads")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["lead", "question"], name="answer_once", condition=Q(archived_at__isnull=True),
                violation_error_message=_("This question was answered already. Change the answer."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.value
