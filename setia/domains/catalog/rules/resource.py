"""Module rules in lists, forms, files and the API."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.products.naming import products_of
from setia.domains.catalog.rules.judging import refuse_senseless
from setia.domains.catalog.rules.model import Rule, RuleKind
from setia.foundation.access import Actor
from setia.kit.changes import Change
from setia.kit.kinds import Number
from setia.kit.resources import Group, Resource, resource


@resource
class Rules(Resource):
    model = Rule
    slug = "module-rules"
    label = _("Module rule")
    plural = _("Module rules")
    icon = "workflow"
    columns = ("product", "kind", "other", "quantity", "about")
    form = (Group(_("Module rule"), ("product", "kind", "other", "quantity", "about")),)
    sortable = ("name",)
    sort = "name"
    kinds = {"quantity": Number(3, 12, Decimal(0))}
    aliases = {
        "product": ("module", "service module", "modul"),
        "kind": ("rule", "règle", "aturan"),
        "other": ("other module", "needs", "autre module", "modul lain"),
    }
    helps = {
        "quantity": _(
            "How much of the other one unit requires or uses. It says nothing where modules exclude each other."
        ),
        "about": _("Shown to whoever composes an offer against it."),
    }
    rail = ("catalog", 60)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        names = products_of(changes, "product_id", "other_id")
        for change in changes:
            after = change.after
            if after["kind"] == RuleKind.EXCLUDES:
                after["quantity"] = Decimal(1)
            kind = RuleKind(after["kind"]).value if after["kind"] in RuleKind.values else ""
            sign = {"requires": "→", "excludes": "≠", "uses": "⊂"}.get(kind, "")
            after["name"] = f"{names.get(after['product_id'], '')} {sign} {names.get(after['other_id'], '')}"
        refuse_senseless(changes)
