"""Cox's proportional hazards: what makes contracts end sooner or later, and how sure one of them is to go on.

    hazard(t | x) = h0(t) exp(x b),    ln L = sum over endings of x b - ln of the sum of exp(x b) over those watched

Several endings at one time are told apart as Efron (1977), J. of the American Statistical Association 72, does: the
l-th of d (from 0) meets those watched less l/d of the d. Cox (1972), J. of the Royal Statistical Society B 34.
The base is Breslow's with the same ties; its variance and that of what it says of somebody are those of Therneau &
Grambsch (2000), "Modeling survival data", section 10.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from setia.domains.insight.answering import TooLittle, require
from setia.domains.insight.buying.climbing import highest
from setia.domains.insight.buying.contracts.survival import checked
from setia.domains.insight.buying.intervals import wideness

Array = NDArray[Any]
LEAST_ENDINGS = 10
ENDINGS_EACH = 5
"""Endings that each input needs at least."""

FARTHEST = 10.0
"""Coefficients per standard deviation are looked for up to here: beyond, an input tells endings without exception."""


@dataclass(frozen=True)
class Hazards:
    """A fitted model as plain values.

    The base is that of somebody with the `means`: cumulative hazard, its variance and the mean inputs of those watched
    times the hazard, cumulated, at each of `times`. `at_edge` names inputs which tell endings without exception,
    `left_out` those that are the same for everybody.
    """

    coefficients: dict[str, float]
    covariance: list[list[float]]
    means: list[float]
    log_likelihood: float
    times: list[float]
    base: list[float]
    base_variance: list[float]
    drift: list[list[float]]
    contracts: int
    endings: int
    at_edge: list[str]
    left_out: list[str]

    @property
    def deviations(self) -> dict[str, float]:
        """Standard errors of the coefficients."""
        return dict(zip(self.coefficients, np.sqrt(np.diag(np.array(self.covariance))).tolist(), strict=True))


@dataclass(frozen=True, eq=False)
class Staying:
    """Per subject: chance to be still there at the end of the horizon (n,), the ends, and what speaks for an ending:
    `reasons` (n, p) add up to the logarithm of how many times the hazard is that of somebody with the means."""

    value: Array
    low: Array
    high: Array
    reasons: Array


class _Sorted:
    """Contracts from the longest to the shortest; inputs at mean 0 and deviation 1."""

    def __init__(self, durations: Array, ended: Array, inputs: Array) -> None:
        order = np.argsort(-durations, kind="stable")
        self.inputs, self.ended = inputs[order], ended[order]
        time = durations[order]
        dying = np.flatnonzero(self.ended)
        # Times at which something ended, and for each ending its time's place and its turn among those of that time.
        back, self.of, counts = np.unique(-time[dying], return_inverse=True, return_counts=True)
        self.times, self.counts = -back, counts
        watched = np.searchsorted(-time, back, side="right")
        self.watched, self.joining = int(watched[-1]), np.r_[0, watched[:-1]]
        first = np.r_[0, np.cumsum(counts)[:-1]]
        self.share = (np.arange(len(dying)) - first[self.of]) / counts[self.of]
        self.first, self.dying = first, dying

    def met(self, coefficients: Array) -> tuple[Array, Array, Array, float]:
        """Per ending the sum of exp(x b) over those it meets; per time that of x exp(x b) over those watched and over
        those who ended; and the largest x b, which is taken out of all of them."""
        score = self.inputs[: self.watched] @ coefficients
        most = score.max()
        risk = np.exp(score - most)
        weighted = self.inputs[: self.watched] * risk[:, None]
        whole, tied = np.cumsum(np.add.reduceat(risk, self.joining)), np.add.reduceat(risk[self.dying], self.first)
        sums = np.maximum(whole[self.of] - self.share * tied[self.of], 1e-300)
        whole_inputs = np.cumsum(np.add.reduceat(weighted, self.joining), axis=0)
        return sums, whole_inputs, np.add.reduceat(weighted[self.dying], self.first), float(most)

    def told(self, coefficients: Array) -> tuple[float, Array]:
        sums, whole, tied, most = self.met(coefficients)
        of_ended = self.inputs[self.dying].sum(axis=0)
        value = of_ended @ coefficients - len(sums) * most - np.log(sums).sum()
        return float(value), of_ended - self.means(sums, whole, tied, np.ones(len(sums))).sum(axis=0)

    def means(self, sums: Array, whole: Array, tied: Array, weight: Array) -> Array:
        """Per time: the mean inputs of those that its endings meet, each ending counted with its weight."""
        every, shared = (np.add.reduceat(part, self.first) for part in (weight / sums, weight * self.share / sums))
        return whole * every[:, None] - tied * shared[:, None]


def fit(durations: Array, ended: Array, inputs: Array, names: Sequence[str]) -> Hazards:
    """`inputs` (n, p) with a name each; durations and endings as for `survival.fit`. Refuses with `TooLittle`."""
    durations, ended = checked(durations, ended)
    inputs = np.asarray(inputs, float)
    if inputs.shape != (len(durations), len(names)) or not np.isfinite(inputs).all():
        raise ValueError("Each contract needs a number for each input.")
    endings = int(ended.sum())
    require(endings, max(LEAST_ENDINGS, ENDINGS_EACH * len(names)), "endings", "endings")
    means, deviations = inputs.mean(axis=0), inputs.std(axis=0)
    varies = deviations > 1e-9 * (1 + np.abs(means))
    if not varies.any():
        raise TooLittle("alike", "All contracts are alike: nothing tells those that end from the others.", 1, 2)
    scale = np.where(varies, deviations, 1.0)
    known = _Sorted(durations, ended, np.where(varies, (inputs - means) / scale, 0.0))
    bound = np.where(varies, FARTHEST, 0.0)
    peak = highest(known.told, np.zeros(len(names)), -bound, bound)
    covariance = peak.covariance * np.outer(varies, varies) / np.outer(scale, scale)
    base, variance, drift = _base(known, peak.at)
    edge = peak.at_edge & varies
    return Hazards(
        coefficients=dict(zip(names, (peak.at / scale).tolist(), strict=True)),
        covariance=covariance.tolist(),
        means=means.tolist(),
        log_likelihood=peak.value,
        times=known.times[::-1].tolist(),
        base=base.tolist(),
        base_variance=variance.tolist(),
        drift=(drift * scale).tolist(),
        contracts=len(durations),
        endings=endings,
        at_edge=[name for name, is_edge in zip(names, edge, strict=True) if is_edge],
        left_out=[name for name, does in zip(names, varies, strict=True) if not does],
    )


def _base(known: _Sorted, coefficients: Array) -> tuple[Array, Array, Array]:
    """Cumulative base hazard, its variance and drift, from the earliest time on; the base is at inputs of 0."""
    sums, whole, tied, most = known.met(coefficients)
    hazard = np.exp(-most) / sums
    parts = (*(np.add.reduceat(part, known.first) for part in (hazard, hazard**2)),
             known.means(sums, whole, tied, hazard))  # fmt: skip
    one, two, three = (np.cumsum(part[::-1], axis=0) for part in parts)
    return one, two, three


def answer(fitted: Hazards, inputs: Array, ages: Array, horizon: float, *, level: float = 0.8) -> Staying:
    """Chance of contracts (n, p) of these ages (n,) to be still there after the horizon, in the unit of durations.

    Of what lies beyond the last duration at which something ended, nothing is known: the chance stays as it is there.
    """
    apart = np.asarray(inputs, float) - fitted.means
    reasons = apart * np.array(list(fitted.coefficients.values()))
    ages = np.asarray(ages, float)
    if reasons.ndim != 2 or ages.shape != (len(reasons),) or not (np.isfinite(apart).all() and np.isfinite(ages).all()):
        raise ValueError("Each contract needs a number for each input, and an age.")
    start, end = (np.searchsorted(fitted.times, at, side="right") for at in (ages, ages + horizon))
    cumulated = (np.array([np.zeros_like(told[0]), *told]) for told in map(np.array, _cumulated(fitted)))
    hazard, variance, drift = (one[end] - one[start] for one in cumulated)
    times = np.exp(np.clip(reasons.sum(axis=1), -50, 50))
    value = np.exp(-hazard * times)
    moved = apart * hazard[:, None] - drift
    spread = np.sqrt(variance + np.einsum("ij,jk,ik->i", moved, np.array(fitted.covariance), moved))
    factor = np.exp(np.minimum(wideness(level) * spread / np.maximum(hazard, 1e-300), 50.0))
    return Staying(value, np.exp(-hazard * times * factor), np.exp(-hazard * times / factor), reasons)


def _cumulated(fitted: Hazards) -> tuple[list[float], list[float], list[list[float]]]:
    return fitted.base, fitted.base_variance, fitted.drift
