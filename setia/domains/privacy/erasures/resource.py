"""Erasures and their proofs in lists, on pages and in the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.privacy.erasures.model import Erasure, State
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.kit.changes import Change
from setia.kit.kinds import Choice, Field, LongText
from setia.kit.resources import Group, Resource, registry, resource

OTHER_PLACES = {
    "history": gettext_lazy("entries of the history"),
}


def explain(rows: list[dict[str, Any]]) -> None:
    """What went and what is left, in the reader's language."""
    found = bulk.found(Erasure.objects.all(), "pk", [row["id"] for row in rows], "pk", "counts", "left", "state")
    told = {pk: (counts or {}, left or {}, state) for pk, counts, left, state in found}
    for row in rows:
        counts, left, state = told.get(row["id"], ({}, {}, ""))
        row["counted"] = in_words(counts)
        row["verified"] = verified(left) if state == State.DONE else ""


def in_words(counts: Mapping[str, int]) -> str:
    return "\n".join(f"{_named(name)}: {number:,}" for name, number in sorted(counts.items()))


def verified(left: Mapping[str, Mapping[str, int]]) -> str:
    """What looking for them in all texts of all tables has found."""
    lines = []
    if sought := left.get("sought"):
        lines.append(_("Addresses or numbers still stand in: %(places)s.") % {"places": _places(sought)})
    else:
        lines.append(_("No address and no number of the person is left in any table."))
    if names := left.get("names"):
        words = _("The name still stands, of others or in what somebody wrote, in: %(places)s.")
        lines.append(words % {"places": _places(names)})
    else:
        lines.append(_("The name is left in no table."))
    return "\n".join(lines)


def _places(found: Mapping[str, int]) -> str:
    return ", ".join(f"{_named(name)} ({number:,})" for name, number in sorted(found.items()))


def _named(name: str) -> str:
    noun, _colon, emptied = name.partition(":")
    known = registry.nouns().get(noun)
    words = str(known.plural) if known else str(OTHER_PLACES.get(noun, _(noun) if noun else noun))
    if emptied == "led":
        return _("%(records)s, where a field led to the person") % {"records": words}
    return _("%(records)s, emptied") % {"records": words} if emptied else words


@resource
class Erasures(Resource):
    model = Erasure
    slug = "erasures"
    label = gettext_lazy("Erasure")
    plural = gettext_lazy("Erasures")
    icon = "eraser"
    columns = ("name", "party", "reason", "state", "approved_by", "finished_at", "proof")
    form = (
        Group(gettext_lazy("Erasure"), ("party", "request", "reason", "state", "note", "approved_by")),
        Group(gettext_lazy("How far"), ("started_at", "done", "total", "finished_at")),
        Group(gettext_lazy("Proof"), ("counted", "verified", "proof")),
    )
    hidden = ("position", "subjects", "sought", "counts", "left")
    kinds = {
        "state": Choice(State.choices, {"proposed": "warn", "running": "warn", "waiting": "warn", "done": "good"}),
    }
    extra_fields = (
        Field(
            "counted", gettext_lazy("What went"), LongText(), "counted", editable=False, filterable=False,
            compute=explain,
        ),
        Field(
            "verified", gettext_lazy("What is left"), LongText(), "verified", editable=False, filterable=False,
            compute=explain,
        ),
    )  # fmt: skip
    sortable = ("state",)
    kept_for = gettext_lazy("To show that they were erased.")
    creatable = archivable = importable = False
    rail = ("settings", 82)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        for change in changes:
            words = _("Erasure of party no. %(number)s") % {"number": change.after["party_id"]}
            change.after["name"] = change.after["name"] or words
