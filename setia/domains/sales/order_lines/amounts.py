"""Amounts of an order, in its currency."""

from __future__ import annotations

from setia.foundation import money

LARGEST = 10**17
"""More minor units than any order has; sums of thousands of them still fit into a column."""


def in_currency(minor: int | None, read_in: str, currency: str) -> int | None:
    """An amount that was read in one currency but is meant in another: 100 stays 100.

    Refuses what the other currency cannot hold (cents of a yen).
    """
    if minor is None or read_in == currency:
        return minor
    return money.minor(money.decimal(minor, read_in), currency)
