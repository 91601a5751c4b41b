"""The highest point of a likelihood whose slope is known: Newton's method between bounds.

At each step the curvature is taken from differences of the analytic slope. Its eigenvalues are turned positive (so
that a saddle is left rather than found) and the step is halved until it leads up. A parameter at a bound towards which
it is still drawn stays there. See Nocedal & Wright (2006), "Numerical Optimization", chapters 3 and 16.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Told = Callable[[Array], tuple[float, Array]]

STEPS, HALVINGS = 80, 30
FARTHEST = 2.0
"""No parameter moves by more in one step."""

GAIN = 1e-8
"""Ends when a step promises less: the parameters are then within about 1e-4 of their standard errors."""

DIFFERENCE = 1e-5
WIDEST = 2.0
"""Standard deviation beyond which a direction counts as unknown. Parameters are logarithms: a factor of 7."""


@dataclass(frozen=True, eq=False)
class Peak:
    """`at` (k,), the value there, and the covariance (k, k) of an estimate there (the inverse curvature)."""

    at: Array
    value: float
    covariance: Array
    at_edge: Array


def highest(told: Told, start: Array, low: float | Array, high: float | Array) -> Peak:
    """Where `told`, which answers with (value, slope), is highest between the bounds, as reached from the start."""
    low, high = np.broadcast_to(low, len(start)), np.broadcast_to(high, len(start))
    at = np.clip(np.asarray(start, float), low, high)
    value, slope = told(at)
    curve = np.eye(len(at))
    for _step in range(STEPS):
        free = ~(((at <= low) & (slope <= 0)) | ((at >= high) & (slope >= 0)))
        curve = curvature(told, at, slope)
        if not free.any():
            break
        step = np.zeros(len(at))
        step[free] = _newton(curve[np.ix_(free, free)], slope[free])
        promised = float(slope @ step)
        if promised < 2 * GAIN + 1e-13 * abs(value):
            break
        reached = _up(told, at, value, step, low, high)
        if reached is None:
            break
        at, value, slope = reached
    return Peak(at, value, covariance(curve), (at <= low) | (at >= high))


def curvature(told: Told, at: Array, slope: Array) -> Array:
    """Minus the second derivatives (k, k), by forward differences of the slope."""
    rows = []
    for place in range(len(at)):
        beside = at.copy()
        beside[place] += DIFFERENCE
        rows.append((slope - told(beside)[1]) / DIFFERENCE)
    curve = np.array(rows)
    return (curve + curve.T) / 2


def covariance(curve: Array) -> Array:
    """The inverse, in which no direction is more uncertain than `WIDEST`."""
    values, vectors = np.linalg.eigh(curve)
    return (vectors / np.maximum(values, WIDEST**-2)) @ vectors.T


def _newton(curve: Array, slope: Array) -> Array:
    values, vectors = np.linalg.eigh(curve)
    values = np.maximum(np.abs(values), 1e-9 * max(1.0, float(np.abs(values).max())))
    step = vectors @ ((vectors.T @ slope) / values)
    return step * min(1.0, FARTHEST / max(float(np.abs(step).max()), 1e-300))


def _up(told: Told, at: Array, value: float, step: Array, low: Array, high: Array) -> tuple[Array, float, Array] | None:
    """The first of ever shorter steps that leads up, if any does."""
    for _halving in range(HALVINGS):
        there = np.clip(at + step, low, high)
        higher, slope = told(there)
        if np.isfinite(higher) and higher > value:
            return there, higher, slope
        step = step / 2
    return None
