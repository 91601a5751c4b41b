"""Stages in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.stages.model import Stage, Status
from setia.domains.sales.stages.usual import explain
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.kit.changes import Change
from setia.kit.kinds import Field, LongText, Whole
from setia.kit.resources import Group, Resource, resource

CERTAIN = {Status.WON.value: 100, Status.LOST.value: 0}
FIXED = ("status", "pipeline_id", "archived_at")
"""What opportunities rely on as long as they stand in a stage."""


@resource
class Stages(Resource):
    model = Stage
    slug = "stages"
    label = gettext_lazy("Stage")
    plural = gettext_lazy("Stages")
    icon = "milestone"
    columns = ("pipeline", "position", "name", "status", "probability", "usual_days", "slow_days", "stalls_after")
    form = (Group(gettext_lazy("Stage"), ("pipeline", "name", "position", "status", "probability", "stalls_after")),)
    sortable = ("position",)
    sort = "position"
    kinds = {"probability": Whole(0, 100), "position": Whole(0, 1000), "stalls_after": Whole(1, 999)}
    extra_fields = (
        Field(
            "usual", gettext_lazy("How long they stay"), LongText(), "usual", editable=False, filterable=False,
            compute=explain,
        ),
    )  # fmt: skip
    derived = ("usual_days", "slow_days", "usual_from", "usual_basis")
    helps = {"stalls_after": gettext_lazy("Leave empty to go by what is usual here.")}
    aliases = {"name": ("stage", "étape", "tahap")}

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        """Won is certain, lost is not to be expected; a stage in use keeps its meaning."""
        for change in changes:
            after = change.after
            after["probability"] = CERTAIN.get(after["status"], after["probability"])
        bound = [c for c in changes if c.before and any(c.changed(name) for name in FIXED)]
        in_use = _in_use([c.id for c in bound])
        for change in bound:
            if change.id in in_use:
                change.refuse("", _("Opportunities stand in this stage. Move them first."))


def _in_use(ids: Sequence[int]) -> set[int]:
    opportunities: Any = Stage._meta.get_field("opportunities").related_model
    rows = Stage.objects.filter(Exists(opportunities.objects.filter(stage=OuterRef("pk"))))
    return {id_ for (id_,) in bulk.found(rows, "pk", ids, "pk")}
