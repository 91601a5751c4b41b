"""Everything that could be done, from all domains, less what may not be, is under way, or was settled lately."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from heapq import heappush, heappushpop
from itertools import islice

from setia.domains.insight.actions.model import Action, State, Why
from setia.domains.insight.actions.permitting import Permitting
from setia.foundation import bulk
from setia.kit import advice
from setia.kit.advice import Advice, Asked, Candidate

BATCH = 5_000
KEPT = 40
"""So many of each kind are kept for each person: nobody is given more, and a firm may have a million candidates."""

RESTS = {
    Why.NOT_NOW: timedelta(days=7), Why.NOT_MINE: timedelta(0), Why.NO_USE: timedelta(days=90),
    Why.WRONG: timedelta(days=90), Why.UNWELCOME: timedelta(days=365),
}  # fmt: skip
"""How long after a refusal the same is not recommended again, to anybody."""

IGNORED_RESTS = timedelta(days=14)

Key = tuple[str, str]
"""A kind of advice and the address of the record."""


@dataclass(frozen=True, slots=True)
class Possible:
    """`stake` is what it is ranked by, `not_for` are people who said that it is not for them."""

    kind: Advice
    candidate: Candidate
    stake: int
    not_for: frozenset[int] = frozenset()

    @property
    def minutes(self) -> int:
        return self.kind.minutes if self.candidate.minutes is None else self.candidate.minutes

    @property
    def order(self) -> tuple[int, int, str]:
        return (self.stake, -self.candidate.expires_on.toordinal(), self.candidate.address)


@dataclass(slots=True)
class Gathered:
    """`standing` are the open actions that still make sense."""

    standing: set[Key] = field(default_factory=set)
    best: dict[tuple[str, int], list[tuple[tuple[int, int, str], Possible]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    seen: int = 0

    def keep(self, one: Possible) -> None:
        kept = self.best[one.kind.name, one.candidate.owner_id or 0]
        if len(kept) < KEPT:
            heappush(kept, (one.order, one))
        elif one.order > kept[0][0]:
            heappushpop(kept, (one.order, one))

    def possible(self) -> Iterator[Possible]:
        for kept in self.best.values():
            yield from (one for _order, one in kept)


def gather(asked: Asked) -> Gathered:
    """Reads only. The number of questions grows with the number of kinds and of portions of candidates."""
    found = Gathered()
    for kind in advice.kinds().values():
        candidates = iter(kind.find(asked))
        while some := list(islice(candidates, BATCH)):
            _sift(kind, some, asked, found)
    return found


def _sift(kind: Advice, some: Sequence[Candidate], asked: Asked, found: Gathered) -> None:
    parties = frozenset(one.party_id for one in some)
    allowed = Permitting(asked, parties).allowed(kind)
    known = _known(kind, some, asked)
    nameless = frozenset(one.party_id for one in some if one.value is None)
    worth = advice.worth_of(replace(asked, parties=nameless)) if nameless else {}
    found.seen += len(some)
    for one in some:
        past = known.get(one.address, _Past())
        if one.party_id not in allowed or one.expires_on < asked.today:
            continue
        if past.is_open:
            found.standing.add((kind.name, one.address))
        elif not past.rests:
            stake = round(one.part * worth.get(one.party_id, 0)) if one.value is None else one.value
            found.keep(Possible(kind, one, stake, frozenset(past.not_for)))


@dataclass(slots=True)
class _Past:
    is_open: bool = False
    rests: bool = False
    not_for: set[int] = field(default_factory=set)


def _known(kind: Advice, some: Iterable[Candidate], asked: Asked) -> dict[str, _Past]:
    """What became of the same advice before."""
    rows = Action.objects.active().filter(kind=kind.name).exclude(status=State.GONE).order_by()
    names = ("about", "status", "refusal", "ended_at", "owner_id")
    found: dict[str, _Past] = defaultdict(_Past)
    for about, status, refusal, ended, owner in bulk.found(rows, "about", {one.address for one in some}, *names):
        past = found[about]
        past.is_open |= status == State.OPEN
        past.rests |= ended is not None and asked.at < ended + _rest(kind, status, refusal)
        if refusal == Why.NOT_MINE and owner:
            past.not_for.add(owner)
    return found


def resting(kind: Advice, addresses: Iterable[str], asked: Asked) -> set[str]:
    """Those of the addresses at which the same is under way, or was settled too lately to be recommended again."""
    wanted = [Candidate(0, address, None, None, asked.today) for address in addresses]
    return {address for address, past in _known(kind, wanted, asked).items() if past.is_open or past.rests}


def _rest(kind: Advice, status: str, refusal: str) -> timedelta:
    """What was done gets the time it needs to work."""
    if status == State.DONE:
        return timedelta(days=kind.days)
    return RESTS[Why(refusal)] if status == State.REFUSED else IGNORED_RESTS
