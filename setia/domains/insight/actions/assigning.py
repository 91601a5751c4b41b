"""From what could be done to who does it: the most valuable first, each person a handful, each customer one thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from setia.domains.insight.actions.gathering import Possible
from setia.domains.insight.actions.learning import Learnt
from setia.domains.insight.actions.people import Person, most_fitting
from setia.kit.seeing import there

LOOKED_AT = 40
"""Of so many of the best for each person it is asked whether they may see the record."""

PLANNED = 2
"""So much of what is planned, such as plays, everybody is given before what is worth more."""


@dataclass(frozen=True, slots=True)
class Given:
    possible: Possible
    person: Person
    chance: float
    score: int
    rank: int


@dataclass(frozen=True, slots=True)
class _Ranked:
    possible: Possible
    person: Person
    chance: float
    score: int

    @property
    def order(self) -> tuple[int, int, str, str]:
        """The most expected first; of equals what ends first, and at last by name: the same every time."""
        candidate = self.possible.candidate
        return (-self.score, candidate.expires_on.toordinal(), self.possible.kind.name, candidate.address)


def assign(
    possible: Iterable[Possible], people: Mapping[int, Person], parties: Mapping[int, tuple[int | None, str]],
    learnt: Learnt, hour_cost: int | None,
) -> list[Given]:  # fmt: skip
    """`parties` are who looks after each party, and its language. `hour_cost` is in minor units."""
    ranked = [
        one
        for each in possible
        if (person := whose(each, people, parties, learnt)) and (one := _rank(each, person, learnt, hour_cost))
    ]
    ranked.sort(key=lambda one: one.order)
    in_turn = [*_planned(ranked), *ranked]
    seen = _seen(in_turn)
    given: list[Given] = []
    free = {person.id: person.free for person in people.values()}
    ranks: dict[int, int] = defaultdict(int)
    served: set[int] = set()
    for one in in_turn:
        candidate, person = one.possible.candidate, one.person
        if not free[person.id] or candidate.party_id in served or candidate.address not in seen[person.id]:
            continue
        served.add(candidate.party_id)
        free[person.id] -= 1
        ranks[person.id] += 1
        given.append(Given(one.possible, person, one.chance, one.score, ranks[person.id]))
    return given


def _planned(ranked: Iterable[_Ranked]) -> list[_Ranked]:
    """The best of what is planned for each person."""
    found: list[_Ranked] = []
    numbers: dict[int, int] = defaultdict(int)
    for one in ranked:
        if one.possible.kind.is_planned and numbers[one.person.id] < PLANNED:
            numbers[one.person.id] += 1
            found.append(one)
    return found


def whose(
    one: Possible, people: Mapping[int, Person], parties: Mapping[int, tuple[int | None, str]], learnt: Learnt
) -> Person | None:
    """Whose record it is, else whoever looks after the customer, else the colleague whom it suits best."""
    caring, language = parties.get(one.candidate.party_id, (None, ""))
    for owner in (one.candidate.owner_id, caring):
        person = people.get(owner or 0)
        if person and person.id not in one.not_for and person.may_do(one.kind):
            return person
    others = (person for person in people.values() if person.id not in one.not_for)
    return most_fitting(others, one.kind, one.candidate.owner_id, language, learnt)


def _rank(one: Possible, person: Person, learnt: Learnt, hour_cost: int | None) -> _Ranked | None:
    """What is expected of it, less what the time costs; None where that is less than nothing."""
    taken, worked = (shares.mean(one.kind.name, person.id) for shares in (learnt.taken, learnt.worked))
    cost = (hour_cost or 0) * one.minutes / 60
    score = round(taken * (worked * one.stake - cost))
    if score < 0 and one.candidate.value is not None:
        return None
    return _Ranked(one, person, taken * worked, score)


def _seen(ranked: Sequence[_Ranked]) -> dict[int, set[str]]:
    """Of the best for each person the addresses at which they see a record; a question for each noun and person."""
    asked: dict[int, list[str]] = defaultdict(list)
    people: dict[int, Person] = {}
    for one in ranked:
        people[one.person.id] = one.person
        if one.person.free and len(asked[one.person.id]) < LOOKED_AT:
            asked[one.person.id].append(one.possible.candidate.address)
    return {pk: there(addresses, people[pk].access) for pk, addresses in asked.items()}
