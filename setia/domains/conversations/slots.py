"""What conversations show on the page of a party, and on the start page of whoever wrote."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.domains.conversations import advising
from setia.kit import slots
from setia.kit.resources import Panel
from setia.kit.slots import Composed, Today

ADVISED = advising
"""Loaded so that it is advised."""

MESSAGES = "messages"

slots.add(
    "parties.party",
    Composed(MESSAGES, "party"),
    Panel(_("Messages"), MESSAGES, "party", ("name", "status", "sent_at", "owner"), "-id"),
)
slots.add_today(
    Today(
        _("Messages that did not arrive"), MESSAGES, 'owner = me and status in ("failed", "uncertain")',
        columns=("name", "party", "status", "error"), sort="-id",
        reason=_("Your messages that were refused, or of which nobody knows whether they went out"),
    )
)  # fmt: skip
