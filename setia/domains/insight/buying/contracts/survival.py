"""Kaplan-Meier: how many are still there after a time, when many have not ended yet.

    S(t) = prod over endings t_i <= t of (1 - d_i / n_i)
    Var ln S(t) = sum of d_i / (n_i (n_i - d_i))                                                      (Greenwood)

d_i ended at t_i of the n_i that were watched until then. The interval is that of ln(-ln S), which stays between 0 and 1
(Kalbfleisch & Prentice, 2002, "The statistical analysis of failure time data", chapter 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from setia.domains.insight.answering import require
from setia.domains.insight.buying.intervals import wideness

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Curve:
    """One entry per time at which something ended (k,). `deviation` is Greenwood's standard error of `survival`."""

    time: Array
    watched: Array
    ended: Array
    survival: Array
    deviation: Array
    low: Array
    high: Array

    def at(self, times: Array) -> Array:
        """Share still there after these times; that of the last ending beyond it."""
        place = np.searchsorted(self.time, np.asarray(times, float), side="right")
        return np.r_[1.0, self.survival][place]

    def quantile(self, share: float = 0.5) -> float | None:
        """The first time after which at most `1 - share` are still there; none if it has not come to that yet."""
        below = np.flatnonzero(self.survival <= 1 - share + 1e-12)
        return float(self.time[below[0]]) if len(below) else None


def fit(durations: Array, ended: Array, *, level: float = 0.8) -> Curve:
    """`durations` (n,) in any unit, and whether they `ended` (n,) then or were only watched so far."""
    durations, ended = checked(durations, ended)
    require(int(ended.sum()), 1, "endings", "endings")
    time, deaths = np.unique(durations[ended], return_counts=True)
    watched = len(durations) - np.searchsorted(np.sort(durations), time, side="left")
    survival = np.cumprod(1 - deaths / watched)
    left = np.maximum(watched - deaths, 1)
    variance = np.cumsum(np.where(watched > deaths, deaths / (watched * left), 0.0))
    level_of = np.log(np.clip(survival, 1e-300, 1 - 1e-16))
    spread = wideness(level) * np.sqrt(variance) / -level_of
    with np.errstate(over="ignore"):
        low, high = np.exp(level_of * np.exp(spread)), np.exp(level_of * np.exp(-spread))
    gone = survival <= 0
    return Curve(
        time, watched, deaths, survival, survival * np.sqrt(variance),
        np.where(gone, 0.0, low), np.where(gone, 0.0, high),
    )  # fmt: skip


def checked(durations: Array, ended: Array) -> tuple[Array, Array]:
    durations, ended = np.asarray(durations, float), np.asarray(ended, bool)
    if durations.shape != ended.shape or durations.ndim != 1:
        raise ValueError("Each duration needs to be told as ended or not.")
    if not np.isfinite(durations).all() or (durations < 0).any():
        raise ValueError("Durations have to be numbers from 0 on.")
    return durations, ended
