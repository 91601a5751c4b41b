"""What a single customer may do: the distribution of purchases to come, not only its mean.

BG/NBD and MBG/NBD: who is still a customer buys min(N, G) times within t, N the purchases of a Poisson process and G
the purchase after which they leave, which know nothing of each other. Hence, for n >= 1,

    P(at least n | still a customer) = P(N >= n) P(G >= n) = I(z; n, r+x) B(a, b+x+m+n-1) / B(a, b+x+m)

with I the regularised incomplete beta function and z = t / (alpha+T+t), N being negative binomial.
Pareto/NBD: as long as they stay N is the same, so that it is the mean of I(y / (alpha+T+y); n, r+x) over the time y
until they leave, min(t, y) with y Lomax(s, beta+T), here by Gauss-Legendre in ln(1 + y / (beta+T)).

With the chance to be still a customer this is P(at least n); parameters are taken as known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, betaln, expit

from setia.domains.insight.buying.repeat.fitting import MODELS, Fitted, chances
from setia.domains.insight.buying.repeat.histories import Histories, histories
from setia.domains.insight.buying.repeat.paretonbd import ParetoNBD
from setia.domains.insight.buying.summaries import Summary

Array = NDArray[Any]
NODES = 24
AT_ONCE = 20_000
COUNTED = 50


@dataclass(frozen=True, eq=False)
class Likely:
    """Per customer (n,): chance to buy at all within the horizon, and numbers of purchases between which as many of a
    hundred such customers stay as the level says (whole numbers)."""

    buying: Array
    low: Array
    high: Array


def answer(fitted: Fitted, subjects: Summary, horizon: float = 365.0, *, level: float = 0.8) -> Likely:
    """`horizon` in days after the day of the summary."""
    known, t = histories(subjects, fitted.unit), horizon / fitted.unit
    staying = expit(-chances(fitted, known)[0])
    tails = _Tails(fitted, known, t)
    outside = (1 - level) / 2
    low, high = (_quantile(tails, staying, beyond) for beyond in (1 - outside, outside))
    return Likely((staying * tails.at_least(1))[known.row], low[known.row], high[known.row])


class _Tails:
    """Chances of those who are still customers to buy so many times, worked out once per pair of x and T."""

    def __init__(self, fitted: Fitted, known: Histories, t: float) -> None:
        self.fitted, self.known, self.t = fitted, known, t
        self.of_pairs: dict[int, Array] = {}

    def at_least(self, n: int) -> Array:
        """Per history."""
        if n not in self.of_pairs:
            x, age = self.known.pair_x, self.known.pair_age
            self.of_pairs[n] = at_least(self.fitted, x, age, np.full(len(x), float(n)), self.t)
        return self.of_pairs[n][self.known.pair]

    def more_than(self, which: Array, n: Array) -> Array:
        """Of some histories, each with a number of its own."""
        return at_least(self.fitted, self.known.x[which], self.known.age[which], n + 1.0, self.t)


def at_least(fitted: Fitted, x: Array, age: Array, n: Array, t: float) -> Array:
    """P(at least n >= 1 purchases within t), of those who are still customers, per history (k,); times in units."""
    model, at = MODELS[fitted.model], fitted.at
    if isinstance(model, ParetoNBD):
        return np.concatenate(
            [
                _while_staying(at, x[part], age[part], n[part], t)
                for part in (slice(start, start + AT_ONCE) for start in range(0, max(len(x), 1), AT_ONCE))
            ]
        )
    r, alpha, a, b = at
    kept = b + x + model.m
    return betainc(n, r + x, t / (alpha + age + t)) * np.exp(betaln(a, kept + n - 1) - betaln(a, kept))


def _while_staying(at: Array, x: Array, age: Array, n: Array, t: float) -> Array:
    r, alpha, s, beta = at
    level = np.log1p(t / (beta + age))
    places = level * _NODES[:, None]
    time = (beta + age) * np.expm1(places)
    mass = _WEIGHTS[:, None] * level * s * np.exp(-s * places)
    left = (mass * betainc(n, r + x, time / (alpha + age + time))).sum(axis=0)
    return left + np.exp(-s * level) * betainc(n, r + x, t / (alpha + age + t))


def _quantile(tails: _Tails, staying: Array, beyond: float) -> Array:
    """The least number that is passed with a chance of at most `beyond`, per history: counted up for most, for those
    who buy very often by doubling and then halving."""
    low, high = np.full(len(staying), -1.0), np.zeros(len(staying))
    for n in range(COUNTED):
        more = (high == n) & (staying * tails.at_least(n + 1) > beyond)
        if not more.any():
            return high
        low[more], high[more] = n, n + 1
    often = np.flatnonzero(high == COUNTED)
    while len(often := often[staying[often] * tails.more_than(often, high[often]) > beyond]):
        low[often] = high[often]
        high[often] = 2 * high[often] + 1
    while len(often := np.flatnonzero(high - low > 1)):
        middle = np.floor((low[often] + high[often]) / 2)
        more = staying[often] * tails.more_than(often, middle) > beyond
        low[often[more]], high[often[~more]] = middle[more], middle[~more]
    return high


_POINTS, _MASSES = np.polynomial.legendre.leggauss(NODES)
_NODES, _WEIGHTS = (_POINTS + 1) / 2, _MASSES / 2
