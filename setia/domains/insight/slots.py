"""What insight shows on the pages of others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.domains.insight.pricing import advising
from setia.domains.insight.showing import demand, launches
from setia.domains.insight.suggesting import Adviser
from setia.kit import advice, slots
from setia.kit.resources import Panel

SHOWN = (advising, demand, launches)
"""Loaded so that they are found and offered."""

advice.keep(Adviser())
slots.add(
    "parties.party",
    Panel(_("Actions"), "actions", "party", ("name", "status", "outcome", "owner"), "-given_on"),
)
slots.add(
    "catalog.product",
    Panel(_("Demand"), "demand", "product", ("unit", "now_on", "sold", "expected", "low", "high", "method"), "name"),
    Panel(_("Price response"), "price-responses", "product", ("name", "says", "move", "advised"), "name"),
    Panel(_("Launches"), "launches", "product", ("name", "status", "starts_on", "year_low", "year_high", "bought")),
)  # fmt: skip
