"""Chance with a fixed seed: the same seed tells the same story."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance(Random):
    """Each part of the story has its own, so that one part can change and leave the others as they are."""

    def __init__(self, seed: int, part: str) -> None:
        super().__init__(f"{seed}:{part}")

    def happens(self, probability: float) -> bool:
        return self.random() < probability

    def one(self, among: Mapping[T, float]) -> T:
        """One of the keys; the values are their weights."""
        return self.choices(list(among), list(among.values()))[0]

    def some(self, among: Sequence[T], most: int) -> list[T]:
        return self.sample(among, min(most, len(among)))

    def around(self, median: float, spread: float = 0.5) -> float:
        """Log-normal: half of the values lie under the median, some far above."""
        return self.lognormvariate(math.log(median), spread)

    def count(self, mean: float) -> int:
        """How often something happens that happens so often on average (Poisson, by Knuth)."""
        limit, product, found = math.exp(-mean), self.random(), 0
        while product > limit:
            product *= self.random()
            found += 1
        return found
