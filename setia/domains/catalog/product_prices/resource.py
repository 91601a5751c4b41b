"""Prices of products in lists, forms, files and the API."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.catalog.periods import ends_of_predecessors, settle_periods
from setia.domains.catalog.product_prices.model import ProductPrice
from setia.domains.catalog.products.naming import products_of
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.kit.changes import Change
from setia.kit.kinds import Amount, Currency
from setia.kit.resources import Group, Resource, resource
from setia.kit.writing import changes_of, write


@resource
class ProductPrices(Resource):
    model = ProductPrice
    slug = "product-prices"
    label = gettext_lazy("Price of a product")
    plural = gettext_lazy("Prices of products")
    icon = "tag"
    columns = ("product", "amount", "currency", "starts_on", "ends_on")
    form = (Group(gettext_lazy("Price of a product"), ("product", "amount", "currency", "starts_on", "ends_on")),)
    sortable = ("starts_on",)
    kinds = {"amount": Amount(), "currency": Currency()}
    aliases = {
        "product": ("sku", "item", "article", "product number", "produit", "produk", "barang"),
        "amount": ("price", "list price", "unit price", "prix", "tarif", "harga"),
        "starts_on": ("valid from", "from", "valable du", "à partir du", "berlaku dari"),
        "ends_on": ("valid until", "until", "to", "valable jusqu'au", "berlaku sampai"),
    }
    helps = {
        "currency": gettext_lazy("Empty for the currency of our company."),
        "starts_on": gettext_lazy("A price that begins later ends the one before it."),
    }

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        names, currency = products_of(changes), our_company().currency
        for change in changes:
            after = change.after
            after["currency"] = after["currency"] or currency
            after["name"] = f"{names.get(after['product_id'], '')}, {after['currency']}"
        words = _("The product already has a price in this currency for some of these days.")
        settle_periods(changes, ProductPrice.objects.all(), ("product_id", "currency"), words)

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        ends = ends_of_predecessors(changes)
        ended = changes_of(self, ends)
        for change in ended:
            change.after["ends_on"] = ends[change.id]
        if ended:
            write(self, ended, by)
