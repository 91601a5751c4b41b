"""Dashboards in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.insight.dashboards.model import Dashboard
from setia.domains.insight.dashboards.tiles_kind import Tiles
from setia.foundation.access import Actor
from setia.kit.changes import Change, give_to_maker
from setia.kit.dashboards.keeping import NOUN
from setia.kit.dashboards.tiles import free_name, read_all, write
from setia.kit.resources import Group, Resource, resource


@resource
class Dashboards(Resource):
    model = Dashboard
    slug = "dashboards"
    label = gettext_lazy("Dashboard")
    plural = gettext_lazy("Dashboards")
    icon = "layout-dashboard"
    columns = ("name", "about", "for_everybody", "role", "owner", "updated_at")
    form = (Group(gettext_lazy("Dashboard"), ("name", "about", "for_everybody", "role", "owner", "tiles")),)
    kinds = {"tiles": Tiles()}
    samples = {"for_everybody": False}
    helps = {
        "role": gettext_lazy("Whoever holds this role sees the dashboard."),
        "tiles": gettext_lazy("Easier on the dashboard itself, under “Change”."),
    }
    sortable = ("name",)
    sort = "name"
    importable = False

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        """Tiles with names of their own; a shared dashboard is changed by those who look after it."""
        give_to_maker(changes, by, self.noun)
        for change in changes:
            change.after["tiles"] = named(change.after["tiles"])
            if change.before and not is_kept_by(change.before["owner_id"], by):
                change.refuse(
                    "name", _("Somebody else looks after this dashboard. Make one of your own of it, and change that.")
                )


def is_kept_by(owner_id: int | None, by: Actor) -> bool:
    """Whether the person may change a dashboard of this owner, and not only see it because it is shared."""
    sight = by.access.sight(NOUN)
    return sight == "all" or owner_id == by.staff_id or (sight == "team" and owner_id in by.access.colleagues)


def named(data: Any) -> list[dict[str, Any]]:
    """Every tile with a name by which it can be moved and changed."""
    tiles = read_all(data or [])
    for at, tile in enumerate(tiles):
        tiles[at] = replace(tile, id=tile.id or free_name(tiles))
    return [write(tile) for tile in tiles]
