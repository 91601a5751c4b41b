"""How something new spreads: Bass's diffusion (1969), fitted to how many bought for the first time in each period.

    F(t) = (1 - exp(-(p + q) t)) / (1 + (q / p) exp(-(p + q) t)),     bought in period t: m (F(t) - F(t - 1))

m all who will ever buy, p the coefficient of innovation, q of imitation, both per period. By nonlinear least squares on
these differences (Srinivasan & Mason, 1986), over log m, log p, log q, so that none gets negative; by Levenberg's and
Marquardt's steps from several beginnings (scipy.optimize takes longer to import than all of this room may).
The peak is at log(q / p) / (p + q).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from setia.domains.insight.answering import TooLittle

LEAST_PERIODS = 5
LEAST_BUYERS = 20
STEPS = 100
BOUNDS = (np.log([0.3, 1e-6, 1e-6]), np.log([100.0, 3.0, 5.0]))
"""Of m (against what was bought so far), p and q."""

UNCERTAIN = 2.0
"""Deviations of logarithms are not taken as more than this: a factor of seven says "not known" well enough."""


@dataclass(frozen=True)
class Bass:
    """`covariance` of (log m, log p, log q) as nested tuples; `deviation` of a period's buyers from the curve;
    `share` of m that has bought by the last period."""

    m: float
    p: float
    q: float
    covariance: tuple[tuple[float, ...], ...]
    deviation: float
    periods: int
    share: float

    @property
    def peak(self) -> float:
        """Periods until most buy at once; 0 where it only falls."""
        return max(0.0, float(np.log(self.q / self.p) / (self.p + self.q)))


def cumulative(t: np.ndarray, p: np.ndarray | float, q: np.ndarray | float) -> np.ndarray:
    """F(t): share of all who will that have bought by t (periods since the launch)."""
    fading = np.exp(-(p + q) * t)
    return (1 - fading) / (1 + q / p * fading)


def fit(bought: Sequence[float] | np.ndarray) -> Bass:
    """`bought` (periods,): first purchases in each period since the launch."""
    history = np.asarray(bought, dtype=float)
    _checked(history)
    t, unit = np.arange(len(history) + 1, dtype=float), float(history.sum())

    def missed(logs: np.ndarray) -> np.ndarray:
        m, p, q = np.exp(logs)
        return (m * np.diff(cumulative(t, p, q)) - history / unit) * len(history)

    begins = [np.log([size, p, q]) for size in (1.1, 2.0) for p, q in ((0.01, 0.4), (0.003, 0.15), (0.1, 0.1))]
    logs, slopes, squares = min((_least(missed, begin) for begin in begins), key=lambda one: one[2])
    variance = squares / (len(history) - 3)
    deviation = variance**0.5 / len(history) * unit
    m, p, q = (float(part) for part in np.exp(logs))
    return Bass(m * unit, p, q, _covariance(slopes, variance), deviation, len(history), 1 / m)


def _least(missed: Callable[[np.ndarray], np.ndarray], logs: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """(logs, slopes, squares) at which the squares of what is missed are least."""
    damping, told = 1e-2, missed(logs)
    squares = float(told @ told)
    for _step in range(STEPS):
        slopes = _slopes(missed, logs)
        curve, down = slopes.T @ slopes, slopes.T @ told
        while damping < 1e12:
            move = np.linalg.solve(curve + damping * (np.diag(np.diag(curve)) + 1e-12 * np.eye(3)), down)
            tried = np.clip(logs - move, *BOUNDS)
            told_there = missed(tried)
            if float(told_there @ told_there) < squares:
                break
            damping *= 4
        else:
            break
        gained = squares - float(told_there @ told_there)
        logs, told, squares, damping = tried, told_there, squares - gained, damping / 10
        if gained < 1e-14 * squares:
            break
    return logs, _slopes(missed, logs), squares


def _slopes(missed: Callable[[np.ndarray], np.ndarray], logs: np.ndarray) -> np.ndarray:
    near = 1e-5 * np.eye(3)
    return np.column_stack([(missed(logs + by) - missed(logs - by)) / 2e-5 for by in near])


def _covariance(slopes: np.ndarray, variance: float) -> tuple[tuple[float, ...], ...]:
    """(J'J)^-1 s^2, with a prior of UNCERTAIN deviations, so that what the curve cannot tell stays finite."""
    precision = slopes.T @ slopes / max(variance, 1e-12) + np.eye(3) / UNCERTAIN**2
    return tuple(tuple(float(one) for one in row) for row in np.linalg.inv(precision))


def _checked(history: np.ndarray) -> None:
    if history.ndim != 1 or not np.isfinite(history).all() or (history < 0).any():
        raise TooLittle("numbers", "Buyers of a period are counted: 0 or more in each, none unknown.")
    if len(history) < LEAST_PERIODS:
        words = f"Sold for {len(history)} periods: it takes at least {LEAST_PERIODS} to see how something spreads."
        raise TooLittle("periods", words, len(history), LEAST_PERIODS)
    if history.sum() < LEAST_BUYERS or (history > 0).sum() < 3:
        words = f"Bought by {history.sum():.0f}: it takes at least {LEAST_BUYERS}, in three periods or more."
        raise TooLittle("buyers", words, int(min(history.sum(), 1e9)), LEAST_BUYERS)
