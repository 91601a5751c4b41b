"""Invented purchases of customers who behave as BG/NBD says, with the parameters of CDNOW, by a fixed seed."""

from __future__ import annotations

from typing import Any

import numpy as np

DAYS = 546
R, ALPHA, A, B = 0.2426, 4.4137 * 7, 0.7930, 2.4262


def histories(customers: int, seed: int = 7) -> tuple[Any, Any, Any]:
    """Repeats, recency and age in days: whole numbers, of customers who came within the first half of `DAYS`."""
    rng = np.random.default_rng(seed)
    age = rng.integers(DAYS // 2, DAYS, customers)
    rate, chance = rng.gamma(R, 1 / ALPHA, customers), rng.beta(A, B, customers)
    repeats, last = np.zeros(customers, np.int64), np.zeros(customers, np.int64)
    who, at = np.arange(customers), np.zeros(customers)
    while len(who):
        at = at + rng.exponential(1 / np.maximum(rate[who], 1e-12))
        bought = at < age[who]
        who, at = who[bought], at[bought]
        on = np.ceil(at).astype(np.int64)
        another_day = on > last[who]
        repeats[who[another_day]] += 1
        last[who[another_day]] = on[another_day]
        stays = rng.random(len(who)) >= chance[who]
        who, at = who[stays], at[stays]
    return repeats, last, age


def purchases(rows: int, customers: int, seed: int = 7) -> tuple[Any, Any, Any]:
    """Customers, days and values of so many purchases, in no order; every hundredth is a refund."""
    rng = np.random.default_rng(seed)
    customer = rng.integers(0, customers, rows, dtype=np.int32)
    day = rng.integers(0, 1_000, rows, dtype=np.int32)
    value = rng.integers(100, 20_000, rows)
    value[::100] *= -1
    return customer, day, value
