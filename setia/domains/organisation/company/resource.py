"""Our own company: one record, which can only be changed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from setia.domains.organisation.zones import Zone
from setia.foundation.access import Actor
from setia.foundation.company import Company, changed_company
from setia.kit.changes import Change
from setia.kit.kinds import Country, Currency, Language
from setia.kit.resources import Group, Resource, resource


@resource
class OurCompany(Resource):
    model = Company
    slug = "company"
    label = _("Our company")
    plural = _("Our company")
    icon = "building"
    columns = ("name", "currency", "country", "language", "zone")
    form = (Group(_("Our company"), ("name", "country", "currency", "language", "zone")),)
    kinds = {"currency": Currency(), "country": Country(), "language": Language(), "zone": Zone()}
    helps = {
        "currency": _("Amounts without a currency are in this one. What is recorded keeps its own."),
        "country": _("Telephone numbers without a country code are numbers of this country."),
    }
    hidden = ("shape", "not_collected")
    creatable = archivable = importable = False
    rail = ("settings", 10)

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        transaction.on_commit(changed_company)
