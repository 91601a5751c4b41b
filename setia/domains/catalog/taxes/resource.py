"""Taxes in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.catalog.taxes.model import Tax
from setia.foundation.access import Actor
from setia.kit.changes import Change
from setia.kit.kinds import Number
from setia.kit.resources import Group, Panel, Resource, resource
from setia.kit.writing import changes_of, write


@resource
class Taxes(Resource):
    model = Tax
    slug = "taxes"
    label = gettext_lazy("Tax")
    plural = gettext_lazy("Taxes")
    icon = "percent"
    columns = ("name", "percent", "is_usual")
    form = (Group(gettext_lazy("Tax"), ("name", "percent", "is_usual")),)
    sortable = ("name",)
    sort = "name"
    kinds = {"percent": Number(3, 6, Decimal(0))}
    import_keys = ("name",)
    aliases = {
        "name": ("tax", "vat", "taxe", "tva", "pajak", "ppn"),
        "percent": ("rate", "vat rate", "taux", "tarif"),
    }
    helps = {"is_usual": gettext_lazy("For every product that names no other tax. There is one at most.")}
    rail = ("settings", 14)
    panels = (Panel(gettext_lazy("Products"), "products", "tax", ("name", "kind", "list_price"), sort="name"),)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        for change in changes:
            if change.after["percent"] is not None and not 0 <= change.after["percent"] <= 100:
                change.refuse("percent", _("A tax is from 0 to 100 percent."))

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        """The last one that was said to be usual is; the others give way."""
        usual = [c for c in changes if c.after["is_usual"] and c.after["archived_at"] is None and c.changed("is_usual")]
        if not usual:
            return
        others = Tax.objects.active().filter(is_usual=True).exclude(pk=usual[-1].id).values_list("pk", flat=True)
        giving_way = changes_of(self, list(others))
        for change in giving_way:
            change.after["is_usual"] = False
        write(self, giving_way, by)
