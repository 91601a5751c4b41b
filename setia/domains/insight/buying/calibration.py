"""What was foreseen beside what came: the table that stands on the page of every forecast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from setia.domains.insight.buying.intervals import wideness

Array = NDArray[Any]


@dataclass(frozen=True)
class Bin:
    """Customers of whom between `low` and `high` purchases were foreseen; means of what was foreseen and what came.

    `actual_low` and `actual_high` are the ends of the interval of the mean that came; `bought` is the share that bought
    at all.
    """

    low: float
    high: float
    customers: int
    predicted: float
    actual: float
    actual_low: float
    actual_high: float
    bought: float


@dataclass(frozen=True)
class Accuracy:
    """Of all customers: sums foreseen and come, and errors per customer.

    `deviance` is the mean Poisson deviance 2 [y ln(y/m) - (y - m)]: it is least for the true means, which the mean
    absolute error is not (that is least for medians, and most customers buy nothing).
    """

    customers: int
    predicted: float
    actual: float
    deviance: float
    mean_absolute_error: float
    root_mean_square_error: float
    correlation: float


def accuracy(predicted: Array, actual: Array) -> Accuracy:
    predicted, actual = np.asarray(predicted, float), np.asarray(actual, float)
    mean = np.maximum(predicted, 1e-9)
    deviance = 2 * (np.where(actual > 0, actual * np.log(np.maximum(actual, 1e-300) / mean), 0.0) - (actual - mean))
    varies = np.ptp(predicted) > 0 and np.ptp(actual) > 0
    return Accuracy(
        customers=len(predicted),
        predicted=float(predicted.sum()),
        actual=float(actual.sum()),
        deviance=float(deviance.mean()),
        mean_absolute_error=float(np.abs(predicted - actual).mean()),
        root_mean_square_error=float(np.sqrt(np.mean((predicted - actual) ** 2))),
        correlation=float(np.corrcoef(predicted, actual)[0, 1]) if varies else 0.0,
    )


def calibration(predicted: Array, actual: Array, bins: int = 10, *, level: float = 0.8) -> list[Bin]:
    """At most so many groups of about the same size, from the least foreseen to the most."""
    predicted, actual = np.asarray(predicted, float), np.asarray(actual, float)
    edges = np.unique(np.quantile(predicted, np.linspace(0, 1, bins + 1)))
    place = np.clip(np.searchsorted(edges, predicted, side="right") - 1, 0, max(0, len(edges) - 2))
    wide = wideness(level)
    rows = []
    for number in np.unique(place):
        foreseen, came = predicted[place == number], actual[place == number]
        spread = wide * float(came.std(ddof=1) / np.sqrt(len(came))) if len(came) > 1 else 0.0
        mean = float(came.mean())
        rows.append(
            Bin(
                float(foreseen.min()), float(foreseen.max()), len(came), float(foreseen.mean()), mean,
                max(0.0, mean - spread), mean + spread, float((came > 0).mean()),
            )
        )  # fmt: skip
    return rows
