"""What the owner decided about personal data: deadlines, when something counts as unused, when silence is enough."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.foundation.records import Record

ONLY = 1


class PrivacyRules(Record):
    """One row. Retention is looked after each night; `retained_at` is when, and `dropped` how many values went."""

    name = models.CharField(_("Name"), max_length=60, default="", editable=False)
    months_to_answer = models.PositiveSmallIntegerField(_("Months to answer a request"), default=1)
    unused_months = models.PositiveSmallIntegerField(_("A field is unused after months"), default=6)
    fill_below = models.PositiveSmallIntegerField(_("A field is nearly empty below (%)"), default=5)
    silent_months = models.PositiveSmallIntegerField(
        _("Propose to erase people after months of silence"), null=True, blank=True
    )
    by_itself = models.BooleanField(_("Erase them without asking"), default=False)
    nightly = models.BooleanField(_("Drop expired values every night"), default=True)
    retained_at = models.DateTimeField(_("Retention last ran"), null=True, editable=False)
    dropped = models.BigIntegerField(_("Values dropped"), default=0, editable=False)
    proposed = models.BigIntegerField(_("Erasures proposed"), default=0, editable=False)

    class Meta:
        verbose_name = _("Rules for personal data")
        verbose_name_plural = _("Rules for personal data")

    def __str__(self) -> str:
        return str(self.name)
