"""Somebody asks for a decision that goes beyond their own limit."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from setia.domains.authority.limits.asking import reaching_outer
from setia.domains.parties.parties.model import Party
from setia.foundation.access import Access
from setia.foundation.records import Record, active_index


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Approval(Record):
    """`about` is the address of any record, `mark` a text that is another one once that record is another one.

    `figures` are kept as they were when it was asked. `words` are what the decider said. `secret_percent` and
    `secret_figures` stand in the place of the others where not everybody who sees this may know them.
    """

    name = models.CharField(_("Approval"), max_length=200, default="", editable=False)
    decision = models.CharField(_("Decision"), max_length=40)
    about = models.CharField(_("About"), max_length=80, blank=True, default="")
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="approvals", db_index=False, verbose_name=_("With")
    )
    percent = models.DecimalField(_("Percent"), max_digits=6, decimal_places=2, null=True, blank=True)
    amount = models.BigIntegerField(_("Amount"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, blank=True, default="")
    why = models.TextField(_("Why"), blank=True, default="")
    figures = models.JSONField(_("Figures"), default=list, null=True, editable=False)
    secret_percent = models.DecimalField(
        _("Percent (confidential)"), max_digits=6, decimal_places=2, null=True, editable=False
    )
    secret_figures = models.JSONField(_("Confidential figures"), null=True, editable=False)
    mark = models.CharField(max_length=80, default="", editable=False)
    status = models.CharField(_("Status"), max_length=10, choices=State.choices, default=State.WAITING, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("Asked by"),
    )  # fmt: skip
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False,
        verbose_name=_("Decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("Decided at"), null=True, editable=False)
    words = models.TextField(_("Answer"), default="", editable=False)

    owner_path = "owner"

    class Meta:
        verbose_name = _("Approval")
        verbose_name_plural = _("Approvals")
        indexes: ClassVar = [
            active_index("approval_status", "status"),
            active_index("approval_owner", "owner", "status"),
            models.Index(fields=["party", "id"], name="approval_party"),
            models.Index(fields=["about", "decision", "status"], name="approval_about", condition=~Q(about="")),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def also_seen(cls, access: Access, before: str) -> Q:
        """Whoever may decide sees what they are asked, whosever it is."""
        return Q(Exists(reaching_outer(before).filter(role__holders=access.staff_id)))
