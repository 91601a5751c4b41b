"""Shifted-beta-geometric: contracts that are renewed or not at the end of each period.

Each customer ends the contract at each renewal with a chance of their own, theta ~ Beta(alpha, beta):

    P(ended at renewal t) = B(alpha+1, beta+t-1) / B(alpha, beta)
    S(t) = B(alpha, beta+t) / B(alpha, beta)                               (still there after t renewals)
    retention at renewal t = (beta+t-1) / (alpha+beta+t-1)

Fader & Hardie (2007), "How to project customer retention", J. of Interactive Marketing 21(1), 76-90. The discounted
expected residual lifetime is that of Fader & Hardie (2010), "Customer-base valuation in a contractual setting: the
perils of ignoring heterogeneity", Marketing Science 29(1), 85-93.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, expit, hyp2f1, logit, psi

from setia.domains.insight.answering import TooLittle, require
from setia.domains.insight.buying.climbing import highest
from setia.domains.insight.buying.intervals import deviation, wideness

Array = NDArray[Any]
LEAST_CONTRACTS, LEAST_ENDINGS = 30, 5
LOW, HIGH = float(np.log(1e-3)), float(np.log(1e4))
STEP = 1e-4


@dataclass(frozen=True)
class Renewing:
    """A fitted model as plain values; `covariance` is that of the logarithms of (alpha, beta)."""

    alpha: float
    beta: float
    covariance: list[list[float]]
    log_likelihood: float
    contracts: int
    at_edge: list[str]


@dataclass(frozen=True, eq=False)
class Ranged:
    """Values with the ends of their intervals, all of one shape."""

    value: Array
    low: Array
    high: Array


def fit(renewals: Array, ended: Array) -> Renewing:
    """From single contracts: `renewals` (n,) is how often each was renewed so far, `ended` (n,) whether it was ended at
    the renewal after these. Refuses with `TooLittle`."""
    renewals, ended = np.asarray(renewals), np.asarray(ended, bool)
    if renewals.shape != ended.shape or renewals.ndim != 1 or not np.issubdtype(renewals.dtype, np.integer):
        raise ValueError("Renewals have to be whole numbers, one for each contract.")
    if renewals.size and renewals.min() < 0:
        raise ValueError("No contract is renewed fewer than no times.")
    size = int(renewals.max(initial=0)) + 1
    lost = np.bincount(renewals[ended], minlength=size)
    return _fitted(lost.astype(float), np.bincount(renewals[~ended], minlength=size).astype(float))


def fit_counts(remaining: Array) -> Renewing:
    """From one cohort: how many contracts there were at first and after each renewal."""
    remaining = np.asarray(remaining, float)
    if remaining.ndim != 1 or (np.diff(remaining) > 0).any() or (remaining < 0).any():
        raise ValueError("Of one cohort there are never more contracts than before.")
    require(len(remaining), 2, "periods", "periods")
    kept = np.zeros(len(remaining))
    kept[-1] = remaining[-1]
    return _fitted(np.r_[-np.diff(remaining), 0.0], kept)


def _fitted(lost: Array, kept: Array) -> Renewing:
    """`lost` (k,) ended at renewal 1, 2, ...; `kept` (k,) are still there after 0, 1, ... renewals."""
    contracts, endings = round(lost.sum() + kept[1:].sum()), round(lost.sum())
    require(contracts, LEAST_CONTRACTS, "contracts", "contracts that came to a renewal")
    require(endings, LEAST_ENDINGS, "endings", "contracts that were ended")
    if len(lost) < 3 and not kept[2:].any():
        raise TooLittle("periods", "All contracts came to one renewal only: a second one is needed.", 1, 2)
    at = np.arange(len(lost), dtype=float)

    def told(logarithms: Array) -> tuple[float, Array]:
        alpha, beta = np.exp(logarithms)
        whole = psi(alpha + beta)
        value = lost @ betaln(alpha + 1, beta + at) + kept @ betaln(alpha, beta + at)
        value -= (lost.sum() + kept.sum()) * betaln(alpha, beta)
        over, under = psi(alpha + beta + at + 1), psi(alpha + beta + at)
        by_alpha = lost @ (psi(alpha + 1) - over - psi(alpha) + whole) + kept @ (whole - under)
        by_beta = (lost @ (psi(beta + at) - over) + kept @ (psi(beta + at) - under)
                   + (lost.sum() + kept.sum()) * (whole - psi(beta)))  # fmt: skip
        return float(value), np.array([alpha * by_alpha, beta * by_beta])

    starts = ((1.0, 1.0), (0.5, 4.0), (5.0, 20.0))
    peak = max((highest(told, np.log(start), LOW, HIGH) for start in starts), key=lambda one: one.value)
    alpha, beta = np.exp(peak.at)
    edges = [name for name, edge in zip(("alpha", "beta"), peak.at_edge, strict=True) if edge]
    return Renewing(float(alpha), float(beta), peak.covariance.tolist(), peak.value, contracts, edges)


def survival(fitted: Renewing, periods: Array, renewed: Array | int = 0, *, level: float = 0.8) -> Ranged:
    """Chance to be still there after so many more renewals, of contracts that were renewed so often already."""
    periods, renewed = np.broadcast_arrays(np.asarray(periods, float), np.asarray(renewed, float))

    def value(alpha: float, beta: float) -> Array:
        return np.exp(betaln(alpha, beta + renewed + periods) - betaln(alpha, beta + renewed))

    inside = np.clip(value(fitted.alpha, fitted.beta), 1e-300, 1 - 1e-16)
    spread = _spread(fitted, lambda a, b: logit(np.clip(value(a, b), 1e-300, 1 - 1e-16)), level)
    return Ranged(value(fitted.alpha, fitted.beta), expit(logit(inside) - spread), expit(logit(inside) + spread))


def retention(fitted: Renewing, renewal: Array) -> Array:
    """Share of those there before the renewal (1, 2, ...) who renew."""
    before = np.asarray(renewal, float) - 1
    return (fitted.beta + before) / (fitted.alpha + fitted.beta + before)


def residual_lifetime(fitted: Renewing, renewed: Array, discount: float, *, level: float = 0.8) -> Ranged:
    """Discounted expected number of periods to come, the one that begins at the next renewal counted whole:

    sum over t >= 1 of S(n + t) / S(n) (1 + d)^-(t-1), of contracts renewed n times, d the discount of one period;
    (beta+n) / (alpha+beta+n)  2F1(1, beta+n+1; alpha+beta+n+1; 1/(1+d)).
    """
    if discount <= 0:
        raise ValueError("Without a discount the lifetime to come may be endless: say one above 0.")
    renewed = np.asarray(renewed, float)

    def value(alpha: float, beta: float) -> Array:
        whole = alpha + beta + renewed
        return (beta + renewed) / whole * hyp2f1(1, beta + renewed + 1, whole + 1, 1 / (1 + discount))

    found = value(fitted.alpha, fitted.beta)
    factor = np.exp(_spread(fitted, lambda a, b: np.log(np.maximum(value(a, b), 1e-300)), level))
    return Ranged(found, found / factor, found * factor)


def _spread(fitted: Renewing, value: Any, level: float) -> Array:
    """Half an interval by the delta method, of a value that is a function of (alpha, beta)."""
    up, down = np.exp(STEP), np.exp(-STEP)
    alpha, beta = fitted.alpha, fitted.beta
    slopes = np.array(
        [value(alpha * up, beta) - value(alpha * down, beta), value(alpha, beta * up) - value(alpha, beta * down)]
    ) / (2 * STEP)
    flat = slopes.reshape(2, -1)
    return (wideness(level) * deviation(flat, np.array(fitted.covariance))).reshape(slopes.shape[1:])
