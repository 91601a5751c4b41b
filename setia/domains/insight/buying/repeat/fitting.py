"""Fitting a model of repeat purchases, and what it then says of each customer.

All three models have the likelihood  L = A(x, T) (1 + e^u(x, t_x, T)),  A for those who are still customers and u the
log-odds of having left. Hence, for every model,

    P(still a customer | x, t_x, T)            = 1 / (1 + e^u)
    E[purchases in (T, T+t] | x, t_x, T]       = M(x, T, t) P(still a customer)

with M what somebody buys who is still a customer. The likelihood is summed over distinct histories; parameters are
looked for as logarithms. Intervals are those of the expectation, not of what one customer will do: by the delta method
from the curvature of the likelihood, on the scale of the log-odds for the chance and of the logarithm for purchases.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from setia.domains.insight.answering import TooLittle, require
from setia.domains.insight.buying.climbing import Peak, highest
from setia.domains.insight.buying.intervals import deviation, wideness
from setia.domains.insight.buying.repeat.betageometric import BG_NBD, MBG_NBD, BetaGeometric
from setia.domains.insight.buying.repeat.histories import WEEK, Histories, gathered, histories
from setia.domains.insight.buying.repeat.paretonbd import PARETO_NBD, ParetoNBD
from setia.domains.insight.buying.summaries import Summary

Array = NDArray[Any]
Model = BetaGeometric | ParetoNBD
MODELS: dict[str, Model] = {model.name: model for model in (BG_NBD, MBG_NBD, PARETO_NBD)}

LEAST_CUSTOMERS, LEAST_REPEATING = 50, 10
LOW, HIGH = float(np.log(1e-3)), float(np.log(1e4))
"""Between these every logarithm of a parameter is looked for; at the edge the parameter is said to be unknown."""

ROUGH = 5_000
AT_ONCE = 4_096
STEP = 1e-4


@dataclass(frozen=True)
class Fitted:
    """A fitted model as plain values: `Fitted(**json)` makes it again.

    `covariance` is that of the logarithms of the parameters; `unit` how many days a unit of time has; `at_edge` names
    parameters of which the history says only that they are very large or very small.
    """

    model: str
    parameters: dict[str, float]
    covariance: list[list[float]]
    log_likelihood: float
    customers: int
    repeating: int
    as_of: int
    unit: float
    at_edge: list[str]

    @property
    def at(self) -> Array:
        return np.array(list(self.parameters.values()))


@dataclass(frozen=True, eq=False)
class Outlook:
    """One entry per customer asked about, shape (n,): chance to be still a customer, expected purchases, and ends."""

    staying: Array
    staying_low: Array
    staying_high: Array
    purchases: Array
    purchases_low: Array
    purchases_high: Array


def fit(summary: Summary, model: str, *, unit: float = WEEK) -> Fitted:
    """The most likely parameters. Refuses with `TooLittle` if the history cannot say anything."""
    return fit_histories(histories(summary, unit), model, as_of=summary.as_of, unit=unit)


def fit_histories(known: Histories, model: str, *, as_of: int = 0, unit: float = WEEK) -> Fitted:
    """The same from histories whose times are already in units."""
    customers, repeating = _enough(known)
    chosen = MODELS[model]
    peak = _peak(chosen, known)
    names = chosen.parameters
    return Fitted(
        model=model,
        parameters=dict(zip(names, np.exp(peak.at).tolist(), strict=True)),
        covariance=peak.covariance.tolist(),
        log_likelihood=peak.value,
        customers=customers,
        repeating=repeating,
        as_of=int(as_of),
        unit=float(unit),
        at_edge=[name for name, edge in zip(names, peak.at_edge, strict=True) if edge],
    )


def _enough(known: Histories) -> tuple[int, int]:
    if ((known.x > 0) & (known.last <= 0)).any():
        raise ValueError("Who bought again did so on another day than the first.")
    customers, repeating = round(known.weight.sum()), round(known.weight[known.x > 0].sum())
    require(customers, LEAST_CUSTOMERS, "customers", "customers")
    require(repeating, LEAST_REPEATING, "repeat buyers", "customers who bought again")
    if len(known.x) == 1:
        words = "All customers have the same history: one that differs is needed to tell who stays from who leaves."
        raise TooLittle("alike", words, 1, 2)
    return customers, repeating


def _peak(model: Model, known: Histories) -> Peak:
    """The best of several starts on some of the histories leads to the peak of all of them."""
    mean_x = float(np.average(known.x, weights=known.weight))
    mean_age = float(np.average(known.age, weights=known.weight))
    some = known.thinned(ROUGH)
    rough = [
        highest(lambda at: log_likelihood(model, at, some), np.log(start), LOW, HIGH)
        for start in model.starts(mean_x, mean_age)
    ]
    best = max(rough, key=lambda peak: peak.value)
    if some is known:
        return best
    return highest(lambda at: log_likelihood(model, at, known), best.at, LOW, HIGH)


def log_likelihood(model: Model, logarithms: Array, known: Histories) -> tuple[float, Array]:
    """Sum over all customers and its slope (4,) by the logarithms of the parameters."""
    at = np.exp(logarithms)
    value, slopes = model.staying(at, known.pair_x, known.pair_age)
    total, slope = float(known.pair_weight @ value), slopes @ known.pair_weight
    for part in _parts(len(known.x)):
        odds, slopes = model.leaving(at, known.x[part], known.last[part], known.age[part])
        weight = known.weight[part]
        total += float(weight @ np.logaddexp(0, odds))
        slope += slopes @ (weight * expit(odds))
    return total, slope


def _parts(size: int) -> Iterator[slice]:
    """Pieces that fit into the processor's own memory."""
    return (slice(start, start + AT_ONCE) for start in range(0, size, AT_ONCE))


