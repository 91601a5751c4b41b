"""Where a merged party is now, and what went into one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from setia.domains.duplicates.pairs.model import Pair, PairStatus
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.kit.changes import Change

FARTHEST = 50


def went_into(party: int) -> int | None:
    """The party into which this one was merged, at any distance."""
    found = None
    for _step in range(FARTHEST):
        pair = Pair.objects.filter(status=PairStatus.MERGED, party=party).exclude(survivor=party).first()
        pair = pair or Pair.objects.filter(status=PairStatus.MERGED, other=party).exclude(survivor=party).first()
        if pair is None or pair.survivor_id is None:
            break
        found = party = pair.survivor_id
    return found


def went_out_of(party: int) -> list[int]:
    """The parties that were merged into this one, or into one of them."""
    known, asked = {party}, {party}
    while asked:
        rows = Pair.objects.filter(status=PairStatus.MERGED)
        ends = bulk.found(rows, "survivor_id", asked, "party_id", "other_id")
        asked = {end for both in ends for end in both} - known
        known |= asked
    return sorted(known - {party})


def former_names(parties: Collection[int]) -> dict[int, list[str]]:
    """What the parties that were merged into these were called."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Pair.objects.filter(status=PairStatus.MERGED)
    names = ("survivor_id", "party_id", "party__name", "other__name")
    for survivor, first, one, other in bulk.found(rows, "survivor_id", parties, *names):
        found[survivor].append(other if first == survivor else one)
    return found


def refuse_to_restore(changes: Sequence[Change], by: Actor) -> None:
    """A merged party comes back by unmerging, together with what is its own."""
    back = [c for c in changes if c.before and c.before["archived_at"] and c.after["archived_at"] is None]
    for change in back:
        if went_into(change.id) is not None:
            change.refuse("", _("This party was merged into another one. Unmerge the two instead."))
