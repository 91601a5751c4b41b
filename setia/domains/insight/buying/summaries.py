"""From purchases to what the models know of each customer: repeats x, recency t_x, age T, and value.

The notation is that of Fader, Hardie & Lee (2005), "Counting your customers the easy way", Marketing Science 24:
x transactions after the first one, the last of them t_x after the first, looked at T after the first. Here all three
are whole numbers (days); models divide by their unit of time.

What counts as what:

- All purchases of a customer on one day are one transaction.
- A value of zero is a purchase (something was given away), a value below zero is a refund: it is no transaction and
  brings no customer into being, but is taken off what the customer spent.
- Whatever lies after `as_of` is not seen at all, refunds neither.
- A refund on the first day is taken off the first purchase, any other off the repeat purchases, because nobody knows
  which of them it undoes. Values may thus be below zero; `spending` leaves such customers out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from setia.domains.insight.answering import require

Array = NDArray[Any]
AT_ONCE = 1_000_000


@dataclass(frozen=True, eq=False)
class Summary:
    """One entry per customer who bought until `as_of`, in the order of their index. All arrays have the shape (n,).

    `customer` is the index the purchases came with; `first` a day number; `repeats`, `last` and `age` are x, t_x and T
    in days; `value` is everything spent and `repeat_value` what was spent after the first day, in minor units.
    """

    as_of: int
    customer: Array
    first: Array
    repeats: Array
    last: Array
    age: Array
    value: Array
    repeat_value: Array

    def __len__(self) -> int:
        return len(self.customer)

    @cached_property
    def mean_value(self) -> Array:
        """Mean value of a repeat transaction, in minor units; 0 for those without one."""
        return np.where(self.repeats > 0, self.repeat_value / np.maximum(self.repeats, 1), 0.0)

    def of(self, which: Array) -> Summary:
        """The same of some customers: a mask or positions, in that order."""
        parts = ("customer", "first", "repeats", "last", "age", "value", "repeat_value")
        return replace(self, **{part: getattr(self, part)[which] for part in parts})


def summarised(customer: Array, day: Array, value: Array | None = None, *, as_of: int) -> Summary:
    """Summary of purchases, in any order.

    `customer` (m,) are indexes from 0, without large gaps (arrays as long as the largest index are made); `day` (m,)
    day numbers, counted from 1970-01-01 as `numpy.datetime64` does (only `cohorts` minds); `value` (m,) whole minor
    units of one currency. Refuses with `TooLittle` if nobody bought anything until `as_of`.
    """
    customer, day, value = _checked(customer, day, value)
    days = _purchase_days(customer, day, _bought(value, day <= as_of))
    require(len(days.day), 1, "purchases", "purchases")
    starts = np.flatnonzero(np.r_[True, days.customer[1:] != days.customer[:-1]])
    ends = np.r_[starts[1:], len(days.day)] - 1
    who, first, last = days.customer[starts], days.day[starts], days.day[ends]
    del days
    total, later = _spent(customer, day, value, who, first, as_of)
    return Summary(int(as_of), who, first, ends - starts, last - first, int(as_of) - first, total, later)


@dataclass(frozen=True, eq=False)
class PurchaseDays:
    """Distinct days on which customers bought, sorted by customer and day."""

    customer: Array
    day: Array


def _checked(customer: Array, day: Array, value: Array | None) -> tuple[Array, Array, Array | None]:
    told = [np.asarray(one) for one in (customer, day, *(() if value is None else (value,)))]
    if len({one.shape for one in told}) != 1 or told[0].ndim != 1:
        raise ValueError("Customers, days and values have to be lists of the same length.")
    if any(not np.issubdtype(one.dtype, np.integer) for one in told if one.size):
        raise ValueError("Customers, days and values have to be whole numbers (values in minor units).")
    if told[0].size and told[0].min() < 0:
        raise ValueError("Customers are numbered from 0.")
    return told[0], told[1], None if value is None else told[2]


def _bought(value: Array | None, seen: Array) -> Array:
    """Which of the lines seen are purchases."""
    if value is not None:
        seen &= value >= 0
    return seen


def _purchase_days(customer: Array, day: Array, kept: Array) -> PurchaseDays:
    """One sort of one number per purchase, customer and day side by side; sparing with memory, as there are many."""
    key, on = customer[kept].astype(np.int64), day[kept]
    if not len(key):
        return PurchaseDays(key, key)
    earliest = int(on.min())
    span = int(on.max()) - earliest + 1
    key *= span
    key += on
    del on
    key -= earliest
    key.sort()
    key = key[np.r_[True, key[1:] != key[:-1]]]
    who = key // span
    np.remainder(key, span, out=key)
    key += earliest
    return PurchaseDays(who, key)


def _spent(
    customer: Array, day: Array, value: Array | None, who: Array, first: Array, as_of: int
) -> tuple[Array, Array]:
    """What each of `who` spent in all, and after the first day. Refunds of others than these are left out."""
    size = int(who.max()) + 1
    first_of = np.full(size, np.iinfo(np.int64).max)
    first_of[who] = first
    total, at_first = np.zeros(size, np.int64), np.zeros(size, np.int64)
    if value is None:
        return total[who], total[who]
    for start in range(0, len(customer), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        seen = (day[part] <= as_of) & (customer[part] < size)
        whose, on, spent = customer[part][seen], day[part][seen], value[part][seen].astype(np.int64)
        np.add.at(total, whose, spent)
        early = on <= first_of[whose]
        np.add.at(at_first, whose[early], spent[early])
    return total[who], total[who] - at_first[who]


def purchases_between(customer: Array, day: Array, value: Array | None, who: Array, after: int, until: int) -> Array:
    """How many transactions each of `who` (indexes) made after one day and until another, both day numbers."""
    customer, day, value = _checked(customer, day, value)
    days = _purchase_days(customer, day, _bought(value, (day > after) & (day <= until)))
    size = int(max(who.max(initial=-1), days.customer.max(initial=-1))) + 1
    return np.bincount(days.customer, minlength=size)[who]
