"""What the ledger told of somebody is taken out of it: entries stay as kinds, moments and amounts.

So sums, positions and the number of acts are what they were, and undo finds nothing to put back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from setia.foundation import bulk
from setia.foundation.ledger import Entry
from setia.kit.operations import operations
from setia.kit.resources import Resource, registry

ERASED = "erased"
LINKS = ("undoes", "corrects", "merge", "count", "format", "dropped", ERASED)
"""Numbers of other entries and acts, and what was counted."""

TELLING_NOTHING = frozenset(
    {"money", "number", "integer", "percent", "flag", "choice", "moment", "reference", "currency"}
)
"""Kinds of values that tell of the deal and not of the person, where a field does not say otherwise."""


def blank(ids: Sequence[int]) -> int:
    """Take everything about the person out of these entries; how many that were. In one transaction."""
    rows = Entry.objects.filter(pk__in=list(ids)).values_list("pk", "noun", "kind", "data")
    known: dict[str, tuple[Resource | None, frozenset[str]]] = {}
    changed = []
    for pk, noun, kind, data in rows:
        if noun not in known:
            known[noun] = _harmless(noun)
        changed.append(("", _kept(noun, kind, data or {}, known[noun][1]), pk))
    bulk.update(Entry, ["title", "data"], changed)
    return len(changed)


def _harmless(noun: str) -> tuple[Resource | None, frozenset[str]]:
    """Names of columns whose values may stay in the entries of a noun."""
    resource = registry.nouns().get(noun)
    if resource is None:
        return None, frozenset()
    fields = resource.fields.values()
    return resource, frozenset(f.path for f in fields if not f.personal and f.kind.name in TELLING_NOTHING)


def _kept(noun: str, kind: str, data: Mapping[str, Any], harmless: frozenset[str]) -> dict[str, Any]:
    kept: dict[str, Any] = {name: data[name] for name in LINKS if name in data}
    if changes := {name: values for name, values in (data.get("changes") or {}).items() if name in harmless}:
        kept["changes"] = changes
    if inputs := _inputs(noun, kind, data.get("inputs") or {}):
        kept["inputs"] = inputs
    return {**kept, ERASED: True}


def _inputs(noun: str, kind: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Of what was said with a verb: kinds, days, lengths and outcomes, not the words."""
    verb = next((verb for verb in operations.get(noun, {}).values() if kind in verb.leaves), None)
    if verb is None:
        return {}
    may_stay = {*TELLING_NOTHING, "date"}
    return {n: v for n, v in inputs.items() if n in verb.inputs and verb.inputs[n].kind.name in may_stay}


def of_story(ids: Iterable[int]) -> list[int]:
    """Numbers of all entries in the stories of these parties, the oldest first."""
    return sorted(Entry.objects.filter(story_id__in=list(ids)).order_by().values_list("pk", flat=True))


def of_records(noun: str, ids: Collection[int]) -> list[int]:
    return sorted(pk for (pk,) in bulk.found(Entry.objects.filter(noun=noun).order_by(), "record_id", ids, "pk"))


def drop_fields(resource: Resource, ids: Collection[int], paths: Collection[str]) -> int:
    """Take what these columns held out of all entries about the records; how many told of them."""
    rows = Entry.objects.filter(noun=resource.noun)
    changed = []
    titled = any(resource.fields[name].path in paths for name in (resource.title,) if name in resource.fields)
    for pk, title, data in bulk.found(rows, "record_id", ids, "pk", "title", "data"):
        left = _without(data or {}, set(paths))
        if left != data or (titled and title):
            changed.append(("" if titled else title, left, pk))
    bulk.update(Entry, ["title", "data"], changed)
    return len(changed)


def _without(data: dict[str, Any], paths: set[str]) -> dict[str, Any]:
    left = {name: value for name, value in data.items() if name not in paths}
    for told in ("changes", "beneath", "inputs"):
        if told in left:
            left[told] = {name: value for name, value in left[told].items() if name not in paths}
            if not left[told]:
                del left[told]
    return left
