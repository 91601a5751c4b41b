"""Categories in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.categories.model import Category
from setia.domains.catalog.categories.tree import settle_paths, write_paths
from setia.foundation.access import Actor
from setia.foundation.search import Document
from setia.kit.changes import Change
from setia.kit.resources import Group, Panel, Resource, resource


@resource
class Categories(Resource):
    model = Category
    slug = "categories"
    label = _("Category")
    plural = _("Categories")
    icon = "folder-tree"
    subtitle = "path"
    columns = ("path", "about", "updated_at")
    form = (Group(_("Category"), ("name", "parent", "about")),)
    tells = {"path": ("name", "parent"), "name": ("path",)}
    sortable = ("path", "name")
    sort = "path"
    import_keys = ("path", "name")
    when_missing = {"parent": "create"}
    search_paths = ("name",)
    aliases = {
        "name": ("category", "group", "catégorie", "famille", "kategori", "kelompok"),
        "parent": ("parent category", "catégorie parente", "kategori induk"),
    }
    helps = {"parent": _("The category that this one is part of. Empty: it stands on top.")}
    rail = ("catalog", 30)
    panels = (
        Panel(_("Categories below"), "categories", "parent", ("name", "about"), sort="path"),
        Panel(_("Products"), "products", "category", ("name", "kind", "list_price", "is_sold"), sort="name"),
    )

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        settle_paths(changes)

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        write_paths(changes, by)

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        return (Document(row["id"], (row["name"],)) for row in rows)
