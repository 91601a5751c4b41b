"""Records of every kind by one text, ready to be shown on the search page and in the palette."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from setia.faces.web.addresses import reverse
from setia.faces.web.desk.order import place_of
from setia.foundation.access import Actor
from setia.kit.filters import visibility
from setia.kit.resources import Resource, registry
from setia.kit.searching import find, find_anywhere
from setia.kit.seeing import unnamed


@dataclass(frozen=True, slots=True)
class Found:
    """One record: the resource that shows it best, and the words that name it."""

    resource: Resource
    id: int
    title: str
    sub: str

    @property
    def url(self) -> str:
        return reverse("record", args=[self.resource.slug, self.id])


def searchable(by: Actor) -> dict[str, Resource]:
    """The nouns that search knows and this person may see, in the order of the navigation."""
    seen = [r for r in registry.nouns().values() if r.search_paths and by.access.may("see", r.governing)]
    return {r.noun: r for r in sorted(seen, key=place_of)}


def find_everywhere(text: str, by: Actor, each: int) -> list[tuple[Resource, list[Found]]]:
    """The best hits of every noun, best nouns first; misspelt words are found too."""
    nouns = searchable(by)
    if not text.strip() or not nouns:
        return []
    hits = find_anywhere(nouns.values(), text, each, by.access)
    best = sorted((noun for noun in nouns if hits.get(noun)), key=lambda noun: -hits[noun][0].score)
    groups = ((nouns[noun], [hit.record_id for hit in hits[noun]]) for noun in best)
    return [(resource, named(resource, ids, by)) for resource, ids in groups]


def find_among(resource: Resource, text: str, by: Actor, most: int) -> list[int]:
    """Ids of records of one noun: by search where there is one, else by a part of the title."""
    seen = resource.chosen(by.access)
    if resource.search_paths:
        return [hit.record_id for hit in find(resource, text, most, seen, by.access)]
    if resource.hides(resource.title, by.access):
        return []
    named_so = seen.records.filter(**{f"{resource.title}__icontains": text.strip()})
    if quoted := visibility(resource, resource.title, by.access):
        named_so = named_so.filter(quoted)
    return list(named_so.order_by(resource.title, "id").values_list("pk", flat=True)[:most])


def named(resource: Resource, ids: Sequence[int], by: Actor) -> list[Found]:
    """The records in the order of `ids`, with their names as far as these are not hidden from the reader."""
    narrower = [r for r in registry if r.noun == resource.noun and r.only]
    readable = resource.readable(by.access)
    shown = [name for name in (resource.title, resource.subtitle) if _may_know(resource, name, readable)]
    telling = {name for other in narrower for name in other.only}
    rows = resource.rows().filter(pk__in=ids).values("id", *shown, *(telling - set(shown)))
    by_id = {row["id"]: row for row in rows}
    nameless = unnamed(resource, ids, by.access)
    found = []
    for id_ in ids:
        if row := by_id.get(id_):
            title = "" if id_ in nameless else str(row.get(resource.title) or "")
            sub = str(row.get(resource.subtitle) or "") if resource.subtitle else ""
            found.append(Found(_narrowest(resource, narrower, row), id_, title or f"#{id_}", sub))
    return found


def _may_know(resource: Resource, name: str, readable: dict[str, Any]) -> bool:
    return bool(name) and (name not in resource.fields or name in readable)


def _narrowest(resource: Resource, narrower: Sequence[Resource], row: dict[str, Any]) -> Resource:
    """A person is shown among the people rather than among all parties."""
    fitting = (r for r in narrower if r.rail and all(row.get(k) == v for k, v in r.only.items()))
    return next(fitting, resource)
