"""Possible duplicates in lists and on pages of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from setia.domains.duplicates.pairs.model import Pair, PairStatus
from setia.domains.duplicates.pairs.words import sentence
from setia.foundation import bulk, search
from setia.foundation.access import Actor
from setia.foundation.personal import Personal
from setia.kit.changes import Change
from setia.kit.kinds import Choice, Field, LongText, Number
from setia.kit.resources import Group, Resource, registry, resource

KNOWN = ("name", "first_name", "last_name", "email", "phone", "website", "city", "country", "reference", "born_on")
"""What the evidence speaks of: whoever may not know one of these does not see it."""


def explain(rows: list[dict[str, Any]]) -> None:
    """The evidence of a page of pairs, in the reader's language."""
    levels = dict(bulk.found(Pair.objects.all(), "pk", [row["id"] for row in rows], "pk", "levels"))
    for row in rows:
        row["evidence"] = sentence(levels.get(row["id"]) or {})


@resource
class Pairs(Resource):
    model = Pair
    slug = "duplicates"
    label = _("Possible duplicate")
    plural = _("Possible duplicates")
    icon = "copy"
    columns = ("party", "other", "score", "evidence", "status", "updated_at")
    form = (Group(_("Who"), ("party", "other", "survivor")), Group(_("Why"), ("score", "evidence", "status")))
    read_only = ("party", "other", "name", "score", "status", "survivor")
    hidden = ("levels", "compared", "act")
    kinds = {
        "status": Choice(PairStatus.choices, {"open": "warn", "merged": "good"}),
        "score": Number(1, 4),
    }
    extra_fields = (
        Field(
            "evidence",
            _("Why they may be one"),
            LongText(),
            "evidence",
            editable=False,
            filterable=False,
            compute=explain,
        ),
    )
    personal = dict.fromkeys(("name", "evidence"), Personal(_("To keep one record of each person.")))
    tells = {"evidence": KNOWN, "score": KNOWN, "name": ("first_name", "last_name")}
    quotes = {"name": ("party", "other")}
    sortable = ("score", "status")
    sort = "-score"
    creatable = importable = False
    rail = ("customers", 60)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        ids = {c.after[end] for c in changes for end in ("party_id", "other_id")}
        rows = registry.of_noun("parties.party").model.objects.all()
        names = dict(bulk.found(rows, "pk", ids, "pk", "name"))
        for change in changes:
            both = (names.get(change.after[end], "") for end in ("party_id", "other_id"))
            change.after["name"] = " ≈ ".join(both)

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        """Merged or two again, parties are found by what is theirs now, and by the names that went into them."""
        decided = [c for c in changes if PairStatus.MERGED in (c.after["status"], (c.before or {}).get("status"))]
        ids = {c.after[end] for c in decided if c.changed("status") for end in ("party_id", "other_id")}
        parties = registry.of_noun("parties.party")
        paths = ("id", *parties.search_paths)
        rows = bulk.found(parties.rows(), "pk", ids, *("pk", *parties.search_paths))
        if ids:
            search.put(parties.noun, parties.documents(dict(zip(paths, row, strict=True)) for row in rows), new=False)
