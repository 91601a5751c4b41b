"""Which product serves which kind of need, in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.need_kinds.model import NeedKind
from setia.domains.catalog.products.naming import products_of
from setia.domains.catalog.servings.model import Serving
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.kit.changes import Change
from setia.kit.kinds import Whole
from setia.kit.resources import Group, Resource, resource

LEAST, MOST = 1, 10


@resource
class Servings(Resource):
    model = Serving
    slug = "servings"
    label = _("Serving")
    plural = _("Servings")
    icon = "link-2"
    columns = ("product", "need_kind", "fit", "about")
    form = (Group(_("Serving"), ("product", "need_kind", "fit", "about")),)
    sortable = ("fit",)
    sort = "-fit"
    kinds = {"fit": Whole(LEAST, MOST)}
    samples = {"fit": "8"}
    when_missing = {"need_kind": "create"}
    helps = {"fit": _("From 1, hardly, to 10, fully.")}
    aliases = {
        "product": ("module", "produit", "produk"),
        "need_kind": ("need", "kind of need", "besoin", "kebutuhan"),
    }
    rail = ("catalog", 80)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        products = products_of(changes)
        kinds = {change.after["need_kind_id"] for change in changes} - {None}
        needs = dict(bulk.found(NeedKind.objects.all(), "pk", kinds, "pk", "name"))
        for change in changes:
            after = change.after
            after["name"] = f"{products.get(after['product_id'], '')} → {needs.get(after['need_kind_id'], '')}"
