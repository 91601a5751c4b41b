"""Needs in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.needs.needs.model import Need
from setia.domains.needs.needs.weighing import LEAST, MOST, priority_of
from setia.foundation.access import Actor
from setia.foundation.personal import Personal
from setia.foundation.search import Document
from setia.kit.changes import Change
from setia.kit.kinds import Whole
from setia.kit.resources import Group, Resource, resource


@resource
class Needs(Resource):
    model = Need
    slug = "needs"
    label = gettext_lazy("Need")
    plural = gettext_lazy("Needs")
    icon = "target"
    columns = ("name", "party", "kind", "importance", "satisfaction", "priority", "status", "stated_on")
    form = (
        Group(
            gettext_lazy("Need"),
            ("party", "name", "kind", "importance", "satisfaction", "evidence", "stated_on"),
        ),
    )
    sortable = ("priority", "name")
    sort = "-priority"
    story = "party_id"
    dated_by = "stated_on"
    search_paths = ("name",)
    rail = ("customers", 60)
    kinds = {"importance": Whole(LEAST, MOST), "satisfaction": Whole(LEAST, MOST)}
    samples = {"importance": "8", "satisfaction": "3"}
    helps = {
        "name": gettext_lazy("One need in the words of whoever has it."),
        "kind": gettext_lazy("What it is called in our catalog, where it says which modules serve it."),
        "importance": gettext_lazy("From 1, hardly, to 10, above all."),
        "satisfaction": gettext_lazy("From 1, not met at all, to 10, fully met. Empty if nobody asked yet."),
        "evidence": gettext_lazy("What was said or seen, and by whom."),
    }
    aliases = {"name": ("statement", "besoin", "kebutuhan"), "party": ("customer", "client", "pelanggan"),
               "kind": ("kind of need", "type de besoin", "jenis kebutuhan")}  # fmt: skip
    personal = dict.fromkeys(("name", "evidence"), Personal(gettext_lazy("To offer what fits, and to show why.")))
    impersonal = ("stated_on",)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        for change in changes:
            after = change.after
            after["priority"] = priority_of(after["importance"], after["satisfaction"])
            if change.is_new:
                after["stated_on"] = after["stated_on"] or by.today
            if after["stated_on"] and after["stated_on"] > by.today:
                change.refuse("stated_on", _("This day has not come yet."))

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        return (Document(row["id"], (row["name"],), ()) for row in rows)
