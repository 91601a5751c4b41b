"""Our own company: one record, which can only be changed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from setia.domains.organisation.zones import Zone
from setia.foundation.access import Actor
from setia.foundation.company import Company, changed_company
from setia.kit.changes import Change
from setia.kit.kinds import Amount, Country, Currency, Language, Whole
from setia.kit.resources import Group, Resource, resource


@resource
class OurCompany(Resource):
    model = Company
    slug = "company"
    label = _("Our company")
    plural = _("Our company")
    icon = "building"
    columns = ("name", "currency", "country", "language", "zone")
    form = (
        Group(
            _("Our company"), ("name", "country", "currency", "language", "zone", "hour_cost", "actions_a_day")
        ),
    )  # fmt: skip
    kinds = {"currency": Currency(), "country": Country(), "language": Language(), "zone": Zone(),
             "hour_cost": Amount(), "actions_a_day": Whole(0, 50)}  # fmt: skip
    helps = {
        "currency": _("Amounts without a currency are in this one. What is recorded keeps its own."),
        "country": _("Telephone numbers without a country code are numbers of this country."),
        "hour_cost": _("What an hour of our own people costs us. The labour in what we sell counts at this cost."),
        "actions_a_day": _("So many things to do next each person is given at most; 0 for none."),
    }
    hidden = ("shape", "not_collected")
    creatable = archivable = importable = False
    rail = ("settings", 10)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        for change in changes:
            stays = not change.is_new and not change.changed("hour_cost") and change.after["hour_cost"] is not None
            if stays and change.changed("currency"):
                change.refuse("hour_cost", gettext("Say what an hour costs in the new currency, or leave it empty."))

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        transaction.on_commit(changed_company)
