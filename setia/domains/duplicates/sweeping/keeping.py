"""Likely pairs become records: new ones are made, known ones brought up to date, what was told apart stays so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from setia.domains.duplicates.linkage.comparing import compare, level_names
from setia.domains.duplicates.linkage.profiles import Profile
from setia.domains.duplicates.linkage.sweeping import Likely
from setia.domains.duplicates.linkage.weights import Weights
from setia.domains.duplicates.pairs.model import Pair, PairStatus
from setia.domains.duplicates.sweeping.reading import fingerprint, profiles
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.jobs import hold_lease
from setia.kit.changes import Change
from setia.kit.resources import registry
from setia.kit.writing import changes_of, write

BATCH = 1_000


def percent(score: float) -> Decimal:
    """Never quite a hundred: nothing is certain."""
    return Decimal(min(999, int(score * 1000))) / 10


def said(levels: Sequence[int], profile: Profile) -> dict[str, str]:
    """How two agree, as it is kept."""
    return {"kind": profile.kind, **level_names(tuple(levels))}


def keep(found: Sequence[Likely], by: Actor) -> list[int]:
    """Make and renew pairs, in batches; returns the numbers of those that are open now."""
    opened: list[int] = []
    for start in range(0, len(found), BATCH):
        with transaction.atomic():
            hold_lease()
            opened += _keep_batch(found[start : start + BATCH], by)
    return opened


def _keep_batch(found: Sequence[Likely], by: Actor) -> list[int]:
    resource = registry["duplicates"]
    known = profiles({id_ for one in found for id_ in (one.one, one.other)})
    found = [one for one in found if one.one in known and one.other in known]
    rows = bulk.found(Pair.objects.all(), "party_id", {one.one for one in found}, "party_id", "other_id", "pk")
    numbers = {(party, other): pk for party, other, pk in rows}
    there = [numbers[pair] for one in found if (pair := (one.one, one.other)) in numbers]
    old = {(c.after["party_id"], c.after["other_id"]): c for c in changes_of(resource, there)}
    changes = []
    for one in found:
        first, second = known[one.one], known[one.other]
        change = old.get((one.one, one.other)) or Change(after={"party_id": one.one, "other_id": one.other})
        values = {
            "score": percent(one.score), "levels": said(one.levels, first), "compared": fingerprint(first, second)
        }  # fmt: skip
        if _is_settled(change, values["compared"]):
            continue
        change.after |= {**values, "status": PairStatus.OPEN.value, "archived_at": None}
        changes.append(change)
    write(resource, [change for change in changes if change.is_new or change.dirty()], by)
    return [change.id for change in changes]


def _is_settled(change: Change, compared: Any) -> bool:
    """Told apart, and nothing that was compared has changed since."""
    if change.is_new:
        return False
    status = change.after["status"]
    return status == PairStatus.MERGED or (status == PairStatus.DIFFERENT and change.after["compared"] == compared)


def set_aside(examined: Iterable[int] | None, weights: Mapping[str, Weights], least: float, by: Actor) -> int:
    """Open pairs that are not likely any more, because one of them was changed, are put into the archive."""
    number = 0
    rows = Pair.objects.active().filter(status=PairStatus.OPEN, score__gt=0)
    if examined is None:
        some = list(rows.values_list("pk", "party_id", "other_id"))
    else:
        examined = set(examined)
        some = [*bulk.found(rows, "party_id", examined, "pk", "party_id", "other_id"),
                *bulk.found(rows, "other_id", examined, "pk", "party_id", "other_id")]  # fmt: skip
    for start in range(0, len(some), BATCH):
        batch = some[start : start + BATCH]
        known = profiles({id_ for _pk, *both in batch for id_ in both})
        gone = {pk for pk, one, other in batch if not _is_likely(known.get(one), known.get(other), weights, least)}
        with transaction.atomic():
            hold_lease()
            changes = changes_of(registry["duplicates"], gone)
            for change in changes:
                change.after["archived_at"] = by.at
            if changes:
                write(registry["duplicates"], changes, by, fact="pair.archived")
        number += len(gone)
    return number


def _is_likely(one: Profile | None, other: Profile | None, weights: Mapping[str, Weights], least: float) -> bool:
    if one is None or other is None or one.kind != other.kind:
        return False
    return weights[one.kind].probability(one, other, compare(one, other)) >= least
