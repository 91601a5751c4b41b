"""Lifetime value: what customers will spend within a horizon, discounted to today.

    worth = P(still a customer) * E[value of a purchase] * sum_j (M(t_j) - M(t_{j-1})) (1 + d)^-(t_j + t_{j-1})/2

with M(t) what somebody buys within t who is still a customer, over `STEPS` equal parts of the horizon, each discounted
from its middle. After Fader, Hardie & Lee (2005), "RFM and CLV: using iso-value curves", J. of Marketing Research 42,
which shows that value and frequency may be taken apart where they hang together little (`Spending.correlation`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from setia.domains.insight.buying.intervals import deviation, wideness
from setia.domains.insight.buying.repeat import spending
from setia.domains.insight.buying.repeat.fitting import Fitted, chances, purchases_ahead, slopes_ahead
from setia.domains.insight.buying.repeat.histories import histories
from setia.domains.insight.buying.repeat.spending import Spending
from setia.domains.insight.buying.summaries import Summary

Array = NDArray[Any]
STEPS = 12
YEAR = 365.0


@dataclass(frozen=True, eq=False)
class Worth:
    """Expected worth of each customer asked about (n,), in minor units, and the ends of its interval."""

    worth: Array
    low: Array
    high: Array


def expected(
    buying: Fitted,
    values: Spending,
    subjects: Summary,
    horizon: float = YEAR,
    *,
    yearly_discount: float = 0.1,
    margin: float = 1.0,
) -> Array:
    """Expected worth of each customer (n,), in minor units. `horizon` in days after the summary's day; `margin` is the
    share of a value that stays."""
    known, steps = histories(subjects, buying.unit), _steps(buying, horizon, yearly_discount)
    ahead = purchases_ahead(buying, known, *steps)[known.pair]
    each = spending.answer(values, subjects).value
    return (ahead * expit(-chances(buying, known)[0]))[known.row] * each * margin


def answer(
    buying: Fitted,
    values: Spending,
    subjects: Summary,
    horizon: float = YEAR,
    *,
    yearly_discount: float = 0.1,
    margin: float = 1.0,
    level: float = 0.8,
) -> Worth:
    """The same with an interval: that of the expectation, by the delta method on the scale of the logarithm. What one
    customer will do varies far more."""
    worth = expected(buying, values, subjects, horizon, yearly_discount=yearly_discount, margin=margin)
    known, steps = histories(subjects, buying.unit), _steps(buying, horizon, yearly_discount)
    odds, odds_slopes = chances(buying, known)
    slopes = slopes_ahead(buying, known, *steps)[:, known.pair] - odds_slopes * expit(odds)
    of_buying = deviation(slopes, np.array(buying.covariance))[known.row]
    of_value = deviation(spending.answer(values, subjects).slopes, np.array(values.covariance))
    factor = np.exp(np.minimum(wideness(level) * np.hypot(of_buying, of_value), 50.0))
    return Worth(worth, worth / factor, worth * factor)


def _steps(buying: Fitted, horizon: float, yearly_discount: float) -> tuple[Array, Array]:
    """Ends of the parts of the horizon in the model's unit of time, and what a purchase in each counts today."""
    if yearly_discount <= -1 or horizon <= 0:
        raise ValueError("A horizon has to be longer than nothing, and a discount above minus 100 %.")
    times = np.linspace(0, horizon, STEPS + 1)
    middles = (times[1:] + times[:-1]) / 2
    return times[1:] / buying.unit, (1 + yearly_discount) ** (-middles / YEAR)
