"""Demand that comes now and then: Croston's method, the Syntetos-Boylan approximation and Teunter-Syntetos-Babai.

Sizes z of demands and gaps a between them are smoothed apart, whenever there is a demand y_t > 0:
    z <- z + alpha (y_t - z),    a <- a + alpha (gap - a),    Croston: rate = z / a              (Croston, 1972)
    SBA: rate = (1 - alpha / 2) z / a, as the ratio is too high in expectation              (Syntetos & Boylan, 2005)
    TSB: the chance p <- p + beta ([y_t > 0] - p) is smoothed in every period, rate = p z: it falls while nothing is
    sold, so that what is no longer wanted fades                                  (Teunter, Syntetos & Babai, 2011)
All series are smoothed at once: the loop is over periods, each step over (parameters, series).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

METHODS = ("croston", "sba", "tsb")
ALPHA = 0.1
"""Croston's own range is .1 to .2; used where nothing else is asked."""

GRID = (0.05, 0.1, 0.2, 0.3)
"""From these the one with the least squared one-step error of the rate in the past is taken, if asked to."""


@dataclass(frozen=True)
class Smoothed:
    """Each (series,), or (moments, series) where several were asked for: expected demand per period, smoothed size,
    chance of a demand in a period; `alpha` (series,). Where nothing was ever sold all are 0."""

    rate: np.ndarray
    size: np.ndarray
    chance: np.ndarray
    alpha: np.ndarray


def smoothed(
    quantities: np.ndarray,
    method: str = "sba",
    alpha: float | tuple[float, ...] = ALPHA,
    first: np.ndarray | None = None,
    settle: int = 0,
    at: tuple[int, ...] | None = None,
) -> Smoothed:
    """quantities (series, periods) >= 0; `first` (series,) the period each series begins with (0).

    `alpha` one value, or several of which each series takes the one with the least squared error before the first of
    `at` (numbers of periods known; without it, all). Size and gap start with the first ones (Croston), or with
    `settle` > 0 with the averages of the first `settle` periods.
    """
    if method not in METHODS:
        raise ValueError(method)
    many, periods = quantities.shape
    stops = (periods,) if at is None else at
    first = np.zeros(many, dtype=int) if first is None else first
    by_period = np.ascontiguousarray(quantities.T)
    rates = np.atleast_1d(np.asarray(alpha, dtype=float))[:, None]
    size, gap = _begun(by_period, first, settle)
    begins = first_of(by_period)
    several = np.ones_like(rates)
    state = _State(method, rates, several * size, several * gap, 1.0 - first)
    kept, errors = {}, np.zeros((len(rates), many))
    for period in range(max(stops) + 1):
        if period in stops:
            kept[period] = (state.rate(), state.size.copy(), state.chance(), errors.copy())
        if period < max(stops):
            if len(rates) > 1:
                errors += (by_period[period] - state.rate()) ** 2 * (period > begins)
            state.learn(by_period[period], period >= first)
    best = kept[min(stops)][3].argmin(axis=0)
    ever, columns = np.array([begins < stop for stop in stops]), np.arange(many)
    parts = [np.array([kept[stop][part][best, columns] for stop in stops]) * ever for part in range(3)]
    if at is None:
        parts = [part[0] for part in parts]
    return Smoothed(*parts, alpha=rates[best, 0])


def first_of(by_period: np.ndarray) -> np.ndarray:
    sold = by_period > 0
    return np.where(sold.any(axis=0), sold.argmax(axis=0), len(by_period))


def _begun(by_period: np.ndarray, first: np.ndarray, settle: int) -> tuple[np.ndarray, np.ndarray]:
    many = by_period.shape[1]
    begins = np.minimum(first_of(by_period), len(by_period) - 1)
    size, gap = by_period[begins, np.arange(many)], (begins - first + 1).astype(float)
    if settle:
        early = by_period[:settle]
        demands, known = (early > 0).sum(axis=0), np.maximum(settle - first, 1)
        there = demands > 0
        size = np.where(there, early.sum(axis=0) / np.maximum(demands, 1), size)
        gap = np.where(there, known / np.maximum(demands, 1), gap)
    return size, np.maximum(gap, 1.0)


class _State:
    """Smoothed size and gap (or chance) of every series, each (parameters, series)."""

    def __init__(self, method: str, alpha: np.ndarray, size: np.ndarray, gap: np.ndarray, since: np.ndarray) -> None:
        self.method, self.alpha, self.size, self.since = method, alpha, size, since
        self.gap = 1.0 / gap if method == "tsb" else gap
        self.factor = 1.0 - alpha / 2 if method == "sba" else np.ones_like(alpha)

    def learn(self, quantity: np.ndarray, live: np.ndarray) -> None:
        sold = (quantity > 0).astype(float)
        step = self.alpha * sold
        self.size += step * (quantity - self.size)
        if self.method == "tsb":
            self.gap += self.alpha * live * (sold - self.gap)
        else:
            self.gap += step * (self.since - self.gap)
            self.since = self.since * (1 - sold) + 1.0

    def chance(self) -> np.ndarray:
        return self.gap.copy() if self.method == "tsb" else 1.0 / np.maximum(self.gap, 1.0)

    def rate(self) -> np.ndarray:
        return self.size * self.gap if self.method == "tsb" else self.factor * self.size / self.gap
