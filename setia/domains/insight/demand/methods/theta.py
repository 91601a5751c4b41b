"""The Theta method, which won the M3 competition (Assimakopoulos & Nikolopoulos, 2000), in the form of Hyndman & Billah
(2003): simple exponential smoothing with half the slope of the straight line through all periods as drift,

    y(n + h) = l_n + b/2 (h - 1 + 1/alpha - (1 - alpha)^n / alpha),    variance  s^2 (1 + (h - 1) alpha^2)

after the year is taken out where the autocorrelation a year apart says that there is one (90 %, as in the first
paper): as factors where all sales are above 0, otherwise as amounts.
"""

from __future__ import annotations

import numpy as np

from setia.domains.insight.demand.methods.seasons import indices
from setia.domains.insight.demand.methods.smoothing import TINY, Form, fitted, followed
from setia.domains.insight.demand.methods.spread import normal
from setia.domains.insight.demand.methods.telling import Told, stacked

SIMPLE = Form()


def theta(
    by_period: np.ndarray, first: np.ndarray, known: int, origins: tuple[int, ...], horizon: int, level: float,
    season: int, steps: int = 120,
) -> Told:  # fmt: skip
    """What is learnt comes from the first `known` periods; by the others only the level is moved on."""
    live = (np.arange(known)[:, None] >= first).astype(float)
    seen = by_period[:known]
    number = live.sum(axis=0)
    added, factors = _year(seen, live, season)
    place = np.arange(len(by_period) + horizon) % season
    adjusted = (by_period - added[place[: len(by_period)]]) / factors[place[: len(by_period)]]
    slope = _slope(adjusted[:known], live)
    fit = fitted(adjusted, first, SIMPLE, season, known, steps=steps)
    held = None if (first == 0).all() else np.arange(len(by_period))[:, None] >= first
    states = followed(SIMPLE, adjusted, held, fit.points, fit.begin, origins)[1]
    ahead = np.arange(horizon)
    parts = []
    for origin, state in zip(origins, states, strict=True):
        alpha = state.steps[0][:, None]
        past = np.maximum(origin - first, 1)[:, None]
        drift = slope[:, None] / 2 * (ahead + (1 - (1 - alpha) ** past) / alpha)
        deviation = np.sqrt(state.variance[:, None] * (1 + ahead * alpha**2))
        when = place[origin : origin + horizon]
        mean = (state.level[:, None] + drift) * factors[when].T + added[when].T
        parts.append(normal(mean, deviation * factors[when].T, level, state.freedom))
    return stacked(parts, (number >= 6) & np.isfinite(fit.cost))


def _slope(data: np.ndarray, live: np.ndarray) -> np.ndarray:
    number = np.maximum(live.sum(axis=0), 1)
    when = np.arange(len(data))[:, None] * live
    tilt = (np.arange(len(data))[:, None] - when.sum(axis=0) / number) * live
    return (tilt * data).sum(axis=0) / np.maximum((tilt**2).sum(axis=0), TINY)


def _year(seen: np.ndarray, live: np.ndarray, season: int) -> tuple[np.ndarray, np.ndarray]:
    """(season, series) amounts to take off and factors to divide by; (1, series) of 0 and 1 without a season."""
    many = seen.shape[1]
    added, factors = np.zeros((season, many)), np.ones((season, many))
    lines = np.flatnonzero(yearly(seen, live, season))
    if not len(lines):
        return added, factors
    positive = ((seen > 0) | (live == 0)).all(axis=0)[lines]
    for chosen, times in ((lines[positive], True), (lines[~positive], False)):
        if not len(chosen):
            continue
        data, weights = seen[:, chosen], live[:, chosen]
        if times:
            found = np.exp(np.clip(indices(np.log(np.maximum(data, TINY)), weights, season), -5, 5))
            factors[:, chosen] = found / found.mean(axis=0)
        else:
            added[:, chosen] = indices(data, weights, season)
    return added, factors


def yearly(seen: np.ndarray, live: np.ndarray, season: int) -> np.ndarray:
    """(series,) whether what is sold goes with what was sold a year before: |r_m| > 1.645 sqrt((1 + 2 sum r_k^2) / n),
    r_k the autocorrelations, k < m, with at least two years seen."""
    number = live.sum(axis=0)
    if season <= 1 or len(seen) < 2 * season:
        return np.zeros(seen.shape[1], dtype=bool)
    off = (seen - (seen * live).sum(axis=0) / np.maximum(number, 1)) * live
    whole = np.maximum((off**2).sum(axis=0), TINY)
    squares = np.zeros(seen.shape[1])
    for lag in range(1, season):
        squares += ((off[lag:] * off[:-lag]).sum(axis=0) / whole) ** 2
    a_year_apart = (off[season:] * off[:-season]).sum(axis=0) / whole
    limit = 1.645 * np.sqrt((1 + 2 * squares) / np.maximum(number, 1))
    return (number >= 2 * season) & (np.abs(a_year_apart) > limit)
