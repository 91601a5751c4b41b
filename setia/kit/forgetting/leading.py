"""Fields that a firm added and that lead to records which are forgotten: no key of the database knows of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Min, Q, TextField
from django.db.models.functions import Cast

from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.ledger import Entry
from setia.foundation.own_values import PREFIX
from setia.kit.resources import Resource, registry
from setia.kit.shaping.building import key_of
from setia.kit.shaping.model import OwnField, OwnKind
from setia.kit.writing import changes_of, forget

PORTION = 20_000
Entries = list[tuple[dict[str, Any], int]]


@dataclass(frozen=True)
class Lead:
    """In records of `resource` the number at `path` leads to a record of another noun."""

    resource: Resource
    name: str
    path: str

    def numbers(self, ids: Collection[int]) -> list[int]:
        """Of the records that lead to these. Those in use are found by an index, those in the archive are read."""
        found: list[int] = []
        for archived in (False, True):
            rows = self.resource.model._default_manager.filter(archived_at__isnull=not archived)
            asked = rows.filter(**{f"{self.path}__in": sorted(ids)})
            found += asked.order_by("pk").values_list("pk", flat=True)
        return found

    def let_go(self, some: Sequence[int], ids: Collection[int], by: Actor) -> int:
        """Empty it in these records, as far as it still leads to one of `ids`; how many that were. In one transaction.

        A field in use is told to have been emptied, and not what it held.
        """
        changes = [change for change in changes_of(self.resource, some) if change.after.get(self.path) in ids]
        for change in changes:
            change.after[self.path] = None
        known = self.resource.own.fields
        forget(self.resource, changes, by, [self.name] if self.name in known else ())
        return len(changes)


def leads_to(noun: str) -> list[Lead]:
    """All such fields, those that were archived as well: what records hold under them is still there."""
    defined = OwnField.objects.filter(kind=OwnKind.REFERENCE, refers_to=noun).order_by("pk")
    nouns = registry.nouns()
    return [Lead(nouns[one.noun], one.name, f"{PREFIX}{key_of(one)}") for one in defined if one.noun in nouns]


def told_of(leads: Sequence[Lead], ids: Collection[int]) -> Iterator[Entries]:
    """What the ledger told of these fields while they led to one of `ids`, without that, in portions."""
    if not leads:
        return
    by_noun: dict[str, list[str]] = {}
    asked = Q()
    for lead in leads:
        by_noun.setdefault(lead.resource.noun, []).append(lead.path)
        asked |= Q(noun=lead.resource.noun, said__contains=f'"{lead.path}"')
    edges = Entry.objects.aggregate(first=Min("pk"), last=Max("pk"))
    for start in range(edges["first"] or 0, (edges["last"] or -1) + 1, PORTION):
        rows = Entry.objects.filter(pk__gte=start, pk__lt=start + PORTION).annotate(said=Cast("data", TextField()))
        told = rows.filter(asked).order_by("pk").values_list("pk", "noun", "data")
        yield [(left, pk) for pk, noun, data in told if (left := _without(data, by_noun[noun], ids)) != data]


def rewrite(some: Entries) -> int:
    """Write these entries anew. In one transaction."""
    bulk.update(Entry, ["data"], some)
    return len(some)


def _without(data: Mapping[str, Any], paths: Sequence[str], ids: Collection[int]) -> dict[str, Any]:
    changes = dict(data.get("changes") or {})
    for path in paths:
        if path in changes:
            changes[path] = [None if value in ids else value for value in changes[path]]
            if changes[path] == [None, None]:
                del changes[path]
    return {name: value for name, value in {**data, "changes": changes}.items() if value or name != "changes"}
