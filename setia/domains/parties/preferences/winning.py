"""Which of several preferences counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from setia.domains.parties.consents.model import Channel
from setia.domains.parties.preferences.model import Basis, Preference, PreferenceKind
from setia.foundation import bulk


def preferred(parties: Iterable[int], kind: PreferenceKind) -> dict[int, str]:
    """The one value of this kind that counts for each party that has any: what was stated, the newest first."""
    rows = Preference.objects.filter(kind=kind, archived_at__isnull=True)
    found: dict[int, tuple[bool, int, str]] = {}
    for party, pk, value, basis in bulk.found(rows, "party_id", set(parties), "party_id", "id", "value", "basis"):
        found[party] = max(found.get(party, (False, 0, "")), (basis == Basis.STATED, pk, value))
    return {party: value for party, (_stated, _pk, value) in found.items()}


def is_quiet(party_id: int, channel: Channel, moment: datetime) -> bool:
    """Whether the party does not want to be reached on this channel at this hour (in the zone of `moment`)."""
    return party_id in quiet_at([party_id], channel, [moment])


def quiet_at(parties: Iterable[int], channel: Channel, moments: Sequence[datetime]) -> set[int]:
    """Those of the parties that do not want to be reached on this channel at any of these moments."""
    rows = Preference.objects.filter(
        kind=PreferenceKind.CHANNEL, value=channel, basis=Basis.STATED, archived_at__isnull=True
    )
    hours: dict[int, list[tuple[int | None, int | None]]] = defaultdict(list)
    for party, first, last in bulk.found(rows, "party_id", set(parties), "party_id", "from_hour", "to_hour"):
        hours[party].append((first, last))
    return {
        party
        for party, some in hours.items()
        if all(any(_is_outside(moment.hour, first, last) for first, last in some) for moment in moments)
    }


def _is_outside(hour: int, first: int | None, last: int | None) -> bool:
    return (first is not None and hour < first) or (last is not None and hour >= last)
