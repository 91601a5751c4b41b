"""What insight shows on the pages of others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.domains.insight.suggesting import Adviser
from setia.kit import advice, slots
from setia.kit.resources import Panel

advice.keep(Adviser())
slots.add(
    "parties.party",
    Panel(_("Actions"), "actions", "party", ("name", "status", "outcome", "owner"), "-given_on"),
)
slots.add(
    "parties.party",
    Panel(
        _("Will they stay?"), "scores", "party",
        ("staying_words", "reasons", "purchases_words", "worth_words", "worth_reasons", "profit_reasons", "worth"),
        "-worth",
    ),
    Panel(_("Will they renew?"), "renewals", "party", ("contract", "chance", "ends_on", "value", "reasons"), "ends_on"),
)  # fmt: skip
slots.add(
    "sales.contract",
    Panel(_("Will it renew?"), "renewals", "contract",
          ("chance", "chance_low", "chance_high", "ends_on", "value", "reasons"), "ends_on"),
)  # fmt: skip
