"""Customers with the same history are one row with a weight: a million customers are far fewer histories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from setia.domains.insight.buying.summaries import Summary

Array = NDArray[Any]
WEEK = 7.0


@dataclass(frozen=True, eq=False)
class Histories:
    """`n` distinct histories of `m` customers, times in units (weeks by default).

    x, last (t_x), age (T) and weight have the shape (n,); `row` (m,) says which history is whose. What depends on x
    and T alone is worked out once per pair: `pair_x`, `pair_age`, `pair_weight` (k,), and `pair` (n,) leads there.
    """

    x: Array
    last: Array
    age: Array
    weight: Array
    row: Array
    pair_x: Array
    pair_age: Array
    pair_weight: Array
    pair: Array

    def thinned(self, size: int) -> Histories:
        """Every so many of them, to find out roughly where the parameters are."""
        step = -(-len(self.x) // size)
        if step <= 1:
            return self
        return gathered(self.x[::step], self.last[::step], self.age[::step], self.weight[::step])


def histories(summary: Summary, unit: float = WEEK) -> Histories:
    """The distinct histories of a summary; `unit` is how many days a unit of time has."""
    return gathered(summary.repeats, summary.last, summary.age, None, unit)


def gathered(x: Array, last: Array, age: Array, weight: Array | None = None, unit: float = 1.0) -> Histories:
    """The distinct ones of histories given as arrays (m,), with their weights added up. See `histories`."""
    told = [np.asarray(one) for one in (x, last, age)]
    _check(*told)
    codes, spans = zip(*(_coded(one) for one in told), strict=True)
    pair_key = codes[0] * spans[2] + codes[2]
    _keys, at, row = np.unique(pair_key * spans[1] + codes[1], return_index=True, return_inverse=True)
    weights = np.bincount(row, weights=weight, minlength=len(at)).astype(float)
    _keys, pair_at, pair = np.unique(pair_key[at], return_index=True, return_inverse=True)
    one, two, three = told[0][at].astype(float), told[1][at] / unit, told[2][at] / unit
    pair_weight = np.bincount(pair, weights=weights, minlength=len(pair_at))
    return Histories(one, two, three, weights, row, one[pair_at], three[pair_at], pair_weight, pair)


def _coded(values: Array) -> tuple[Array, int]:
    """Whole numbers from 0 that stand for the values, and how many there may be."""
    if np.issubdtype(values.dtype, np.integer) and len(values):
        least = int(values.min())
        if (span := int(values.max()) - least + 1) < 2**20:
            return values.astype(np.int64) - least, span
    distinct, code = np.unique(values, return_inverse=True)
    return code.astype(np.int64), max(1, len(distinct))


def _check(x: Array, last: Array, age: Array) -> None:
    if not (x.shape == last.shape == age.shape) or x.ndim != 1:
        raise ValueError("Repeats, recency and age have to be lists of the same length.")
    if not all(np.isfinite(one).all() for one in (x, last, age)):
        raise ValueError("Repeats, recency and age have to be numbers.")
    if (x < 0).any() or (last < 0).any() or (last > age).any():
        raise ValueError("Nobody buys fewer than no times, before the first time, or after the day we look.")
    if ((x == 0) & (last > 0)).any():
        raise ValueError("Who never bought again has no later purchase.")
