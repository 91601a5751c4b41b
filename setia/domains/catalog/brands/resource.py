"""Brands in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.brands.model import Brand
from setia.foundation.search import Document
from setia.kit.resources import Group, Panel, Resource, resource


@resource
class Brands(Resource):
    model = Brand
    slug = "brands"
    label = _("Brand")
    plural = _("Brands")
    icon = "award"
    columns = ("name", "about", "updated_at")
    form = (Group(_("Brand"), ("name", "about")),)
    sortable = ("name",)
    sort = "name"
    import_keys = ("name",)
    search_paths = ("name",)
    aliases = {"name": ("brand", "series", "marque", "gamme", "merek")}
    rail = ("catalog", 20)
    panels = (Panel(_("Products"), "products", "brand", ("name", "list_price", "is_sold"), sort="name"),)

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        return (Document(row["id"], (row["name"],)) for row in rows)
