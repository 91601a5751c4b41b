"""The best whole values of a program: branch and bound over its relaxation.

A. H. Land, A. G. Doig, An automatic method of solving discrete programming problems, Econometrica 28 (1960): a part of
the search in which even the relaxation is no better than what is known already holds nothing better, and is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from setia.domains.sales.composing.relaxing import Answer, Numbers, Relaxation

NEAR = 1e-6
"""So near to a whole number, a value counts as whole."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the search: bounds of the whole variables, what the relaxation around it came to, and by which step it
    was reached (the variable, upwards or not, and how far it was from the whole number)."""

    bound: float
    lower: Numbers
    upper: Numbers
    step: tuple[int, int, float] | None = None


@dataclass
class Search:
    """Looks for whole values whose cost, a whole number, is less than `best`. `parts` are left when it was ended."""

    relaxation: Relaxation
    best: float = np.inf
    found: Numbers | None = None
    parts: list[Part] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.parts.append(Part(-np.inf, self.relaxation.lower, self.relaxation.upper))
        self._learnt = np.zeros((2, len(self.relaxation.whole)))
        self._times = np.zeros((2, len(self.relaxation.whole)))

    @property
    def limit(self) -> float:
        """What is not below this is no better: costs are whole, and the solver counts in floating point."""
        return self.best - 1 + slack(self.best)

    def run(self, most: int) -> bool:
        """Whether nothing better than `best` is left; False where `most` relaxations did not show it."""
        for _number in range(most):
            while self.parts and self.parts[-1].bound > self.limit:
                self.parts.pop()
            if not self.parts:
                return True
            self._look(self.parts.pop())
        return not self.parts

    def _look(self, part: Part) -> None:
        answer = self.relaxation.solved(part.lower, part.upper)
        if answer is None:
            return
        self._learn(part, answer)
        if answer.least > self.limit:
            return
        between = np.nonzero(np.abs(answer.values - np.round(answer.values)) > NEAR)[0]
        if not len(between):
            self.best, self.found = round(answer.least), answer.values
            return
        lower, upper = part.lower, part.upper
        if np.isfinite(self.best):
            lower, upper = tightened(answer, lower, upper, self.limit)
        self._branch(answer, lower, upper, between)

    def _branch(self, answer: Answer, lower: Numbers, upper: Numbers, between: NDArrayOfInts) -> None:
        """Two parts by the variable that promises to raise the bound most on both sides; the nearer one goes first."""
        share = answer.values[between] - np.floor(answer.values[between])
        down, up = (self._rise(side, between) for side in (0, 1))
        chosen = int(np.argmax(np.maximum(down * share, NEAR) * np.maximum(up * (1 - share), NEAR)))
        variable, far = int(between[chosen]), float(share[chosen])
        higher, less = lower.copy(), upper.copy()
        higher[variable], less[variable] = np.ceil(answer.values[variable]), np.floor(answer.values[variable])
        pair = [
            Part(answer.least, lower, less, (variable, 0, far)),
            Part(answer.least, higher, upper, (variable, 1, 1 - far)),
        ]
        self.parts += pair if far > 0.5 else pair[::-1]

    def _rise(self, side: int, variables: NDArrayOfInts) -> Numbers:
        """By how much a step of one raised the bound before; the average of all where a variable was not tried yet."""
        times = self._times[side]
        average = self._learnt[side].sum() / times.sum() if times.any() else 1.0
        known = self._learnt[side][variables] / np.maximum(times[variables], 1)
        return np.where(times[variables] > 0, known, average)

    def _learn(self, part: Part, answer: Answer) -> None:
        if part.step:
            variable, side, far = part.step
            self._learnt[side][variable] += max(0.0, answer.least - part.bound) / far
            self._times[side][variable] += 1


NDArrayOfInts = np.ndarray[tuple[int, ...], np.dtype[np.intp]]


def slack(cost: float) -> float:
    """What floating point may make of a cost; never so much that a whole unit is lost."""
    return min(0.5, max(1e-3, abs(cost) * 1e-9)) if np.isfinite(cost) else 0.0


def tightened(answer: Answer, lower: Numbers, upper: Numbers, limit: float) -> tuple[Numbers, Numbers]:
    """Bounds without the values of single variables that cost more than the limit already (reduced costs)."""
    room = limit - answer.least
    stays_low = (answer.values <= lower + NEAR) & (answer.raises > room)
    stays_high = (answer.values >= upper - NEAR) & (answer.raises < -room)
    return np.where(stays_high, upper, lower), np.where(stays_low, lower, upper)
