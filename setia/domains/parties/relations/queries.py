"""Questions about who belongs to whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from setia.domains.parties.relations.model import Relation, RelationKind
from setia.foundation import bulk

Pair = tuple[int, int]


def current_relations(kind: str = "") -> QuerySet[Relation]:
    rows: QuerySet[Any] = Relation.objects.filter(ended_on__isnull=True, archived_at__isnull=True)
    return rows.filter(kind=kind) if kind else rows


def others_of(kind: str, parties: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Party to the newest current relation of this kind: its id, and the other party."""
    rows = bulk.found(current_relations(kind).order_by("id"), "party_id", parties, "party_id", "id", "other_id")
    return {party: (id_, other) for party, id_, other in rows}


def in_rings(pairs: Iterable[Pair]) -> set[Pair]:
    """Which of these (subsidiary, parent) would make a company a subsidiary of itself, at any distance."""
    pairs = set(pairs)
    parents: dict[int, set[int]] = defaultdict(set)
    for child, parent in pairs:
        parents[child].add(parent)
    asked: set[int] = set()
    reached = {parent for _child, parent in pairs}
    while unknown := reached - asked:
        asked |= unknown
        rows = current_relations(RelationKind.SUBSIDIARY_OF)
        for child, parent in bulk.found(rows, "party_id", unknown, "party_id", "other_id"):
            parents[child].add(parent)
            reached.add(parent)
    return {(child, parent) for child, parent in pairs if child in _above(parent, parents)}


def _above(company: int, parents: dict[int, set[int]]) -> set[int]:
    """The company and everything over it."""
    found, waiting = set(), {company}
    while waiting:
        found |= waiting
        waiting = {parent for child in waiting for parent in parents.get(child, ())} - found
    return found
