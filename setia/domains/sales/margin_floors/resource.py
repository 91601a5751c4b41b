"""Margin floors in lists, forms, files and the API."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from setia.domains.sales.margin_floors.judging import settle_floors
from setia.domains.sales.margin_floors.model import MarginFloor
from setia.foundation.access import Actor
from setia.kit.changes import Change
from setia.kit.kinds import Number
from setia.kit.resources import Group, Resource, resource


@resource
class MarginFloors(Resource):
    model = MarginFloor
    slug = "margin-floors"
    label = _("Margin floor")
    plural = _("Margin floors")
    icon = "shield-half"
    columns = ("name", "percent", "product", "category", "brand", "why")
    form = (Group(_("For what"), ("product", "category", "brand")), Group(_("Floor"), ("percent", "why")))
    sortable = ("name",)
    sort = "name"
    kinds = {"percent": Number(2, 4, Decimal(0))}
    quotes = {"name": ("product", "category", "brand")}
    samples = {"product": True, "category": None, "brand": None, "percent": "1"}
    helps = {
        "product": _("For a product, for a category or for a brand: one of the three."),
        "category": _("With all categories below it, as far as these have none of their own."),
        "brand": _("Where neither the product nor its categories have one."),
        "percent": _("So much of the price must remain. Below it, whoever has the authority must approve."),
    }
    aliases = {
        "product": ("sku", "article", "product number", "produit", "produk"),
        "category": ("catégorie", "kategori"),
        "brand": ("marque", "merek"),
        "percent": ("floor", "margin", "marge", "plancher", "batas margin"),
    }
    rail = ("settings", 26)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        settle_floors(changes, by)
