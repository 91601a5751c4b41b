"""Supplies in lists, forms, files and the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.catalog.periods import ends_of_predecessors, settle_periods
from setia.domains.catalog.products.naming import products_of
from setia.domains.catalog.supplies.model import Supply
from setia.domains.catalog.supplies.saying import terms
from setia.domains.catalog.supplies.vendors import make_vendors
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.search import Document
from setia.kit.changes import Change
from setia.kit.kinds import Amount, Currency, Field, Number, Text, Whole
from setia.kit.resources import Group, Resource, resource
from setia.kit.writing import changes_of, write


@resource
class Supplies(Resource):
    model = Supply
    slug = "supplies"
    label = gettext_lazy("Supply")
    plural = gettext_lazy("Supplies")
    icon = "factory"
    columns = ("product", "party", "vendor_reference", "cost", "minimum_quantity", "lead_days", "is_preferred",
               "starts_on", "ends_on")  # fmt: skip
    form = (
        Group(gettext_lazy("Supply"), ("product", "party", "vendor_reference", "is_preferred")),
        Group(gettext_lazy("Cost"), ("cost", "currency", "minimum_quantity", "lead_days", "starts_on", "ends_on")),
    )
    sortable = ("name", "vendor_reference")
    sort = "name"
    kinds = {
        "cost": Amount(),
        "currency": Currency(),
        "minimum_quantity": Number(3, 12, Decimal(0)),
        "lead_days": Whole(0, 3650),
    }
    extra_fields = (
        Field("terms", gettext_lazy("Terms"), Text(), "terms", editable=False, filterable=False, compute=terms),
    )
    tells = {"terms": ("minimum_quantity", "lead_days", "is_preferred")}
    story = "party_id"
    impersonal = ("name", "vendor_reference", "starts_on", "ends_on", "terms")
    kept_for = gettext_lazy("What our products cost us rests on them.")
    when_missing = {"party": "create"}
    search_paths = ("vendor_reference",)
    aliases = {
        "product": ("sku", "item", "article", "product number", "our number", "produit", "produk", "barang"),
        "party": ("supplier", "vendor", "fournisseur", "pemasok"),
        "vendor_reference": ("vendor number", "supplier number", "vendor sku", "supplier item", "référence fournisseur",
                             "nomor pemasok", "kode pemasok"),
        "cost": ("purchase price", "net price", "unit cost", "prix d'achat", "coût", "harga beli", "biaya"),
        "minimum_quantity": ("min qty", "moq", "minimum order", "from", "quantité minimum", "dès", "jumlah minimum"),
        "lead_days": ("lead time", "delivery days", "délai", "délai de livraison", "waktu tunggu"),
        "starts_on": ("valid from", "valable du", "berlaku dari"),
        "ends_on": ("valid until", "valable jusqu'au", "berlaku sampai"),
    }  # fmt: skip
    helps = {
        "minimum_quantity": gettext_lazy("The cost is for this quantity and more. Empty: for any."),
        "currency": gettext_lazy("Empty for the currency of our company."),
        "is_preferred": gettext_lazy("Bought there even where somebody else is cheaper."),
        "starts_on": gettext_lazy("A cost that begins later ends the one before it."),
    }
    rail = ("catalog", 50)

    def introduce(self, field: str, change: Change) -> None:
        """Whoever is only known by what they supply is a company, and a vendor."""
        if field == "party":
            change.after.update(kind="company", is_vendor=True)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        names, currency = products_of(changes), our_company().currency
        for change in changes:
            after = change.after
            after["currency"] = after["currency"] or currency
            after["name"] = names.get(after["product_id"], "")
            if from_quantity := Decimal(after["minimum_quantity"] or 0):
                after["name"] += f" ≥ {from_quantity.normalize():f}"
        words = _("This vendor already has a cost of this product at this quantity for some of these days.")
        keys = ("product_id", "party_id", "minimum_quantity")
        settle_periods(changes, Supply.objects.all(), keys, words)

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        make_vendors({c.after["party_id"] for c in changes if c.is_new or c.changed("party_id")}, by)
        ends = ends_of_predecessors(changes)
        ended = changes_of(self, ends)
        for change in ended:
            change.after["ends_on"] = ends[change.id]
        if ended:
            write(self, ended, by)

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        for row in rows:
            yield Document(row["id"], (), (row["vendor_reference"],) if row["vendor_reference"] else ())
