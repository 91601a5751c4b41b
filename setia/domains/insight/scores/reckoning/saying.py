"""What a fitted model says of customers, some at a time: scores in whole numbers, their ends, and their reasons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from setia.domains.insight.buying.intervals import deviation, wideness
from setia.domains.insight.buying.reasons import Reasons, why_staying, why_worth
from setia.domains.insight.buying.repeat import fitting, ranges, spending, worth
from setia.domains.insight.buying.repeat.fitting import Fitted
from setia.domains.insight.buying.repeat.histories import histories
from setia.domains.insight.buying.summaries import Summary
from setia.domains.insight.scores.reckoning.learning import Learnt

Array = NDArray[Any]
AT_ONCE = 50_000
LEVEL = 0.8
MOST_PURCHASES, MOST_TIMES, MOST_WORTH = 9_999_999.99, 9_999_999, 1e15
WIDEST = 10.0
"""An expectation that may as well be so many times as large says nothing of what somebody is worth."""

Columns = dict[str, list[Any]]


def each(learnt: Learnt) -> Iterator[tuple[Array, Columns]]:
    """Positions in the summary, and what is said of these customers."""
    if learnt.summary is None:
        return
    for start in range(0, len(learnt.summary), AT_ONCE):
        which = np.arange(start, min(start + AT_ONCE, len(learnt.summary)))
        yield which, said(learnt, learnt.summary.of(which))


def said(learnt: Learnt, some: Summary) -> Columns:
    found: Columns = {
        "again": some.repeats.tolist(),
        "usual": [round(v) if x else None for v, x in zip(some.mean_value, some.repeats, strict=True)],
    }
    if learnt.buying is None:
        return found
    reference = np.array(learnt.told["usual"])
    outlook = fitting.answer(learnt.buying, some, worth.YEAR, level=LEVEL)
    found["staying"] = _whole(outlook.staying * 100)
    found["staying_low"] = _whole(np.floor(outlook.staying_low * 100))
    found["staying_high"] = _whole(np.ceil(outlook.staying_high * 100))
    for name in ("purchases", "purchases_low", "purchases_high"):
        found[name] = np.round(np.minimum(getattr(outlook, name), MOST_PURCHASES), 2).tolist()
    times = ranges.answer(learnt.buying, some, worth.YEAR, level=LEVEL)
    for name, column in (("times_low", times.low), ("times_high", times.high)):
        found[name] = _whole(np.minimum(column, MOST_TIMES))
    found["why_staying"] = whole_parts(why_staying(learnt.buying, some, reference), 100.0)
    if learnt.values is None:
        return found
    value = worth.answer(learnt.buying, learnt.values, some, level=LEVEL)
    sure = value.high <= WIDEST * value.worth
    for name, column in (("worth", value.worth), ("worth_low", value.low), ("worth_high", value.high)):
        found[name] = _where(sure, _whole(np.minimum(column, MOST_WORTH)))
    found["why_worth"] = _where(sure, whole_parts(why_worth(learnt.buying, learnt.values, some, reference), 1.0))
    return found


def _where(sure: Array, values: list[Any]) -> list[Any]:
    return [value if is_sure else None for value, is_sure in zip(values, sure, strict=True)]


def _whole(values: Array) -> list[int]:
    numbers: list[int] = np.rint(values).astype(np.int64).tolist()
    return numbers


def whole_parts(reasons: Reasons, scale: float) -> list[list[int]]:
    """The base and what each input adds, in whole numbers that add up to the rounded score: rounded down, and the
    largest remainders up."""
    size = len(reasons.score)
    parts = scale * np.column_stack([np.full(size, reasons.base), reasons.parts])
    total = np.rint(np.minimum(scale * reasons.score, MOST_WORTH)).astype(np.int64)
    floors = np.floor(parts).astype(np.int64)
    missing = total - floors.sum(axis=1)
    places = np.argsort(np.argsort(floors - parts, axis=1, kind="stable"), axis=1, kind="stable")
    each_more, rest = np.divmod(missing, parts.shape[1])
    whole: list[list[int]] = (floors + each_more[:, None] + (places < rest[:, None])).tolist()
    return whole


def totals(learnt: Learnt) -> dict[str, Any]:
    """What all customers together are expected to do within 12 months, with intervals of the expectation.

    By the delta method: the slopes of the sum by the parameters are the sums of the slopes, so that what is uncertain
    for all of them in the same way does not cancel out.
    """
    buying, values, summary = learnt.buying, learnt.values, learnt.summary
    if buying is None or summary is None:
        return {}
    sums = {"staying": 0.0, "purchases": 0.0, "worth": 0.0}
    slopes = {name: np.zeros(len(buying.parameters)) for name in sums}
    of_values = np.zeros(3)
    for start in range(0, len(summary), AT_ONCE):
        some = summary.of(np.arange(start, min(start + AT_ONCE, len(summary))))
        each_one, each_slope = _customers(buying, some)
        for name in ("staying", "purchases"):
            sums[name] += float(each_one[name].sum())
            slopes[name] += each_slope[name] @ each_one[name]
        if values is not None:
            value = spending.answer(values, some)
            amount = worth.expected(buying, values, some)
            sums["worth"] += float(amount.sum())
            slopes["worth"] += each_slope["purchases"] @ amount
            of_values += value.slopes @ amount
    found = {name: _ended(sums[name], slopes[name], buying) for name in ("staying", "purchases")}
    if values is not None and sums["worth"] > 0:
        spread = np.hypot(
            deviation(slopes["worth"][:, None] / sums["worth"], np.array(buying.covariance))[0],
            deviation(of_values[:, None] / sums["worth"], np.array(values.covariance))[0],
        )
        total = _around(sums["worth"], float(spread))
        if total["high"] <= WIDEST * total["value"]:
            found["worth"] = total
    return found


def _customers(buying: Fitted, some: Summary) -> tuple[dict[str, Array], dict[str, Array]]:
    """Of each customer the chance and the purchases, and the slopes of their logarithms."""
    known = histories(some, buying.unit)
    odds, odds_slopes = fitting.chances(buying, known)
    whole = np.array([worth.YEAR / buying.unit]), np.ones(1)
    staying = expit(-odds)
    bought = fitting.purchases_ahead(buying, known, *whole)[known.pair] * staying
    leaving = -odds_slopes * expit(odds)
    ahead = fitting.slopes_ahead(buying, known, *whole)[:, known.pair] + leaving
    return (
        {"staying": staying[known.row], "purchases": bought[known.row]},
        {"staying": leaving[:, known.row], "purchases": ahead[:, known.row]},
    )


def _ended(total: float, slopes: Array, buying: Fitted) -> dict[str, float]:
    if total <= 0:
        return _around(0.0, 0.0)
    return _around(total, float(deviation(slopes[:, None] / total, np.array(buying.covariance))[0]))


def _around(total: float, spread: float) -> dict[str, float]:
    factor = float(np.exp(min(wideness(LEVEL) * spread, 50.0)))
    return {"value": total, "low": total / factor, "high": total * factor}
