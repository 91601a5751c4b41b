"""How far demand may be from what is expected: prediction intervals without simulation, all series at once.

Intermittent demand over h periods is a compound sum: each period has a demand with chance p, of size with mean z and
variance v. Nothing at all is sold with chance (1 - p)^h; what is sold otherwise is taken as gamma distributed with the
conditional mean and variance of that sum (a hurdle, so lumps keep their size). The smoothed rate is itself uncertain:
its variance is added, h^2 alpha / (2 - alpha) times that of one period (Croston, 1972, eq. 5). Of whole numbers the
quantiles are rounded outwards. Regular demand: normal (Student, where little is known), cut at 0.

Nothing here imports scipy.stats: it takes longer to import than all of this room may.
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaincinv, ndtri, stdtrit

LEVEL = 0.8
"""The usual interval holds what comes true in 8 of 10 cases: 10 % lie below it, 10 % above."""


def compound(
    chance: np.ndarray,
    size: np.ndarray,
    variance: np.ndarray,
    alpha: np.ndarray,
    periods: int = 1,
    level: float = LEVEL,
    whole: bool | np.ndarray = True,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(expected, low, high) of the sum over `periods`, shapes as the arguments'; `variance` is that of sizes."""
    chance = np.clip(chance, 0.0, 1.0)
    none = (1 - chance) ** periods
    some = np.maximum(1 - none, 1e-12)
    mean = periods * chance * size
    one = chance * variance + chance * (1 - chance) * size**2
    spread = periods * one + periods**2 * alpha / (2 - alpha) * one
    mean_if = mean / some
    variance_if = np.maximum((spread + mean**2) / some - mean_if**2, 1e-6 * mean_if**2)
    shape = np.where(mean > 0, mean_if**2 / np.maximum(variance_if, 1e-300), 1.0)
    scale = np.where(mean > 0, mean_if, 0.0) / shape
    tail = (1 - level) / 2
    low, high = (_hurdle(quantile, none, some, shape, scale) for quantile in (tail, 1 - tail))
    low = np.where(whole, np.floor(low + 1e-9), low)
    high = np.where(whole, np.ceil(high - 1e-9), high)
    return mean, np.minimum(low, mean), np.maximum(high, mean)


def _hurdle(quantile: float, none: np.ndarray, some: np.ndarray, shape: np.ndarray, scale: np.ndarray) -> np.ndarray:
    within = np.clip((quantile - none) / some, 0.0, 1.0 - 1e-12)
    return np.where(within > 0, gammaincinv(shape, within) * scale, 0.0)


def sizes_variance(quantities: np.ndarray, pooled: float = 4.0) -> np.ndarray:
    """(series,) variance of the sizes of demands, drawn towards that of a series in which it is the square of the mean
    size over two, as if `pooled` more demands had said so: a few sizes alone say little of it."""
    sold = quantities > 0
    number = sold.sum(axis=1)
    mean = quantities.sum(axis=1) / np.maximum(number, 1)
    squares = ((quantities - mean[:, None]) ** 2 * sold).sum(axis=1)
    alike = (np.where(sold, np.abs(quantities - mean[:, None]), 0) <= 1e-9 * mean[:, None]).all(axis=1)
    drawn = (squares + pooled * mean**2 / 2) / np.maximum(number - 1 + pooled, 1)
    return np.where(alike & (number >= 4), 0.0, drawn)


def normal(
    mean: np.ndarray, deviation: np.ndarray, level: float = LEVEL, freedom: np.ndarray | float = np.inf
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(mean, low, high), shapes (series, steps), none below 0. With `freedom` (series,), the number of errors from
    which the deviation is known, Student's quantile is taken."""
    chance = 1 - (1 - level) / 2
    few = np.isfinite(freedom)
    quantile = np.where(few, stdtrit(np.where(few, freedom, 1.0), chance), ndtri(chance))
    reach = (quantile[:, None] if quantile.ndim else quantile) * deviation
    mean = np.maximum(mean, 0.0)
    return mean, np.maximum(mean - reach, 0.0), mean + reach
