"""Products in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.periods import refuse_backwards
from setia.domains.catalog.products.model import Product
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.search import Document
from setia.kit.changes import Change
from setia.kit.kinds import Amount, Currency, Number, Whole
from setia.kit.resources import Group, Panel, Resource, resource

_ABOVE_ZERO = _("Give a number above zero, or leave it empty.")


@resource
class Products(Resource):
    model = Product
    slug = "products"
    label = _("Product")
    plural = _("Products")
    icon = "package"
    subtitle = "reference"
    columns = ("name", "reference", "brand", "category", "kind", "list_price", "unit", "segment", "is_sold")
    form = (
        Group(_("Product"), ("name", "reference", "kind", "category", "brand", "segment", "description")),
        Group(_("Price"), ("list_price", "cost", "currency", "unit", "tax", "labour_hours", "warranty_months")),
        Group(_("Sale"), ("is_sold", "sold_from", "sold_until")),
        Group(_("In an offer"), ("is_standard", "at_most", "capacity")),
    )
    sortable = ("name", "list_price")
    sort = "name"
    kinds = {"list_price": Amount(), "cost": Amount(), "currency": Currency(),
             "labour_hours": Number(3, 9, Decimal(0)), "capacity": Number(3, 12, Decimal(0)),
             "at_most": Number(3, 12, Decimal(0)), "warranty_months": Whole(0, 600)}  # fmt: skip
    import_keys = ("reference", "name")
    when_missing = {"brand": "create", "category": "create"}
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
        "category": ("product category", "product group", "family", "catégorie", "famille", "kategori"),
        "tax": ("vat", "tva", "pajak"),
        "warranty_months": ("warranty", "garantie", "garansi"),
        "segment": ("price segment", "gamme de prix", "segmen harga"),
        "unit": ("unité", "satuan"),
        "description": ("about", "details", "deskripsi", "keterangan"),
    }  # fmt: skip
    helps = {
        "reference": _("Your own number for the product, if there is one."),
        "labour_hours": _("Of our own people. They cost what “Our company” says of an hour."),
        "capacity": _("For modules that use it: how much one unit of this one can take."),
        "is_standard": _("What is not standard makes an offer more complex."),
        "sold_from": _("Empty: from the beginning."),
        "tax": _("Empty: the usual one."),
        "unit": _("What the price is for: a piece, an hour, a kilogram."),
    }
    rail = ("catalog", 10)
    panels = (
        Panel(_("Prices"), "product-prices", "product", ("currency", "amount", "starts_on", "ends_on"), "-starts_on"),
        Panel(
            _("Supplies"), "supplies", "product",
            ("party", "cost", "terms", "ends_on"), "name",
        ),
        Panel(_("Module rules"), "module-rules", "product", ("other", "kind", "quantity", "about"), "name"),
        Panel(_("Module rules of others"), "module-rules", "other", ("product", "kind", "quantity", "about"), "name"),
        Panel(_("Serves needs"), "servings", "product", ("need_kind", "fit", "about"), "-fit"),
        Panel(_("In price lists"), "price-rules", "product",
              ("price_list", "says"), "name"),
    )  # fmt: skip

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        currency = our_company().currency
        for change in changes:
            change.after["currency"] = change.after["currency"] or currency
            for name in ("at_most", "capacity"):
                if change.after[name] is not None and change.after[name] <= 0:
                    change.refuse(name, _ABOVE_ZERO)
        refuse_backwards(changes, "sold_from", "sold_until")

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        for row in rows:
            yield Document(row["id"], (row["name"],), (row["reference"],) if row["reference"] else ())
