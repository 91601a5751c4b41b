"""Two parties become one; nothing is lost, and everything is kept in the ledger so that it can be taken back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from setia.domains.duplicates.merging.choosing import joined, parties, taken_once
from setia.domains.duplicates.merging.moving import agree_on_primary, move_everything
from setia.domains.duplicates.pairs.model import Pair, PairStatus
from setia.domains.parties.parties.model import PartyKind
from setia.domains.parties.relations.model import Relation, RelationKind
from setia.domains.parties.relations.queries import current_relations, in_rings
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.kit.changes import Change
from setia.kit.operations import locked
from setia.kit.resources import registry
from setia.kit.writing import changes_of, relocate


def merge(stays: int, goes: int, take: Collection[str], by: Actor, *, pair: int, fact: str = "") -> None:
    """The party `goes` is merged into `stays`; `take` are fields whose value comes from the one that goes.

    `by` has an act under way, of which all of this is a part. `fact` is how the story of the party tells it.
    Both are locked first, in the order of their numbers, so that two merges at once cannot cross.
    """
    if stays == goes:
        raise Refusal(_("A party cannot be merged with itself."))
    resource = parties()
    locked(resource, sorted({stays, goes}), by)
    rows = {change.id: change for change in changes_of(resource, [stays, goes])}
    mine, theirs = rows[stays], rows[goes]
    _refuse_impossible(mine, theirs)
    after = joined(mine.after, theirs.after, take)
    given = taken_once(mine.after, after, theirs.after)
    data: dict[str, Any] = {"merge": pair}
    names = {stays: after["name"], goes: after["name"]}
    unlisted = move_everything(goes, stays, names, by, data)
    _put_pairs_away(goes, pair, by, data)
    theirs.after["archived_at"] = by.at
    theirs.after |= dict.fromkeys(given)
    relocate(resource, [theirs], by, fact="party.merged_away", data=data | {"unlisted": unlisted})
    mine.after = after
    said = data | {"inputs": {"other": goes}}
    if mine.dirty():
        relocate(resource, [mine], by, fact=fact or "party.changed", data=said if fact else data)
    agree_on_primary({**after, "id": stays}, by, data)


def _refuse_impossible(mine: Change, theirs: Change) -> None:
    if mine.after["kind"] != theirs.after["kind"]:
        raise Refusal(
            _("A person and a company cannot be merged. If one of them is of the wrong kind, change it first; if the"
              " person works for the company, say so with a relation.")
        )  # fmt: skip
    for change in (mine, theirs):
        if change.after["archived_at"] is not None:
            words = _("“%(party)s” is archived, or was merged already. Restore or unmerge it first.")
            raise Refusal(words % {"party": change.after["name"]})
        if change.after["restricted_on"] is not None:
            words = _("The processing of “%(party)s” is restricted. Lift the restriction before merging.")
            raise Refusal(words % {"party": change.after["name"]})
    if mine.after["kind"] == PartyKind.COMPANY and _would_be_rings(mine.id, theirs.id):
        raise Refusal(
            _("Merged, a company would be a subsidiary of its own subsidiary. End one of these relations first.")
        )


def _would_be_rings(stays: int, goes: int) -> bool:
    """Whether parents of the one are reached from the other."""

    def once(end: int) -> int:
        return stays if end == goes else end

    rows: Any = current_relations(RelationKind.SUBSIDIARY_OF).filter(party__in=[stays, goes])
    direct = {(stays, once(row.other_id)) for row in rows if once(row.other_id) != stays}
    below: Any = (
        Relation.objects.none() if not direct else current_relations(RelationKind.SUBSIDIARY_OF).filter(other=goes)
    )
    return bool(in_rings(direct | {(row.party_id, stays) for row in below if row.party_id != stays}))


def _put_pairs_away(goes: int, merged: int, by: Actor, data: dict[str, Any]) -> None:
    """What was open between the party that goes and others is looked for anew with the one that stays.

    A pair that somebody else is deciding about right now is left to them: they will be refused, and the next sweep
    puts it away. To wait for it would be to wait for each other.
    """
    resource = registry.of_noun("duplicates.pair")
    ends = Q(party=goes) | Q(other=goes)
    rows = Pair.objects.active().filter(ends).exclude(pk=merged).exclude(status=PairStatus.MERGED)
    ids = list(rows.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True))
    changes = changes_of(resource, ids)
    for change in changes:
        change.after["archived_at"] = by.at
    relocate(resource, changes, by, fact="pair.archived", data=data, told=False)
