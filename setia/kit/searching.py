"""Search for somebody who may not know every field: what they find, they find by what they may know.

The index files a record under everything it is known by. For whoever may know all of that, its answer
stands. For the others each record found is judged again by the keys it would have without the hidden
fields: it stays only if these answer too, and its rank follows from these alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from setia.foundation import search
from setia.foundation.access import Access
from setia.foundation.chosen import Chosen
from setia.foundation.search import Hit
from setia.kit.resources import Resource

EXAMINED = 500
"""How many records are judged again at most, when too many of the first had to fall away."""


def find(resource: Resource, text: str, limit: int, among: Chosen, access: Access) -> list[Hit]:
    """The best hits among the rows, by fields that this person may know."""
    hidden = hidden_from(resource, access)
    hits = search.find(resource.noun, text, limit, among=among)
    return _enough(resource, text, hits, limit, among, hidden)


def find_anywhere(resources: Iterable[Resource], text: str, each: int, access: Access) -> dict[str, list[Hit]]:
    """The best hits in each noun, of what is not archived, by fields that this person may know."""
    nouns = {resource.noun: resource for resource in resources}
    among = {noun: resource.chosen(access) for noun, resource in nouns.items()}
    found = search.find_anywhere(list(nouns), text, each, among=among)
    return {
        noun: _enough(nouns[noun], text, hits, each, among[noun], hidden_from(nouns[noun], access))
        for noun, hits in found.items()
    }


def hidden_from(resource: Resource, access: Access) -> frozenset[str]:
    """The fields that this person may not know, of a noun that is searched; also those of its parts."""
    limited = () if access.is_admin else access.grant(resource.governing).fields
    if not limited:
        return frozenset()
    named = {name for name in limited if access.hides(resource.governing, name)}
    return frozenset(named | (resource.fields.keys() - resource.readable(access).keys()))


def _enough(
    resource: Resource, text: str, hits: list[Hit], limit: int, among: Chosen, hidden: frozenset[str]
) -> list[Hit]:
    """The hits that stay; once more, and from further on, when there may be others in place of those that fell."""
    kept = _kept(resource, text, hits, hidden)
    if len(kept) == len(hits) or len(hits) < limit or limit >= EXAMINED:
        return kept
    more = search.find(resource.noun, text, EXAMINED, among=among)
    return _kept(resource, text, more, hidden)[:limit]


def _kept(resource: Resource, text: str, hits: list[Hit], hidden: frozenset[str]) -> list[Hit]:
    """Two queries at most: the rows, and what the noun's documents need beside them."""
    if not hidden or not hits:
        return hits
    names = ("id", *resource.search_paths)
    rows = resource.rows().filter(pk__in=[hit.record_id for hit in hits]).values(*names)
    shown = ({**row, **dict.fromkeys(hidden & row.keys()), "hidden": hidden} for row in rows)
    known = {document.record_id: document for document in resource.documents(shown)}
    judged = [search.judged(hit, text, known[hit.record_id]) for hit in hits if hit.record_id in known]
    return search.ranked(hit for hit in judged if hit)
