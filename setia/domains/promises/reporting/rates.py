"""Rates out of few cases: with an interval, and drawn towards what is usual where little is known."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

Z = 1.959963984540054
"""The normal quantile of 97.5 %: intervals hold in 95 of 100 cases."""

ENOUGH = 5
"""Of fewer cases nothing is said."""

LEAST_WEIGHT, USUAL_WEIGHT, MOST_WEIGHT = 2.0, 10.0, 100.0


def wilson(kept: int, of: int) -> tuple[float, float]:
    """The ends of the interval around a rate: E. B. Wilson, "Probable inference, the law of succession, and
    statistical inference", Journal of the American Statistical Association 22 (1927), 209-212; recommended for few
    cases by L. D. Brown, T. T. Cai and A. DasGupta, Statistical Science 16 (2001), 101-133.
    """
    rate, squared = kept / of, Z * Z
    middle = (rate + squared / (2 * of)) / (1 + squared / of)
    half = Z / (1 + squared / of) * sqrt(rate * (1 - rate) / of + squared / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def shrunk(broken: int, of: int, usual: float, weight: float) -> float:
    """The rate as if there were `weight` more cases of the usual sort: one bad case is no verdict.

    The mean of a beta distribution after these cases, before which it had the mean `usual`.
    """
    return (broken + weight * usual) / (of + weight)


def weight_of(groups: Sequence[tuple[int, int]]) -> float:
    """How many usual cases to add: the less the groups (broken, of) differ beyond chance, the more.

    By moments: J. C. Kleinman, "Proportions with extraneous variance: single and independent samples", Journal of the
    American Statistical Association 68 (1973), 46-54, with weights by the number of cases.
    """
    groups = [(broken, of) for broken, of in groups if of]
    total = sum(of for _broken, of in groups)
    if len(groups) < 2 or total <= len(groups):
        return USUAL_WEIGHT
    usual = sum(broken for broken, _of in groups) / total
    spread = sum(of * (broken / of - usual) ** 2 for broken, of in groups)
    chance = usual * (1 - usual)
    if chance == 0:
        return USUAL_WEIGHT
    expected = sum(1 - of / total for _broken, of in groups)
    lack = sum(of * (1 - of / total) for _broken, of in groups) - expected
    if lack <= 0:
        return USUAL_WEIGHT
    share = (spread / chance - expected) / lack
    return max(LEAST_WEIGHT, min(MOST_WEIGHT, 1 / share - 1)) if share > 0 else MOST_WEIGHT
