"""Reasons in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.reasons.model import Outcome, Reason
from setia.kit.changes import Change
from setia.kit.kinds import Choice
from setia.kit.resources import Group, Resource, resource

COLOURS = {"won": "ok", "lost": "warn", "unqualified": "plain"}


@resource
class Reasons(Resource):
    model = Reason
    slug = "reasons"
    label = gettext_lazy("Reason")
    plural = gettext_lazy("Reasons")
    icon = "message-circle-question-mark"
    columns = ("name", "outcome", "about")
    form = (Group(gettext_lazy("Reason"), ("name", "outcome", "about")),)
    kinds = {"outcome": Choice(Outcome.choices, COLOURS)}
    sortable = ("name",)
    sort = "name"
    import_keys = ("name",)
    aliases = {"name": ("reason", "raison", "alasan"), "outcome": ("kind", "type", "genre", "jenis")}
    rail = ("settings", 54)


def refuse_other(changes: Sequence[Change], meant: dict[str, str]) -> None:
    """A reason is one for what became of the record: `meant` says which outcome goes with which status."""
    asked = [c for c in changes if c.after["reason_id"] and (c.changed("reason_id") or c.changed("status"))]
    if not asked:
        return
    known = dict(Reason.objects.filter(pk__in={c.after["reason_id"] for c in asked}).values_list("pk", "outcome"))
    for change in asked:
        if known.get(change.after["reason_id"]) != meant.get(change.after["status"]):
            change.refuse("reason", _("This reason is for something else that becomes of it."))
