"""What can be decided about two parties that may be one."""

from __future__ import annotations

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.duplicates.merging.choosing import fields_named, fuller, parties
from setia.domains.duplicates.merging.merging import merge
from setia.domains.duplicates.merging.unmerging import unmerge
from setia.domains.duplicates.pairs.model import Pair, PairStatus
from setia.domains.duplicates.sweeping.reading import fingerprint_of
from setia.domains.parties.parties.model import Party
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.foundation.ledger import Entry
from setia.foundation.own_values import spread
from setia.kit import undoing
from setia.kit.changes import Change
from setia.kit.kinds import Text
from setia.kit.operations import find_operation, operation, perform
from setia.kit.resources import registry
from setia.kit.undoing import Undone
from setia.kit.writing import change_of, write

LONGEST_LIST = 600


class Keep(TextChoices):
    FULLER = "fuller", gettext_lazy("of which more is known")
    FIRST = "first", gettext_lazy("the first one")
    SECOND = "second", gettext_lazy("the second one")


def is_undecided(pair: Pair) -> bool:
    return pair.status != PairStatus.MERGED


@operation(
    records="pair.merged",
    label=gettext_lazy("Merge"),
    told=gettext_lazy("merged"),
    icon="merge",
    tone="good",
    when=is_undecided,
    choices={"take": Text(LONGEST_LIST)},
    labels={"keep": gettext_lazy("Who stays"), "take": gettext_lazy("Fields whose value comes from the one that goes")},
)
def merge_pair(pair: Pair, *, keep: Keep = Keep.FULLER, take: str = "", by: Actor) -> None:
    """Both become one. What belongs to the one that goes moves to the one that stays; it can be unmerged later."""
    if pair.status == PairStatus.MERGED:
        raise Refusal(_("These two are merged already."))
    stays, goes = _who_stays(pair, keep)
    merge(stays, goes, fields_named(take, by), by, pair=pair.pk, fact="party.merged")
    pair.status, pair.survivor_id, pair.act = PairStatus.MERGED.value, stays, by.act


def _who_stays(pair: Pair, keep: str) -> tuple[int, int]:
    both = pair.party_id, pair.other_id
    if keep == Keep.FULLER:
        found = (parties().rows().filter(pk=pk).values().first() for pk in both)
        one, other = (row and spread(row, parties().own.stored) for row in found)
        keep = Keep.FIRST if one and other and fuller(one, other) is one else Keep.SECOND
    return both if keep == Keep.FIRST else both[::-1]


@operation(
    records="pair.unmerged",
    label=gettext_lazy("Unmerge"),
    told=gettext_lazy("unmerged"),
    icon="split",
    when=lambda pair: pair.status == PairStatus.MERGED,
)
def unmerge_pair(pair: Pair, *, by: Actor) -> dict[str, Any] | None:
    """Both are two again, each with what was theirs. What was changed or added since stays where it is."""
    kept = unmerge(pair, by)
    pair.status, pair.survivor_id, pair.act = PairStatus.OPEN.value, None, None
    if not kept:
        return None
    return {"kept": _("Changed since the merge, and left as it is now: %(records)s.") % {"records": ", ".join(kept)}}


@operation(
    records="pair.told_apart",
    label=gettext_lazy("They are different"),
    told=gettext_lazy("told apart"),
    icon="unlink",
    when=lambda pair: pair.status == PairStatus.OPEN,
)
def different_pair(pair: Pair, *, by: Actor) -> None:
    """They are not the same. They are proposed again only if one of them changes in what was compared."""
    if pair.status == PairStatus.MERGED:
        raise Refusal(_("These two are merged. Unmerge them first."))
    pair.status = PairStatus.DIFFERENT.value
    pair.compared = fingerprint_of(pair.party_id, pair.other_id) or pair.compared


@operation(
    records="party.merged",
    label=gettext_lazy("Merge with another"),
    told=gettext_lazy("merged with another"),
    icon="merge",
    bulk=False,
    choices={"take": Text(LONGEST_LIST)},
    labels={
        "other": gettext_lazy("The other one, which goes"),
        "take": gettext_lazy("Fields whose value comes from the one that goes"),
    },
)
def merge_party(party: Party, *, other: Party, take: str = "", by: Actor) -> None:
    """This one stays; what belongs to the other moves here, and its address leads here. It can be unmerged later."""
    if party.pk == other.pk:
        raise Refusal(_("A party cannot be merged with itself."))
    pair = pair_of(party, other, by)
    change = change_of(pair)
    merge(party.pk, other.pk, fields_named(take, by), by, pair=pair.pk)
    change.after.update(status=PairStatus.MERGED.value, survivor_id=party.pk, act=by.act, archived_at=None)
    write(registry["duplicates"], [change], by, fact="pair.merged")


def pair_of(one: Party, other: Party, by: Actor) -> Pair:
    """The pair of these two, made if there is none."""
    first, second = sorted((one, other), key=lambda party: party.pk)
    pair = Pair.objects.filter(party=first, other=second).first()
    if pair is not None:
        return pair
    change = Change(after={"party_id": first.pk, "other_id": second.pk})
    write(registry["duplicates"], [change], by)
    found: Pair = Pair.objects.get(pk=change.id)
    return found


def _undo_merge(entry: Entry, by: Actor) -> Undone:
    """To undo a merge is to unmerge."""
    done = perform(find_operation(registry["duplicates"], "unmerge"), [entry.record_id], {}, by)
    return Undone(done.act, 1, 0, [str(words) for words in done.answer.values()])


def _undo_unmerging(entry: Entry, by: Actor) -> Undone:
    raise Refusal(_("To undo this, merge the two again."))


undoing.own_ways["pair.merged"] = _undo_merge
undoing.own_ways["pair.unmerged"] = _undo_unmerging
