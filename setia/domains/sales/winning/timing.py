"""When an opportunity will be won, if at all: as those before it went that had become as old.

Of all that were still open at an age, the share that was won, and the share that was lost, in each of the weeks after
it; those that are open to this day count as long as they have been watched, so that what is never decided is not taken
for what will be won (competing risks; Aalen & Johansen, 1978). The chance that was learnt for the opportunity itself
stretches this: twice as likely to be won as usual at its age, twice the share of each month.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from setia.foundation.periods import months_later

MONTHS = 12
WEEK = 7
WEEKS = 156
FEW = 15
"""With fewer still open at an age, all later weeks are taken together."""

STRETCH = (0.2, 4.0)
MOST = 0.98

Rates = Sequence[Sequence[float]]
"""By week of age, the shares of those open at its beginning that are won and that are lost in it."""


def rates(watched: Iterable[tuple[int, str]]) -> list[list[float]]:
    """From (days watched, "won" | "lost" | "open") of everything that was ever opened."""
    ends = {"won": [0] * WEEKS, "lost": [0] * WEEKS, "open": [0] * WEEKS}
    count = 0
    for days, outcome in watched:
        ends[outcome][min(days // WEEK, WEEKS - 1)] += 1
        count += 1
    found: list[list[float]] = []
    for week in range(WEEKS):
        won, lost, still = (ends[name][week] for name in ("won", "lost", "open"))
        # Whoever stopped being watched in the week was there for half of it (actuarial estimate).
        at_risk = count - still / 2
        if count < FEW:
            break
        found.append([won / at_risk, lost / at_risk])
        count -= won + lost + still
    return [*found, _tail(ends, len(found))]


def _tail(ends: dict[str, list[int]], first: int) -> list[float]:
    """The rates of all later weeks together; half of the last known if hardly anything got so far."""
    won, lost = (sum(ends[name][first:]) for name in ("won", "lost"))
    spent = sum((week - first + 0.5) * sum(ends[name][week] for name in ends) for week in range(first, WEEKS))
    spent = max(spent, float(2 * FEW))
    return [min(0.5, won / spent), min(0.5, lost / spent)]


def ends_of_months(today: date, months: int = MONTHS) -> list[date]:
    """Last days of this month and the next."""
    first = today.replace(day=1)
    return [date.fromordinal(months_later(first, number + 1).toordinal() - 1) for number in range(months)]


class Timing:
    """Probabilities by the end of each month, worked out once for each age."""

    def __init__(self, rates_: Rates, today: date) -> None:
        self.rates = rates_ or [[0.0, 0.0]]
        self.days = [(end - today).days + 1 for end in ends_of_months(today)]
        self.of_age: dict[int, list[float]] = {}

    def by_month(self, age: float, stretch: float) -> list[float]:
        usual = self.usual(max(0, int(age)))
        stretch = min(max(stretch, STRETCH[0]), STRETCH[1])
        return [round(min(MOST, share * stretch), 4) for share in usual]

    def usual(self, age: int) -> list[float]:
        """The share of those open at this age that is won within so many days."""
        if age not in self.of_age:
            self.of_age[age] = self._followed(age)
        return self.of_age[age]

    def _followed(self, age: int) -> list[float]:
        still, won, day, told = 1.0, 0.0, 0, []
        for until in self.days:
            while day < until:
                left = WEEK - (age + day) % WEEK
                step = min(left, until - day)
                wins, losses = self.rates[min((age + day) // WEEK, len(self.rates) - 1)]
                won += still * wins * step / WEEK
                still *= max(0.0, 1 - (wins + losses) * step / WEEK)
                day += step
            told.append(won)
        return told


def stretch_of(parts: Any, chance: float, sigmoid: Any) -> float:
    """How much likelier than usual at its age an opportunity is to be won."""
    usual = sigmoid(parts["base"] + parts.get("age", 0.0))
    return float(chance / usual) if usual > 0 else 1.0
