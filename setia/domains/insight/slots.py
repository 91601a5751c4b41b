"""What insight shows on the pages of others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.domains.insight.plays import kinds
from setia.domains.insight.suggesting import Adviser
from setia.kit import advice, slots
from setia.kit.resources import Panel

ADVISED = (kinds,)
"""Loaded so that they are advised."""

advice.keep(Adviser())
slots.add(
    "parties.party",
    Panel(_("Actions"), "actions", "party", ("name", "status", "outcome", "owner"), "-given_on"),
)
