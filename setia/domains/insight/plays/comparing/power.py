"""What a comparison of two shares can show, before it begins. No Django, no NumPy.

The normal approximation that tests of two shares are usually planned by: Fleiss, Levin and Paik, "Statistical Methods
for Rates and Proportions" (3rd ed., 2003), section 4.2, without the correction for continuity, for groups of any sizes.
For groups of one size it is what R's `power.prop.test` reckons.
"""

from __future__ import annotations

from math import ceil, sqrt
from statistics import NormalDist

from setia.domains.insight.plays.comparing.shares import CONFIDENCE, quantile

POWER = 0.8
"""An effect counts as visible that would be found in 8 of 10 such plays."""

STEPS = 60


def needed(usual: float, gain: float, control: float, power: float = POWER, confidence: float = CONFIDENCE) -> int:
    """How many it takes in both groups together to see the share rise by `gain`.

    `usual` is the share without anything done, `control` the part of all that is in the control group; both between 0
    and 1, and `usual` and `gain` together at most 1.
    """
    hoped = usual + gain
    if not (usual >= 0 and gain > 0 and hoped <= 1 and 0 < control < 1):
        raise ValueError("no such share")
    treated = 1 - control
    middle = control * usual + treated * hoped
    alike = sqrt(middle * (1 - middle) / (control * treated))
    apart = sqrt(usual * (1 - usual) / control + hoped * (1 - hoped) / treated)
    return ceil(((quantile(confidence) * alike + NormalDist().inv_cdf(power) * apart) / gain) ** 2)


def power_of(usual: float, gain: float, treated: int, control: int, confidence: float = CONFIDENCE) -> float:
    """The chance to see a rise by `gain` with groups of these sizes, which are not empty."""
    hoped = usual + gain
    middle = (control * usual + treated * hoped) / (control + treated)
    alike = sqrt(middle * (1 - middle) * (1 / control + 1 / treated))
    apart = sqrt(usual * (1 - usual) / control + hoped * (1 - hoped) / treated)
    room = gain - quantile(confidence) * alike
    if apart <= 0:
        return 1.0 if room > 0 else 0.0
    return NormalDist().cdf(room / apart)


def visible(usual: float, treated: int, control: int, power: float = POWER) -> float | None:
    """The least rise that such groups would show; None where not even a rise to everybody would be seen."""
    if min(treated, control) <= 0 or usual >= 1 or power_of(usual, 1 - usual, treated, control) < power:
        return None
    low, high = 0.0, 1 - usual
    for _step in range(STEPS):
        middle = (low + high) / 2
        if power_of(usual, middle, treated, control) < power:
            low = middle
        else:
            high = middle
    return high
