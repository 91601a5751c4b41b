"""What a method would have said at several moments ("origins") of many series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Told:
    """`mean`, `low`, `high` (origins, series, steps ahead), 0 <= low <= mean <= high; `possible` (series,) whether the
    method may be used there at all; `forms` the name of what was used, where a method has several."""

    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray
    possible: np.ndarray
    forms: tuple[str, ...] | None = None


def stacked(
    parts: Sequence[tuple[np.ndarray, np.ndarray, np.ndarray]],
    possible: np.ndarray,
    forms: tuple[str, ...] | None = None,
) -> Told:
    """From (mean, low, high) of each origin; what overflowed is not possible."""
    mean, low, high = (np.array([part[which] for part in parts]) for which in range(3))
    sound = (np.isfinite(mean) & np.isfinite(low) & np.isfinite(high)).all(axis=(0, 2))
    wrong = ~sound
    for array in (mean, low, high):
        array[:, wrong] = 0.0
    return Told(mean, np.minimum(low, mean), np.maximum(high, mean), possible & sound, forms)
