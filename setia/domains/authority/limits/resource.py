"""Limits in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.authority.kinds import choices
from setia.domains.authority.limits.asking import limit_of
from setia.domains.authority.limits.model import Limit
from setia.domains.authority.values import called, settle_value, value_of
from setia.foundation.access import Actor
from setia.kit.changes import Change
from setia.kit.kinds import Amount, Choice, Currency, Number
from setia.kit.resources import Group, Resource, resource

PERCENT = Number(2, 6, Decimal(0))


@resource
class Limits(Resource):
    model = Limit
    slug = "limits"
    label = gettext_lazy("Limit")
    plural = gettext_lazy("Limits")
    icon = "gauge"
    columns = ("name", "role", "decision", "percent", "amount", "is_open")
    form = (Group(gettext_lazy("Limit"), ("role", "decision", "percent", "amount", "currency", "is_open")),)
    kinds = {"decision": Choice(choices), "percent": PERCENT, "amount": Amount(), "currency": Currency()}
    samples = {"decision": "exception", "percent": None, "is_open": "no"}
    sortable = ("decision",)
    sort = "decision"
    tells = {"name": ("decision", "percent", "amount", "is_open")}
    helps = {
        "percent": gettext_lazy("For decisions in percent, such as a discount."),
        "amount": gettext_lazy("For decisions about money. Other currencies are converted by the rate of the day."),
        "is_open": gettext_lazy("Whoever has it may also decide on what they asked for themselves."),
    }
    importable = False
    rail = ("settings", 45)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        for change in changes:
            after = change.after
            if after["is_open"] and (after["percent"] is not None or after["amount"] is not None):
                change.refuse("is_open", _("Say either how far it goes, or that it goes without limit."))
            settle_value(change, is_open=after["is_open"])
            if not change.errors:
                after["name"] = called(after)
                _refuse_beyond_own(change, by)


def _refuse_beyond_own(change: Change, by: Actor) -> None:
    """Nobody grants more, or takes what reaches further, than they may decide themselves."""
    for values in (change.before, change.after):
        if values is None:
            continue
        own = limit_of(by, values["decision"], values["currency"])
        if own is not None and (values["is_open"] or value_of(values) > own):
            change.refuse("", _("You cannot give or take a limit that goes further than your own."))
            return
