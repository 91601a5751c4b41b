"""What is derived from what parties did with us: the channel by which they get in touch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from setia.domains.parties.consents.model import Channel
from setia.domains.parties.preferences.deriving import Derived, derives, most_used
from setia.domains.parties.preferences.model import PreferenceKind
from setia.foundation import bulk
from setia.foundation.ledger import Entry

CHANNELS = {
    "party.called": Channel.PHONE.value,
    "party.mailed": Channel.EMAIL.value,
    "party.visited": Channel.VISIT.value,
}


@derives(PreferenceKind.CHANNEL, *CHANNELS)
def channel_they_use(parties: Iterable[int]) -> dict[int, Derived]:
    """The channel by which they got in touch with us in most cases; ours with them says nothing of their wish."""
    entries = Entry.objects.filter(kind__in=list(CHANNELS), corrects__isnull=True, data__inputs__direction="in")
    counts = Counter(
        (party, CHANNELS[kind]) for party, kind in bulk.found(entries, "story_id", parties, "story_id", "kind")
    )
    return most_used((party, channel, count) for (party, channel), count in counts.items())