def answer(fitted: Fitted, subjects: Summary, horizon: float = 365.0, *, level: float = 0.8) -> Outlook:
    """What becomes of customers within `horizon` days after the day of their summary; see `Outlook`."""
    return answer_histories(fitted, histories(subjects, fitted.unit), horizon / fitted.unit, level=level)


def answer_histories(fitted: Fitted, known: Histories, t: float, *, level: float = 0.8) -> Outlook:
    """The same for histories and a horizon in units of time."""
    odds, odds_slopes = chances(fitted, known)
    covariance, wide = np.array(fitted.covariance), wideness(level)
    staying = expit(-odds)
    spread = wide * deviation(odds_slopes, covariance)
    whole = np.array([t]), np.ones(1)
    purchases = purchases_ahead(fitted, known, *whole)[known.pair] * staying
    slopes = slopes_ahead(fitted, known, *whole)[:, known.pair] - odds_slopes * expit(odds)
    factor = np.exp(np.minimum(wide * deviation(slopes, covariance), 50.0))
    with np.errstate(over="ignore"):
        found = (
            staying, expit(-odds - spread), expit(-odds + spread), purchases, purchases / factor,
            np.minimum(purchases * factor, np.finfo(float).max),
        )  # fmt: skip
    return Outlook(*(one[known.row] for one in found))


def chances(fitted: Fitted, known: Histories) -> tuple[Array, Array]:
    """The log-odds of having left, per history (n,), and their slopes (4, n); both 0 where nobody can have left."""
    model, at = MODELS[fitted.model], fitted.at
    odds, slopes = np.empty(len(known.x)), np.empty((4, len(known.x)))
    for part in _parts(len(known.x)):
        odds[part], slopes[:, part] = model.leaving(at, known.x[part], known.last[part], known.age[part])
    slopes[:, np.isneginf(odds)] = 0.0
    return odds, slopes


def purchases_ahead(fitted: Fitted, known: Histories, times: Array, factors: Array) -> Array:
    """Per pair of x and T: what those who are still customers buy (k,).

    Purchases until the first of `times` count by the first of `factors`, from there to the second by the second, ...
    """
    return _ahead(MODELS[fitted.model], fitted.at, known, times, factors)


def slopes_ahead(fitted: Fitted, known: Histories, times: Array, factors: Array) -> Array:
    """Slopes (4, k) of the logarithm of `purchases_ahead` by those of the parameters."""
    model, logarithms, slopes = MODELS[fitted.model], np.log(fitted.at), []
    for place in range(len(logarithms)):
        step = STEP * np.eye(len(logarithms))[place]
        more, less = (_ahead(model, np.exp(logarithms + by), known, times, factors) for by in (step, -step))
        slopes.append((more - less) / (STEP * np.maximum(more + less, 1e-300)))
    return np.array(slopes)


def _ahead(model: Model, at: Array, known: Histories, times: Array, factors: Array) -> Array:
    steps = np.asarray(factors, float) - np.r_[factors[1:], 0.0]
    until = (model.ahead(at, known.pair_x, known.pair_age, float(time)) for time in times)
    return np.asarray(sum(step * bought for step, bought in zip(steps, until, strict=True)))


def expected_repeats(fitted: Fitted, days: Array) -> Array:
    """E[X(t)] of a new customer within so many days (k,) after the first purchase."""
    return MODELS[fitted.model].expected(fitted.at, np.asarray(days, float) / fitted.unit)


def one(x: float, last: float, age: float) -> Histories:
    """A single history, times in units."""
    return gathered(np.array([x]), np.array([last]), np.array([age]))
