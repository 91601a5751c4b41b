"""What may be done at all: no veto, no lack of consent, nobody archived, erased or restricted, no quiet hours."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from setia.domains.parties.consents.model import Channel
from setia.domains.parties.consents.permission import permissions
from setia.domains.parties.parties.model import Party
from setia.domains.parties.preferences.winning import quiet_at
from setia.domains.parties.purposes.model import Basis, ContactPurpose
from setia.foundation import bulk
from setia.foundation.company import our_company
from setia.kit import advice
from setia.kit.advice import UNASKED, Advice, Asked, Veto

WORKDAY = range(8, 18)
"""Hours in which somebody of ours could get in touch, on the clock of our company."""


@dataclass
class Permitting:
    """Answers for some parties at once; each question is asked of the database once, whatever the number of kinds."""

    asked: Asked
    parties: frozenset[int]
    _vetoed: dict[str, frozenset[int]] = field(default_factory=dict)
    _reachable: dict[tuple[str, str], frozenset[int]] = field(default_factory=dict)

    def allowed(self, kind: Advice) -> frozenset[int]:
        """The parties for whom an action of this kind may be recommended."""
        found = self.in_use - self._ruled_out(advice.vetoes_of(kind))
        return found & self._may_be_reached(kind) if kind.channel else found

    @cached_property
    def in_use(self) -> frozenset[int]:
        rows = Party.objects.filter(archived_at__isnull=True, erased_at__isnull=True, restricted_on__isnull=True)
        return frozenset(pk for (pk,) in bulk.found(rows, "pk", self.parties, "pk"))

    def _ruled_out(self, vetoes: Iterable[Veto]) -> frozenset[int]:
        some = replace(self.asked, parties=self.parties)
        gone: frozenset[int] = frozenset()
        for veto in vetoes:
            if veto.name not in self._vetoed:
                self._vetoed[veto.name] = frozenset(veto.find(some))
            gone |= self._vetoed[veto.name]
        return gone

    def _may_be_reached(self, kind: Advice) -> frozenset[int]:
        key = kind.channel, kind.purpose
        if key not in self._reachable:
            self._reachable[key] = self._agreeing(*key) - self._never_reached(kind.channel)
        return self._reachable[key]

    def _agreeing(self, channel: str, purpose: str) -> frozenset[int]:
        purposes: list[ContactPurpose | None] = [None]
        if purpose == UNASKED:
            purposes = [*self._unasked]
        found: set[int] = set()
        for one in purposes:
            answers = permissions(self.in_use, one, Channel(channel), self.asked.today)
            found |= {party for party, answer in answers.items() if answer.is_given}
        return frozenset(found)

    @cached_property
    def _unasked(self) -> QuerySet[ContactPurpose]:
        return ContactPurpose.objects.filter(archived_at__isnull=True).exclude(basis=Basis.CONTRACT)

    def _never_reached(self, channel: str) -> frozenset[int]:
        """Whoever leaves no hour of our working day."""
        local = self.asked.at.astimezone(ZoneInfo(our_company().zone))
        hours = [local.replace(hour=hour, minute=0) for hour in WORKDAY]
        return frozenset(quiet_at(self.in_use, Channel(channel), hours))


def quiet_now(parties: Mapping[str, Collection[int]], at: datetime) -> dict[str, set[int]]:
    """By channel, those of the parties that do not want to be reached on it at this moment."""
    local = at.astimezone(ZoneInfo(our_company().zone))
    return {channel: set(quiet_at(some, Channel(channel), [local])) for channel, some in parties.items() if some}
