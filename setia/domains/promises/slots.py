"""What promises show on the pages of others, on everybody's start page, and in the calendar."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.domains.promises import advising
from setia.kit import slots
from setia.kit.resources import Figure, Panel
from setia.kit.slots import Composed, Dated, Today

ADVISED = advising
"""Loaded so that it is advised."""

PROMISES = "promises"
OPEN, MINE = 'status = "open"', 'owner = me and status = "open"'
SHOWN = ("name", "party", "due_on", "direction")

slots.add(
    "parties.party",
    Figure(_("Promises"), PROMISES, "party", "", OPEN, _("Promises to them and of theirs that are open")),
    Composed(PROMISES, "party"),
    Panel(_("Promises"), PROMISES, "party", ("name", "direction", "due_on", "term", "status", "owner"), "-status"),
)
slots.add("needs.need", Panel(_("Promises"), PROMISES, "need", ("name", "due_on", "status", "owner"), "due_on"))
slots.add(
    "catalog.product",
    Panel(_("Promises"), PROMISES, "product", ("name", "party", "due_on", "status", "promised_by"), "-made_on"),
)
slots.add_dated(Dated(PROMISES, "due_on", OPEN))
slots.add_today(
    Today(
        _("Promises overdue"), PROMISES, f"{MINE} and due_on < today", columns=SHOWN, sort="due_on",
        reason=_("What you have to keep, and whose day has passed"),
    ),
    Today(
        _("Promises to keep"), PROMISES, f"{MINE} and due_on >= today and due_on <= +7d", columns=SHOWN, sort="due_on",
        reason=_("What you have to keep within seven days"),
    ),
    Today(
        _("Promises in danger"), PROMISES, f"{MINE} and warned_at is not empty", columns=SHOWN, sort="due_on",
        reason=_("What they rest on was broken or put off"),
    ),
    Today(
        _("Overdue promises of everybody"), PROMISES, f"{OPEN} and due_on < today", columns=(*SHOWN, "owner"),
        sort="due_on", wide=True, reason=_("Call the customer before the customer calls"),
    ),
)  # fmt: skip
