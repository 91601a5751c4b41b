"""Gamma-Gamma: what a purchase of each customer is worth, drawn towards the usual value the less is known of them.

Values of purchases of one customer vary around a mean of their own: z ~ Gamma(p, nu), nu ~ Gamma(q, gamma), whatever
the customer's rate of buying. Fader & Hardie (2013), "The Gamma-Gamma model of monetary value", note 25. With z the
mean of x repeat purchases,

    ln L = ln Gamma(px+q) - ln Gamma(px) - ln Gamma(q) + q ln gamma + (px-1) ln z + px ln x - (px+q) ln(gamma + x z)
    E[mean value | z, x] = p (gamma + x z) / (p x + q - 1)

It is fitted on customers with a repeat purchase whose repeat purchases are worth more than nothing, net of refunds.
`gamma` and all values are in minor units. q stays above 1: below, the usual value would be infinite.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, psi

from setia.domains.insight.answering import TooLittle, require
from setia.domains.insight.buying.climbing import highest
from setia.domains.insight.buying.intervals import deviation, wideness
from setia.domains.insight.buying.summaries import Summary

Array = NDArray[Any]
LEAST_VALUED = 30
NAMES = ("p", "q", "gamma")
LOW = np.log([1e-3, 1.02, 1e-3])
HIGH = np.log([1e4, 1e4, 1e4])


@dataclass(frozen=True)
class Spending:
    """A fitted model as plain values; see `fitting.Fitted`.

    `correlation` is that of repeats and mean value, which the model takes for none: beyond about 0.3 either way its
    figures are worth less.
    """

    parameters: dict[str, float]
    covariance: list[list[float]]
    log_likelihood: float
    customers: int
    correlation: float
    as_of: int
    at_edge: list[str]


@dataclass(frozen=True, eq=False)
class Values:
    """Expected value of a purchase of each customer asked about (n,), in minor units, and the ends of its interval."""

    value: Array
    low: Array
    high: Array
    slopes: Array
    """Of the logarithm of `value`, by the logarithms of the parameters (3, n)."""


def fit(summary: Summary) -> Spending:
    """The most likely parameters. Refuses with `TooLittle`."""
    valued = (summary.repeats > 0) & (summary.repeat_value > 0)
    there = int(valued.sum())
    require(there, LEAST_VALUED, "valued customers", "customers who bought again for money")
    x, total = summary.repeats[valued].astype(float), summary.repeat_value[valued].astype(float)
    mean = total / x
    if np.ptp(mean) <= 1e-9 * mean.max():
        raise TooLittle("alike", "All purchases are worth the same: that value is the answer.", there, there)
    scale = float(mean.mean())
    told = _Told(x, total / scale)
    peak = max((highest(told, np.log(start), LOW, HIGH) for start in ((3, 3, 2), (1, 1.5, 0.5))), key=lambda p: p.value)
    p, q, gamma = np.exp(peak.at)
    return Spending(
        parameters=dict(zip(NAMES, (float(p), float(q), float(gamma * scale)), strict=True)),
        covariance=peak.covariance.tolist(),
        log_likelihood=peak.value - there * float(np.log(scale)),
        customers=there,
        correlation=_correlation(x, mean),
        as_of=summary.as_of,
        at_edge=[name for name, edge in zip(NAMES, peak.at_edge, strict=True) if edge],
    )


class _Told:
    """The log-likelihood and its slope. What depends on x alone is worked out once per distinct x."""

    def __init__(self, x: Array, total: Array) -> None:
        self.x, of, counts = np.unique(x, return_inverse=True, return_counts=True)
        self.of, self.counts, self.total = of, counts.astype(float), total
        self.logs, self.x_logs = float(np.log(total / x).sum()), float((x * np.log(total)).sum())

    def __call__(self, at: Array) -> tuple[float, Array]:
        p, q, gamma = np.exp(at)
        many, size = p * self.x, self.counts.sum()
        levels = np.log(gamma + self.total)
        by_x = np.bincount(self.of, weights=levels)
        inverse = np.bincount(self.of, weights=1 / (gamma + self.total))
        gammas = gammaln(many + q) - gammaln(many)
        value = (
            self.counts @ gammas + size * (q * np.log(gamma) - gammaln(q)) + p * self.x_logs - self.logs
            - (many + q) @ by_x
        )  # fmt: skip
        both = psi(many + q)
        slope = (
            p * (self.counts @ (self.x * (both - psi(many))) + self.x_logs - self.x @ by_x),
            q * (self.counts @ both + size * (np.log(gamma) - psi(q)) - by_x.sum()),
            size * q - gamma * ((many + q) @ inverse),
        )
        return float(value), np.array(slope)


def _correlation(x: Array, mean: Array) -> float:
    return float(np.corrcoef(x, mean)[0, 1]) if np.ptp(x) > 0 else 0.0


def answer(fitted: Spending, subjects: Summary, *, level: float = 0.8) -> Values:
    """Expected values of purchases to come. Who got more back than they paid counts as having spent nothing."""
    p, q, gamma = (fitted.parameters[name] for name in NAMES)
    x, total = subjects.repeats.astype(float), np.maximum(subjects.repeat_value, 0).astype(float)
    rest = p * x + q - 1
    value = p * (gamma + total) / rest
    slopes = np.array([1 - p * x / rest, -q / rest, gamma / (gamma + total)])
    factor = np.exp(np.minimum(wideness(level) * deviation(slopes, np.array(fitted.covariance)), 50.0))
    return Values(value, value / factor, value * factor, slopes)
