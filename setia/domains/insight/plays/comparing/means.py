"""The difference of two means whose groups need not vary alike. No Django, no NumPy.

Welch, "The generalization of 'Student's' problem when several different population variances are involved", Biometrika
34 (1947), 28-35, with Satterthwaite's degrees of freedom. Student's distribution is the incomplete beta function as a
continued fraction (Abramowitz and Stegun, 26.5.8 and 26.7.1); its quantile is looked for by halving.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, lgamma, log, sqrt

from setia.domains.insight.plays.comparing.shares import CONFIDENCE, Difference

LEAST = 5
"""From so few in each group on an interval is worth saying at all."""

TINY = 1e-300
TERMS = 500
STEPS = 60


@dataclass(frozen=True, slots=True)
class Group:
    """How many, their mean, and the sum of the squares of what they differ from it."""

    number: int
    mean: float
    squares: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Group:
        """In one pass, without cancelling: Welford, Technometrics 4 (1962), 419-420."""
        number, mean, squares = 0, 0.0, 0.0
        for value in values:
            number += 1
            gap = value - mean
            mean += gap / number
            squares += gap * (value - mean)
        return cls(number, mean, squares)

    @property
    def error(self) -> float:
        """The variance of the mean."""
        return self.squares / (self.number - 1) / self.number


def difference_of_means(one: Group, two: Group, confidence: float = CONFIDENCE) -> Difference | None:
    """The first mean less the second; None where there are too few, or where nobody differs from anybody."""
    if min(one.number, two.number) < LEAST or one.error + two.error <= 0:
        return None
    error = one.error + two.error
    freedom = error**2 / (one.error**2 / (one.number - 1) + two.error**2 / (two.number - 1))
    half = student(freedom, confidence) * sqrt(error)
    gap = one.mean - two.mean
    return Difference(gap, gap - half, gap + half)


def student(freedom: float, confidence: float = CONFIDENCE) -> float:
    """The quantile of Student's distribution for both sides: 2.228 for 10 degrees and 0.95. Freedom of 1 and more."""
    if freedom < 1:
        raise ValueError("less than one degree of freedom")
    low, high = 0.0, 1.0
    while _outside(high, freedom) > 1 - confidence:
        low, high = high, 2 * high
    for _step in range(STEPS):
        middle = (low + high) / 2
        if _outside(middle, freedom) > 1 - confidence:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _outside(t: float, n: float) -> float:
    """How much lies beyond t on both sides."""
    return _incomplete_beta(n / 2, 0.5, n / (n + t * t))


def _incomplete_beta(a: float, b: float, x: float) -> float:
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction by Lentz's method, until nothing changes any more."""
    c, d = 1.0, 1 / _not_nought(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, TERMS):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _not_nought(1 + term * d)
            c = _not_nought(1 + term / c)
            found *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return found


def _not_nought(value: float) -> float:
    return value if abs(value) > TINY else TINY
