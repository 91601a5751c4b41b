"""How much of a figure may be chance: beside a share or a mean of few stands of how many it is."""

from __future__ import annotations

from math import sqrt

FEW = 100
"""From so many on a share is known to about ten hundredths, and a mean is what it looks like."""

Z = 1.959963984540054
"""The normal quantile of 97.5 %: intervals hold in 95 of 100 cases."""


def wilson(share: float, of: int) -> tuple[float, float]:
    """The ends of the interval around a share of so many: E. B. Wilson, "Probable inference, the law of succession, and
    statistical inference", Journal of the American Statistical Association 22 (1927), 209-212.
    """
    squared = Z * Z
    middle = (share + squared / (2 * of)) / (1 + squared / of)
    half = Z / (1 + squared / of) * sqrt(share * (1 - share) / of + squared / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)
