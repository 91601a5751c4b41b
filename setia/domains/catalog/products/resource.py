"""Products in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.products.model import Product
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.search import Document
from setia.kit.changes import Change
from setia.kit.kinds import Amount, Currency
from setia.kit.resources import Group, Resource, resource


@resource
class Products(Resource):
    model = Product
    slug = "products"
    label = _("Product")
    plural = _("Products")
    icon = "package"
    subtitle = "reference"
    columns = ("name", "reference", "brand", "kind", "list_price", "unit", "is_sold")
    form = (
        Group(_("Product"), ("name", "reference", "brand", "kind", "description")),
        Group(_("Price"), ("list_price", "cost", "currency", "unit", "is_sold")),
    )
    sortable = ("name", "list_price")
    sort = "name"
    kinds = {"list_price": Amount(), "cost": Amount(), "currency": Currency()}
    import_keys = ("reference", "name")
    when_missing = {"brand": "create"}
    search_paths = ("name", "reference")
    aliases = {
        "name": ("product", "product name", "item", "article", "produit", "désignation", "produk",
                 "nama produk", "barang", "nama barang"),
        "reference": ("sku", "product id", "product number", "item number", "code", "référence",
                      "code article", "kode", "kode barang"),
        "brand": ("series", "range", "make", "marque", "gamme", "merek", "seri"),
        "kind": ("type", "jenis"),
        "list_price": ("sales_price", "price", "unit price", "prix", "prix de vente", "tarif", "harga",
                       "harga jual"),
        "cost": ("cost price", "purchase price", "coût", "prix d'achat", "harga beli", "biaya"),
        "unit": ("unité", "satuan"),
        "description": ("about", "details", "deskripsi", "keterangan"),
    }  # fmt: skip
    helps = {
        "reference": _("Your own number for the product, if there is one."),
        "unit": _("What the price is for: a piece, an hour, a kilogram."),
    }
    rail = ("catalog", 10)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        currency = our_company().currency
        for change in changes:
            change.after["currency"] = change.after["currency"] or currency

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        for row in rows:
            yield Document(row["id"], (row["name"],), (row["reference"],) if row["reference"] else ())
