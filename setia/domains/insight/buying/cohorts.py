"""Cohorts: of those who first bought in a month, how many bought again in each month after it, and for how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from setia.domains.insight.buying.summaries import summarised

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Cohorts:
    """`month` (c,) counts months from January 1970 (0); `size` (c,) is how many customers first bought then.

    `active`, `share` and `value` (c, k) are about the k-th month after the first (0 is the month of the first purchase
    itself); where `seen` is false the month has not come yet, and `is_whole` is false for the month of `as_of` unless
    that was its last day.
    """

    month: Array
    size: Array
    active: Array
    share: Array
    value: Array
    seen: Array
    is_whole: Array


def cohorts(customer: Array, day: Array, value: Array | None = None, *, as_of: int) -> Cohorts:
    """From purchases as for `summaries.summarised`, with the same meaning of refunds; days since 1970-01-01."""
    customer, day = np.asarray(customer), np.asarray(day)
    summary = summarised(customer, day, value, as_of=as_of)
    first_month = months(summary.first)
    month, of, size = np.unique(first_month, return_inverse=True, return_counts=True)
    last = int(months(np.array([as_of]))[0])
    width = last - int(month[0]) + 1
    cohort = np.full(int(summary.customer.max()) + 1, -1)
    cohort[summary.customer] = of
    spent = np.ones(len(day), np.int64) if value is None else np.asarray(value)
    known = day <= as_of
    known[known] &= customer[known] < len(cohort)
    known[known] &= cohort[customer[known]] >= 0
    customer, day, spent = customer[known], day[known], spent[known]
    offset = months(day) - month[cohort[customer]]
    known = offset >= 0
    customer, offset, spent = customer[known], offset[known], spent[known]
    place = cohort[customer] * width + offset
    bought = np.unique(customer[spent >= 0].astype(np.int64) * width + offset[spent >= 0])
    active = np.bincount(cohort[bought // width] * width + bought % width, minlength=len(month) * width)
    total = np.zeros(len(month) * width, np.int64)
    if value is not None:
        np.add.at(total, place, spent.astype(np.int64))
    active = active.reshape(len(month), width)
    reached = month[:, None] + np.arange(width)
    ends_month = int(months(np.array([as_of + 1]))[0]) > last
    return Cohorts(
        month, size, active, active / size[:, None], total.reshape(active.shape),
        reached <= last, (reached < last) | ((reached == last) & ends_month),
    )  # fmt: skip


def months(day: Array) -> Array:
    """Months since January 1970 of days since 1970-01-01."""
    return np.asarray(day).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
