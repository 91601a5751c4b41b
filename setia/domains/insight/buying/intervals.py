"""How wide an interval is: the delta method."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Array = NDArray[Any]


def deviation(slopes: Array, covariance: Array) -> Array:
    """Standard deviations (n,) of values with these slopes (k, n) by parameters with this covariance (k, k)."""
    return np.sqrt(np.maximum(np.einsum("in,in->n", slopes, covariance @ slopes), 0.0))


def wideness(level: float) -> float:
    """How many standard deviations lie on each side of an interval that holds `level` of a normal distribution."""
    if not 0 < level < 1:
        raise ValueError("The level of an interval lies between 0 and 1.")
    return float(ndtri((1 + level) / 2))
