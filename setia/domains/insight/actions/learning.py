"""How often advice is taken up, and how often it works: learnt from what became of actions, kind by kind.

Beta-binomial at three levels, each the prior of the next: all kinds, one kind, one kind with one person. A share of
`hits` out of `tries` has the posterior mean (prior x weight + hits) / (weight + tries); see Gelman et al., Bayesian
Data Analysis (3rd ed.), section 2.4. The uppermost prior is uniform, Beta(1, 1). The means are used, not draws from
the posterior (Thompson sampling), so that the same past gives the same list; what that costs stands in
docs/decisions/next-best-action.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, F

from setia.domains.insight.actions.model import Action, Outcome, State, Why

KIND_WEIGHT, PERSON_WEIGHT = 4, 8
"""So many tries the level above counts for."""

NO_VERDICT = (Why.NOT_NOW.value, Why.NOT_MINE.value)
"""Refusals that say nothing against the advice."""


@dataclass(slots=True)
class Tally:
    hits: int = 0
    tries: int = 0

    def count(self, number: int, *, hit: bool) -> None:
        self.tries += number
        self.hits += number if hit else 0

    def mean(self, prior: float, weight: int) -> float:
        return (prior * weight + self.hits) / (weight + self.tries)


@dataclass(slots=True)
class Shares:
    """One share (taken up, or worked) at its three levels."""

    whole: Tally = field(default_factory=Tally)
    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    people: dict[tuple[str, int], Tally] = field(default_factory=lambda: defaultdict(Tally))

    def count(self, kind: str, owner: int | None, number: int, *, hit: bool) -> None:
        for tally in (self.whole, self.kinds[kind], *([self.people[kind, owner]] if owner else [])):
            tally.count(number, hit=hit)

    def mean(self, kind: str, owner: int) -> float:
        above = self.whole.mean(0.5, 2)
        of_kind = self.kinds.get(kind, Tally()).mean(above, KIND_WEIGHT)
        return self.people.get((kind, owner), Tally()).mean(of_kind, PERSON_WEIGHT)


@dataclass(slots=True)
class Learnt:
    taken: Shares = field(default_factory=Shares)
    worked: Shares = field(default_factory=Shares)

    def chance(self, kind: str, owner: int) -> float:
        """That it is done, and works."""
        return self.taken.mean(kind, owner) * self.worked.mean(kind, owner)

    def told(self, kind: str) -> dict[str, int]:
        """What the words about the rank say: how often it worked, and how often it was taken up."""
        worked, taken = self.worked.kinds.get(kind, Tally()), self.taken.kinds.get(kind, Tally())
        return {"worked": worked.hits, "tried": worked.tries, "taken": taken.hits, "given": taken.tries}


Row = tuple[str, int | None, str, str, str, int]


def learn(rows: Iterable[Row]) -> Learnt:
    """From counts of kind, owner, status, refusal and outcome."""
    found = Learnt()
    for kind, owner, status, refusal, outcome, number in rows:
        if status == State.DONE:
            found.taken.count(kind, owner, number, hit=True)
            if outcome:
                found.worked.count(kind, owner, number, hit=outcome == Outcome.WORKED)
        elif status == State.IGNORED or (status == State.REFUSED and refusal not in NO_VERDICT):
            found.taken.count(kind, owner, number, hit=False)
    return found


def learnt() -> Learnt:
    """From everything that ended; one question to the database, of as many rows as there are kinds and people."""
    ended = Action.objects.exclude(status__in=(State.OPEN, State.GONE)).order_by()
    asked = ended.values_list("kind", "owner_id", "status", "refusal", "outcome").annotate(number=Count("*"))
    return learn(asked.order_by(F("kind"), F("owner_id").asc(nulls_first=True), "status", "refusal", "outcome"))
