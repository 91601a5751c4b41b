"""A field that holds personal data: what it is kept for, for how long, how full it is, and who uses it."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.foundation.personal import Basis
from setia.foundation.records import Record, active_index


class Proposal(models.TextChoices):
    NONE = "none", _("Nothing")
    STOP = "stop", _("Stop collecting")
    DROP = "drop", _("Drop the values")


class PersonalField(Record):
    """One row for each personal field of each noun, kept up with the declarations every night.

    `purpose`, `basis` and `months` are those of the declaration until somebody sets them here (`is_own`).
    `shown` to `imported` say how often it was used in the months that the rules look at, `people` how many
    different people at least used it on one day.
    """

    noun = models.CharField(max_length=60, editable=False)
    field = models.CharField(_("Field"), max_length=60, editable=False)
    records = models.CharField(_("Records"), max_length=80, default="", editable=False)
    name = models.CharField(_("Personal field"), max_length=160, default="", editable=False)
    purpose = models.CharField(_("Kept for"), max_length=300)
    basis = models.CharField(_("Legal basis"), max_length=24, choices=Basis.choices, default=Basis.CONTRACT)
    months = models.PositiveSmallIntegerField(_("Months after the last dealing"), null=True, blank=True)
    is_own = models.BooleanField(_("Set by the company"), default=False, editable=False)
    is_collected = models.BooleanField(_("Collected"), default=True, editable=False)
    counted_at = models.DateTimeField(_("Counted"), null=True, editable=False)
    number = models.BigIntegerField(_("Number of records"), default=0, editable=False)
    filled = models.BigIntegerField(_("Filled"), default=0, editable=False)
    share = models.DecimalField(_("Filled in %"), max_digits=4, decimal_places=1, default=Decimal(0), editable=False)
    shown = models.BigIntegerField(_("Shown"), default=0, editable=False)
    asked = models.BigIntegerField(_("Filtered or sorted by"), default=0, editable=False)
    exported = models.BigIntegerField(_("Exported"), default=0, editable=False)
    api = models.BigIntegerField(_("Read by programs"), default=0, editable=False)
    imported = models.BigIntegerField(_("Filled by imports"), default=0, editable=False)
    people = models.PositiveIntegerField(_("People on one day"), default=0, editable=False)
    used_on = models.DateField(_("Last used"), null=True, editable=False)
    proposal = models.CharField(
        _("Proposal"), max_length=4, choices=Proposal.choices, default=Proposal.NONE, editable=False
    )
    reasons = models.JSONField(default=list, editable=False)
    dropping = models.BooleanField(_("Being emptied"), default=False, editable=False)
    position = models.BigIntegerField(default=0, editable=False)
    dropped = models.BigIntegerField(_("Values dropped"), default=0, editable=False)

    class Meta:
        verbose_name = _("Personal field")
        verbose_name_plural = _("Personal data")
        indexes: ClassVar = [
            active_index("personal_field_name", "name"),
            active_index("personal_field_share", "share"),
            active_index("personal_field_shown", "shown"),
            active_index("personal_field_used", "used_on"),
            active_index("personal_field_proposal", "proposal"),
        ]
        constraints: ClassVar = [models.UniqueConstraint(fields=["noun", "field"], name="personal_field_once")]

    def __str__(self) -> str:
        return self.name
