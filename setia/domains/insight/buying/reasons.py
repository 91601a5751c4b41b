"""Why a score is what it is: parts that add up to it exactly.

Shapley's value of an input is the mean, over all orders in which the inputs of a reference are replaced by those of the
subject, of the change when its turn comes (Shapley, 1953; Lundberg & Lee, 2017). With k inputs the score is asked for
2^k times, for all subjects at once; nothing is sampled. The same over the R^2 of a linear model are the shares of
Lindeman, Merenda & Gold (1980); see Groemping (2006), J. of Statistical Software 17(1).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import factorial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from setia.domains.insight.answering import TooLittle, require
from setia.domains.insight.buying.repeat import worth
from setia.domains.insight.buying.repeat.fitting import Fitted, chances
from setia.domains.insight.buying.repeat.histories import gathered
from setia.domains.insight.buying.repeat.spending import Spending
from setia.domains.insight.buying.summaries import Summary

Array = NDArray[Any]
MOST_INPUTS = 14
STAYING = ("recency", "frequency", "age")
WORTH = ("recency", "frequency", "age", "value")


@dataclass(frozen=True, eq=False)
class Reasons:
    """`base` is the score of the reference, `parts` (n, k) what each input adds: base + parts.sum(axis=1) == score."""

    names: tuple[str, ...]
    reference: Array
    base: float
    parts: Array
    score: Array


def shapley(score: Callable[[Array], Array], subjects: Array, reference: Array, names: tuple[str, ...]) -> Reasons:
    """Parts of `score`, a function of inputs (n, k) with an answer (n,), against a reference (k,)."""
    subjects, reference = np.asarray(subjects, float), np.asarray(reference, float)
    count = subjects.shape[1]
    answers = []
    for taken in range(2**count):
        mask = np.array([bool(taken >> place & 1) for place in range(count)])
        answers.append(score(np.where(mask, subjects, reference)))
    parts = np.stack([_shares(np.array(answers), place, count) for place in range(count)], axis=1)
    # What rounding left over goes to the largest part, so that the sum is the score.
    base, whole = float(answers[0][0]) if len(subjects) else 0.0, answers[-1]
    largest = np.abs(parts).argmax(axis=1)
    parts[np.arange(len(parts)), largest] += whole - (base + parts.sum(axis=1))
    return Reasons(names, reference, base, parts, whole)


def _shares(answers: Array, place: int, count: int) -> Array:
    """Mean gain by the input in this place: over sets without it, weighted by how many orders begin with them."""
    gained: Array = np.zeros(answers.shape[1:])
    for taken in range(2**count):
        if not taken >> place & 1:
            size = taken.bit_count()
            weight = factorial(size) * factorial(count - size - 1) / factorial(count)
            gained = gained + weight * (answers[taken | 1 << place] - answers[taken])
    return gained


def lmg(inputs: Array, outcome: Array) -> Array:
    """Shares (p,) of the R^2 of a linear model of the outcome (n,) on the inputs (n, p); they add up to the R^2."""
    inputs, outcome = np.asarray(inputs, float), np.asarray(outcome, float)
    if (
        inputs.ndim != 2
        or outcome.shape != (len(inputs),)
        or not (np.isfinite(inputs).all() and np.isfinite(outcome).all())
    ):
        raise ValueError("Each outcome needs a number for each input.")
    count = inputs.shape[1]
    if count > MOST_INPUTS:
        raise ValueError(f"No more than {MOST_INPUTS} inputs can be told apart in this way.")
    require(len(inputs), count + 2, "customers", "observations")
    if np.ptp(outcome) == 0:
        raise TooLittle("alike", "The outcome is always the same: there is nothing to explain.", 1, 2)
    centred = inputs - inputs.mean(axis=0)
    sizes = np.linalg.norm(centred, axis=0)
    centred /= np.where(sizes > 0, sizes, 1.0)
    target = outcome - outcome.mean()
    target /= np.linalg.norm(target)
    among, with_outcome = centred.T @ centred, centred.T @ target
    explained = np.zeros(2**count)
    for taken in range(1, 2**count):
        of = [place for place in range(count) if taken >> place & 1]
        explained[taken] = with_outcome[of] @ np.linalg.lstsq(among[np.ix_(of, of)], with_outcome[of], rcond=1e-12)[0]
    return np.array([_shares(explained, place, count) for place in range(count)])


def usual(summary: Summary) -> Array:
    """The median customer: days since the last purchase, repeats, age in days, mean value of a repeat purchase."""
    valued = summary.mean_value[summary.repeats > 0]
    return np.array(
        [
            np.median(summary.age - summary.last), np.median(summary.repeats), np.median(summary.age),
            np.median(valued) if len(valued) else 0.0,
        ]
    )  # fmt: skip


def why_staying(fitted: Fitted, subjects: Summary, reference: Array) -> Reasons:
    """What recency, frequency and age make of the chance to be still a customer, against a reference (see `usual`)."""

    def score(inputs: Array) -> Array:
        known = gathered(*_history(inputs), unit=fitted.unit)
        return expit(-chances(fitted, known)[0])[known.row]

    return shapley(score, _inputs(subjects)[:, :3], reference[:3], STAYING)


def why_worth(
    buying: Fitted, values: Spending, subjects: Summary, reference: Array, horizon: float = worth.YEAR, **how: float
) -> Reasons:
    """The same of the lifetime value, with the value of purchases as a fourth input; `how` as for `worth.expected`."""

    def score(inputs: Array) -> Array:
        repeats, last, age = _history(inputs)
        nothing = np.zeros(len(repeats))
        spent = inputs[:, 3] * repeats
        known = Summary(subjects.as_of, np.arange(len(repeats)), -age, repeats, last, age, nothing, spent)
        return worth.expected(buying, values, known, horizon, **how)

    return shapley(score, _inputs(subjects), reference, WORTH)


def _inputs(subjects: Summary) -> Array:
    since = subjects.age - subjects.last
    return np.stack([since, subjects.repeats, subjects.age, subjects.mean_value], axis=1).astype(float)


def _history(inputs: Array) -> tuple[Array, Array, Array]:
    """Repeats, last and age in whole days. A mixture of two customers may be nobody: then who never came back has no
    later purchase, and no purchase lies before the first."""
    since, repeats, age = (np.rint(inputs[:, place]).astype(np.int64) for place in range(3))
    return repeats, np.where(repeats > 0, np.maximum(age - since, 0), 0), age
