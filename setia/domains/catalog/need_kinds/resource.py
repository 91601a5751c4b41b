"""Kinds of needs in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.need_kinds.model import NeedKind
from setia.foundation.search import Document
from setia.kit.resources import Group, Panel, Resource, resource


@resource
class NeedKinds(Resource):
    model = NeedKind
    slug = "need-kinds"
    label = _("Kind of need")
    plural = _("Kinds of needs")
    icon = "shapes"
    columns = ("name", "about")
    form = (Group(_("Kind of need"), ("name", "about")),)
    sortable = ("name",)
    sort = "name"
    import_keys = ("name",)
    search_paths = ("name",)
    aliases = {"name": ("kind", "type de besoin", "jenis kebutuhan")}
    rail = ("catalog", 70)
    panels = (Panel(_("Served by"), "servings", "need_kind", ("product", "fit", "about"), sort="-fit"),)

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        return (Document(row["id"], (row["name"],)) for row in rows)
