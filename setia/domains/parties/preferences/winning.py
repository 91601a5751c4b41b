"""Which of several preferences counts."""

from __future__ import annotations

from collections.abc import Iterable
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
    hours = Preference.objects.filter(
        party_id=party_id, kind=PreferenceKind.CHANNEL, value=channel, archived_at__isnull=True
    ).values_list("from_hour", "to_hour", "basis")
    stated = [(first, last) for first, last, basis in hours if basis == Basis.STATED]
    return any(
        (first is not None and moment.hour < first) or (last is not None and moment.hour >= last)
        for first, last in stated
    )
