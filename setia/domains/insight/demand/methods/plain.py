"""What anybody would say without a method. Whatever is chosen has to have done better than the first two.

naive             as in the last period;                    deviation  s sqrt(h)
seasonal naive    as in the same period a year ago;         deviation  s sqrt(1 + floor((h - 1) / m))
average           as in all periods so far on average;      deviation  s sqrt(1 + 1 / n)

s is the deviation of what this would have missed one step (a year) ahead so far (Hyndman & Athanasopoulos, Forecasting:
Principles and Practice, 3rd edition, section 5.5).
"""

from __future__ import annotations

import numpy as np

from setia.domains.insight.demand.methods.spread import LEVEL, normal
from setia.domains.insight.demand.methods.telling import Told, stacked


def naive(by_period: np.ndarray, first: np.ndarray, origins: tuple[int, ...], horizon: int, level: float) -> Told:
    return _repeated(by_period, first, origins, horizon, 1, level)


def seasonal_naive(
    by_period: np.ndarray, first: np.ndarray, origins: tuple[int, ...], horizon: int, level: float, season: int
) -> Told:
    """Only where a whole year was seen before the first origin; the others are not possible."""
    return _repeated(by_period, first, origins, horizon, season, level)


def _repeated(
    by_period: np.ndarray, first: np.ndarray, origins: tuple[int, ...], horizon: int, lag: int, level: float
) -> Told:
    ahead = np.arange(horizon)
    parts = []
    for origin in origins:
        missed = by_period[lag:origin] - by_period[: max(origin - lag, 0)]
        live = (np.arange(lag, origin)[:, None] >= first + lag) if origin > lag else np.zeros_like(missed, dtype=bool)
        number = live.sum(axis=0)
        spread = np.sqrt((missed**2 * live).sum(axis=0) / np.maximum(number, 1))
        rows = np.maximum(origin - lag + ahead % lag, 0)
        growing = np.sqrt(1 + ahead // lag)
        parts.append(normal(by_period[rows].T, spread[:, None] * growing, level))
    return stacked(parts, min(origins) - first >= lag + (lag > 1))


def average(
    by_period: np.ndarray, first: np.ndarray, origins: tuple[int, ...], horizon: int, level: float = LEVEL
) -> Told:
    parts = []
    for origin in origins:
        live = np.arange(origin)[:, None] >= first
        number = np.maximum(live.sum(axis=0), 1)
        mean = (by_period[:origin] * live).sum(axis=0) / number
        squares = ((by_period[:origin] - mean) ** 2 * live).sum(axis=0)
        spread = np.sqrt(squares / np.maximum(number - 1, 1) * (1 + 1 / number))
        parts.append(normal(np.repeat(mean[:, None], horizon, 1), np.repeat(spread[:, None], horizon, 1), level))
    return stacked(parts, min(origins) > first)
