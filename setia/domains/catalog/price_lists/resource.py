"""Price lists in lists, forms, files and the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.periods import refuse_backwards
from setia.domains.catalog.price_lists.conditions import settle_whom
from setia.domains.catalog.price_lists.model import PriceList
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.personal import Personal
from setia.foundation.search import Document
from setia.kit.changes import Change
from setia.kit.kinds import Currency, Whole
from setia.kit.resources import Group, Panel, Resource, resource


@resource
class PriceLists(Resource):
    model = PriceList
    slug = "price-lists"
    label = _("Price list")
    plural = _("Price lists")
    icon = "receipt-text"
    columns = ("name", "for_whom", "party", "currency", "priority", "starts_on", "ends_on")
    form = (
        Group(_("Price list"), ("name", "currency", "priority", "starts_on", "ends_on")),
        Group(_("For whom"), ("for_whom", "party", "where")),
    )
    sortable = ("name", "priority")
    sort = "-priority"
    kinds = {"currency": Currency(), "priority": Whole(0, 1000)}
    samples = {"for_whom": "everybody", "where": ""}
    story = "party_id"
    personal = {"name": Personal(_("To find the prices that were agreed with somebody."))}
    impersonal = ("where", "starts_on", "ends_on")
    import_keys = ("name",)
    search_paths = ("name",)
    aliases = {
        "name": ("price list", "liste de prix", "tarif", "daftar harga"),
        "starts_on": ("valid from", "valable du", "berlaku dari"),
        "ends_on": ("valid until", "valable jusqu'au", "berlaku sampai"),
    }
    helps = {
        "currency": _("Empty for the currency of our company."),
        "priority": _("Of several lists that fit, the one with the highest number counts."),
        "where": _("As in the filter of a list of parties, such as: is_partner = yes and country = \"FR\"."),
    }  # fmt: skip
    rail = ("catalog", 40)
    panels = (
        Panel(
            _("Price rules"), "price-rules", "price_list",
            ("name", "says"), "name", 50,
        ),
    )  # fmt: skip

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        for change in changes:
            change.after["currency"] = change.after["currency"] or our_company().currency
        refuse_backwards(changes)
        settle_whom(changes)

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        return (Document(row["id"], (row["name"],)) for row in rows)
