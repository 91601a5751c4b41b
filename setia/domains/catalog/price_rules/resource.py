"""Price rules in lists, forms, files and the API."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.price_rules.judging import settle_rules
from setia.domains.catalog.price_rules.model import PriceRule
from setia.domains.catalog.price_rules.saying import says
from setia.foundation.access import Actor
from setia.kit.changes import Change
from setia.kit.kinds import Amount, Currency, Field, Number, Text
from setia.kit.resources import Group, Resource, resource


@resource
class PriceRules(Resource):
    model = PriceRule
    slug = "price-rules"
    label = _("Price rule")
    plural = _("Price rules")
    icon = "badge-percent"
    columns = ("price_list", "product", "category", "minimum_quantity", "amount", "percent_off", "above_cost",
               "starts_on", "ends_on")  # fmt: skip
    form = (
        Group(_("For what"), ("price_list", "product", "category", "minimum_quantity", "starts_on", "ends_on")),
        Group(_("Price"), ("amount", "currency", "percent_off", "above_cost")),
    )
    sortable = ("name",)
    sort = "name"
    kinds = {
        "amount": Amount(),
        "currency": Currency(),
        "minimum_quantity": Number(3, 12, Decimal(0)),
        "percent_off": Number(3, 6, Decimal(0)),
        "above_cost": Number(3, 7, Decimal(0)),
    }
    samples = {"category": None, "percent_off": None, "above_cost": None, "currency": ""}
    extra_fields = (Field("says", _("Says"), Text(), "says", editable=False, filterable=False, compute=says),)
    tells = {"says": ("amount", "percent_off", "above_cost", "minimum_quantity")}
    quotes = {"name": ("product", "category")}
    aliases = {
        "price_list": ("list", "liste", "liste de prix", "daftar harga"),
        "product": ("sku", "item", "article", "product number", "produit", "produk", "barang"),
        "category": ("catégorie", "kategori"),
        "minimum_quantity": ("min qty", "from", "volume", "quantité minimum", "dès", "jumlah minimum"),
        "amount": ("price", "unit price", "prix", "harga"),
        "percent_off": ("discount", "remise", "diskon"),
        "above_cost": ("markup", "marge", "margin"),
    }
    helps = {
        "product": _("Empty: for a whole category, or for everything."),
        "category": _("With all categories below it."),
        "minimum_quantity": _("For this quantity and more. Empty: for any."),
        "amount": _("A price, or a percentage off the list price, or a percentage above cost: one of the three."),
        "currency": _("Leave empty for the currency of the list."),
    }

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        settle_rules(changes)
