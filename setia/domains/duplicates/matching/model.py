"""What the owner decided about finding duplicates, and what the last sweep learnt."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.foundation.records import Record

ONLY = 1


class Matching(Record):
    """One row. `weights` are those estimated by the last whole sweep, `position` the last entry of the ledger that
    was swept."""

    name = models.CharField(_("Name"), max_length=60, default="", editable=False)
    propose_above = models.DecimalField(_("Propose from (%)"), max_digits=4, decimal_places=1, default=Decimal(50))
    merge_above = models.DecimalField(
        _("Merge by itself from (%)"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    nightly = models.BooleanField(_("Look every night"), default=True)
    swept_at = models.DateTimeField(_("Last looked"), null=True, editable=False)
    parties = models.BigIntegerField(_("Parties looked at"), default=0, editable=False)
    found = models.BigIntegerField(_("Pairs found"), default=0, editable=False)
    seconds = models.PositiveIntegerField(_("Seconds it took"), default=0, editable=False)
    position = models.BigIntegerField(default=0, editable=False)
    weights = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("Duplicates: rules")
        verbose_name_plural = _("Duplicates: rules")

    def __str__(self) -> str:
        return str(self.name)
