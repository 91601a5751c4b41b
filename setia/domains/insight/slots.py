"""What insight shows on the pages of others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.domains.insight.plays import kinds
from setia.domains.insight.pricing import advising
from setia.domains.insight.showing import demand, launches
from setia.domains.insight.suggesting import Adviser
from setia.kit import advice, slots
from setia.kit.resources import Panel

LOADED = (advising, demand, kinds, launches)
"""So that they are advised, found and offered."""

advice.keep(Adviser())
slots.add(
    "parties.party",
    Panel(_("Actions"), "actions", "party", ("name", "status", "outcome", "owner"), "-given_on", place=30),
    Panel(
        _("Will they stay?"), "scores", "party",
        ("staying_words", "reasons", "purchases_words", "worth_words", "worth_reasons", "profit_reasons"),
        "-worth", place=20,
    ),
    Panel(_("Will they renew?"), "renewals", "party", ("contract", "chance", "ends_on", "value", "reasons"), "ends_on"),
)  # fmt: skip
slots.add(
    "sales.contract",
    Panel(_("Will it renew?"), "renewals", "contract",
          ("chance", "chance_low", "chance_high", "ends_on", "value", "reasons"), "ends_on"),
)  # fmt: skip
slots.add(
    "catalog.product",
    Panel(_("Demand"), "demand", "product", ("unit", "now_on", "sold", "expected", "low", "high", "method"), "name"),
    Panel(_("Price response"), "price-responses", "product", ("name", "says", "move", "advised"), "name"),
    Panel(_("Launches"), "launches", "product", ("name", "status", "starts_on", "year_low", "year_high", "bought")),
)  # fmt: skip
