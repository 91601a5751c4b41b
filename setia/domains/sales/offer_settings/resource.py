"""Settings of offers: one record, which can only be changed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from setia.domains.sales.offer_settings.model import SalesSettings
from setia.foundation.access import Actor
from setia.kit.changes import Change
from setia.kit.kinds import Number, Whole
from setia.kit.resources import Group, Resource, resource


@resource
class SettingsOfOffers(Resource):
    model = SalesSettings
    slug = "sales-settings"
    label = _("Settings of offers")
    plural = _("Settings of offers")
    icon = "file-cog"
    columns = ("name", "floor_percent", "point_hours", "valid_days", "remind_days")
    form = (
        Group(_("Margin and departure"), ("floor_percent", "point_hours")),
        Group(_("Validity"), ("valid_days", "remind_days")),
        Group(_("Document"), ("letterhead", "terms")),
    )
    kinds = {
        "floor_percent": Number(2, 4, Decimal(0)), "point_hours": Number(2, 5, Decimal(0)),
        "valid_days": Whole(1, 730), "remind_days": Whole(0, 90),
    }  # fmt: skip
    helps = {
        "floor_percent": _("So much of the price must remain. Below it, whoever has the authority must approve."),
        "point_hours": _("Work that one point of departure from the standard takes, on average."),
        "letterhead": _("Address, register and bank, as they stand at the head of an offer."),
        "terms": _("Proposed in every new offer, and changed there."),
    }
    creatable = archivable = importable = False
    rail = ("settings", 25)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        for change in changes:
            change.after["name"] = "Offers"
