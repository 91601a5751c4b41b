"""The lowest point of thousands of functions at once: Nelder and Mead's simplex (1965), a simplex per series.

Coefficients 1, 2, 1/2, 1/2. In a step every series that is not done asks for its reflection, then for its one second
point (expansion or contraction), so a step costs two evaluations for all; a series is done when its values agree.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Ask = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""(lines, points (lines, dimensions)) -> values (lines,), finite."""


def lowest(
    ask: Ask, start: np.ndarray, step: float = 0.8, steps: int = 120, close: float = 1e-5
) -> tuple[np.ndarray, np.ndarray]:
    """start (series, dimensions). Returns the points and their values."""
    many, wide = start.shape
    corners = np.repeat(start[:, None], wide + 1, axis=1)
    corners[:, 1:] += step * np.eye(wide)
    everyone = np.arange(many)
    values = np.column_stack([ask(everyone, corners[:, corner]) for corner in range(wide + 1)])
    active = everyone
    for _step in range(steps):
        order = values[active].argsort(axis=1)
        corners[active] = np.take_along_axis(corners[active], order[:, :, None], axis=1)
        values[active] = np.take_along_axis(values[active], order, axis=1)
        spread = values[active, -1] - values[active, 0]
        active = active[spread > close * (1 + np.abs(values[active, 0]))]
        if not len(active):
            break
        _moved(ask, active, corners, values)
    best = values.argmin(axis=1)
    return corners[everyone, best], values[everyone, best]


def _moved(ask: Ask, active: np.ndarray, corners: np.ndarray, values: np.ndarray) -> None:
    worst, middle = corners[active, -1], corners[active, :-1].mean(axis=1)
    mirrored = middle + (middle - worst)
    told = ask(active, mirrored)
    better, enough = told < values[active, 0], told < values[active, -2]
    outside = told < values[active, -1]
    reach = np.where(better, 2.0, np.where(outside, 0.5, -0.5))
    second = middle + reach[:, None] * (middle - worst)
    asked = np.flatnonzero(better | ~enough)
    told_second = np.full(len(active), np.inf)
    if len(asked):
        told_second[asked] = ask(active[asked], second[asked])
    take_second = told_second < np.where(better | outside, told, values[active, -1])
    take = take_second | enough
    chosen = active[take]
    corners[chosen, -1] = np.where(take_second[:, None], second, mirrored)[take]
    values[chosen, -1] = np.where(take_second, told_second, told)[take]
    for corner in range(1, corners.shape[1]):
        shrunk = active[~take]
        if len(shrunk):
            corners[shrunk, corner] = (corners[shrunk, corner] + corners[shrunk, 0]) / 2
            values[shrunk, corner] = ask(shrunk, corners[shrunk, corner])
