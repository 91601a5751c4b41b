"""What relations there can be."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from setia.domains.parties.relations.model import MUTUAL, RelationKind
from setia.domains.parties.relations.queries import current_relations, in_rings
from setia.foundation import bulk
from setia.kit.changes import Change

PERSON, COMPANY = "person", "company"
WHO = {
    RelationKind.WORKS_FOR.value: (PERSON, None),
    RelationKind.SUBSIDIARY_OF.value: (COMPANY, COMPANY),
    RelationKind.HOUSEHOLD.value: (PERSON, PERSON),
}
"""Who can be in a relation: the kind of the party, and of the other."""


def refuse_impossible(changes: Sequence[Change], kinds: dict[int, str]) -> None:
    """`kinds` are the kinds of the parties concerned, by id."""
    for change in changes:
        after = change.after
        one, other = WHO.get(after["kind"], (None, None))
        if after["party_id"] == after["other_id"]:
            change.refuse("other", _("Nobody has a relation with themselves."))
        if one and kinds.get(after["party_id"], one) != one:
            change.refuse("party", _only(one))
        if other and kinds.get(after["other_id"], other) != other:
            change.refuse("other", _only(other))
        if after["started_on"] and after["ended_on"] and after["ended_on"] < after["started_on"]:
            change.refuse("ended_on", _("A relation cannot end before it began."))
    current = [c for c in changes if c.after["ended_on"] is None and c.after["archived_at"] is None]
    _refuse_twice(current)
    _refuse_rings([c for c in current if c.after["kind"] == RelationKind.SUBSIDIARY_OF])


def _only(kind: str) -> str:
    return _("Only a person can be in this relation.") if kind == PERSON else _(
        "Only a company can be in this relation."
    )  # fmt: skip


def _pair(kind: str, party: int, other: int) -> tuple[str, int, int]:
    """Mutual relations are the same seen from either side."""
    return (kind, min(party, other), max(party, other)) if kind in MUTUAL else (kind, party, other)


def _refuse_twice(changes: Sequence[Change]) -> None:
    parties = {c.after["party_id"] for c in changes} | {c.after["other_id"] for c in changes}
    rows = bulk.found(current_relations(), "party_id", parties, "kind", "party_id", "other_id", "id")
    known = {_pair(kind, party, other): id_ for kind, party, other, id_ in rows}
    for change in changes:
        pair = _pair(change.after["kind"], change.after["party_id"], change.after["other_id"])
        if known.setdefault(pair, change.id) != change.id:
            change.refuse("other", _("This relation is already there."))
        known[pair] = change.id or -1


def _refuse_rings(changes: Sequence[Change]) -> None:
    rings = in_rings((c.after["party_id"], c.after["other_id"]) for c in changes)
    for change in changes:
        if (change.after["party_id"], change.after["other_id"]) in rings:
            change.refuse("other", _("A company cannot be a subsidiary of its own subsidiary."))
