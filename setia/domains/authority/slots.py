"""What authority shows on the pages of others, and on the start page of whoever has to decide."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.kit import slots
from setia.kit.resources import Panel
from setia.kit.slots import Today

APPROVALS = "approvals"
SHOWN = ("name", "about", "party", "owner", "why")

slots.add("staff.role", Panel(_("Limits"), "limits", "role", ("decision", "percent", "amount", "is_open")))
slots.add_today(
    Today(
        _("Waiting for your decision"), APPROVALS, 'status = "waiting" and decider = me', columns=SHOWN, sort="id",
        reason=_("Others may go no further until you have decided"),
    ),
    Today(
        _("You asked for"), APPROVALS, 'status = "waiting" and owner = me', columns=("name", "about", "why"), sort="id",
        reason=_("What somebody else still has to decide for you"),
    ),
)  # fmt: skip
