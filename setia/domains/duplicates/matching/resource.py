"""The rules for finding duplicates: one record, which can only be changed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.duplicates.matching.model import Matching
from setia.foundation.access import Actor
from setia.kit.changes import Change
from setia.kit.kinds import Number
from setia.kit.resources import Group, Resource, resource

LEAST, MOST = Decimal(10), Decimal("99.9")
LEAST_BY_ITSELF = Decimal(90)


@resource
class Rules(Resource):
    model = Matching
    slug = "duplicate-rules"
    label = gettext_lazy("Rules for duplicates")
    plural = gettext_lazy("Rules for duplicates")
    icon = "copy-check"
    columns = ("name", "propose_above", "merge_above", "nightly", "swept_at", "found")
    form = (
        Group(gettext_lazy("Looking for duplicates"), ("propose_above", "merge_above", "nightly")),
        Group(gettext_lazy("Last time"), ("swept_at", "parties", "found", "seconds")),
    )
    hidden = ("position", "weights")
    read_only = ("name", "swept_at", "parties", "found", "seconds")
    kinds = {"propose_above": Number(1, 4), "merge_above": Number(1, 4)}
    helps = {
        "propose_above": gettext_lazy("Two parties are shown as possible duplicates from this likeness on."),
        "merge_above": gettext_lazy(
            "From this likeness on Setia merges by itself, after the sweep. Empty: never. Each merge can be undone."
        ),
        "nightly": gettext_lazy("Whoever was changed since is compared with everybody else."),
    }
    creatable = archivable = importable = False
    rail = ("settings", 60)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        for change in changes:
            propose, merge = change.after["propose_above"], change.after["merge_above"]
            if not LEAST <= Decimal(propose) <= MOST:
                change.refuse("propose_above", _("Give a number between 10 and 99.9."))
            if merge is not None and not LEAST_BY_ITSELF <= Decimal(merge) <= MOST:
                change.refuse("merge_above", _("Give a number between 90 and 99.9, or leave it empty."))
            change.after["name"] = change.after["name"] or _("Rules for duplicates")
