"""How far people with a role may decide by themselves."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.foundation.records import Record, active_index
from setia.foundation.staff.models import Role


class Limit(Record):
    """`percent`, or `amount` in minor units of `currency`, as the kind of decision wants; neither: without limit."""

    name = models.CharField(_("Limit"), max_length=200, default="", editable=False)
    role = models.ForeignKey(Role, models.PROTECT, related_name="limits", db_index=False, verbose_name=_("Role"))
    decision = models.CharField(_("Decision"), max_length=40)
    percent = models.DecimalField(_("Up to percent"), max_digits=6, decimal_places=2, null=True, blank=True)
    amount = models.BigIntegerField(_("Up to the amount"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, blank=True, default="")
    is_open = models.BooleanField(_("Without limit"), default=False)

    governed_by = "staff.role"

    class Meta:
        verbose_name = _("Limit")
        verbose_name_plural = _("Limits")
        indexes: ClassVar = [active_index("limit_decision", "decision", "role")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["role", "decision", "currency"],
                condition=Q(archived_at__isnull=True),
                name="limit_once",
                violation_error_message=_("This role has a limit for this decision already. Change that one."),
            )
        ]

    def __str__(self) -> str:
        return self.name
