"""The difference of two shares with its interval. No Django, no NumPy.

Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), 209-212; Newcombe,
"Interval estimation for the difference between independent proportions: comparison of eleven methods", Statistics in
Medicine 17 (1998), 873-890, method 10: the square-and-add interval of two Wilson intervals. It stays within -1 and 1
and is honest for small numbers, where the usual one is too narrow.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Difference:
    """`low` <= `value` <= `high`."""

    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether no difference at all can be ruled out."""
        return self.low > 0 or self.high < 0


def quantile(confidence: float = CONFIDENCE) -> float:
    """Of the normal distribution, for both sides: 1.96 for 0.95."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def wilson(hits: int, of: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The interval of one share; everything where there is nothing to count."""
    if of <= 0:
        return 0.0, 1.0
    z2, share = quantile(confidence) ** 2, hits / of
    middle = share + z2 / (2 * of)
    half = sqrt(z2 * (share * (1 - share) + z2 / (4 * of)) / of)
    return max(0.0, (middle - half) / (1 + z2 / of)), min(1.0, (middle + half) / (1 + z2 / of))


def difference_of_shares(
    hits: int, of: int, hits_beside: int, of_beside: int, confidence: float = CONFIDENCE
) -> Difference:
    """The first share less the second. Needs at least one in each."""
    if min(of, of_beside) <= 0:
        raise ValueError("a share of nothing is no share")
    one, two = hits / of, hits_beside / of_beside
    (low, high), (low_beside, high_beside) = wilson(hits, of, confidence), wilson(hits_beside, of_beside, confidence)
    down = sqrt((one - low) ** 2 + (high_beside - two) ** 2)
    up = sqrt((high - one) ** 2 + (two - low_beside) ** 2)
    return Difference(one - two, max(-1.0, one - two - down), min(1.0, one - two + up))
