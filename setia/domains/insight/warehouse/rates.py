"""What amounts in other currencies were worth in our own, for the process that writes the marts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

OLDEST = timedelta(days=31)
"""As for every conversion: a rate older than this says nothing about a day."""

LARGEST = 10**11
"""So large a numerator still leaves room for an amount in 128 bits."""


class Rates:
    """What amounts in other currencies were worth in our own, on each day that is asked about."""

    def __init__(self, ours: str, quotes: Iterable[tuple[str, str, str, str]], scales: dict[str, int]) -> None:
        self.ours, self.scales = ours, scales
        self.days: dict[str, list[date]] = {}
        self.worth: dict[str, list[Fraction]] = {}
        for currency, day, units, rate in quotes:
            self.days.setdefault(currency, []).append(date.fromisoformat(day))
            self.worth.setdefault(currency, []).append(Fraction(rate) / Fraction(units))

    def on(self, currency: str, day: date) -> Fraction | None:
        """Minor units of ours for one of theirs, by the latest rate on or before the day."""
        days = self.days.get(currency, [])
        at = bisect_right(days, day) - 1
        if at < 0 or day - days[at] > OLDEST:
            return None
        worth = self.worth[currency][at] * self.scales.get(self.ours, 100) / self.scales.get(currency, 100)
        if max(worth.numerator, worth.denominator) > LARGEST:
            worth = worth.limit_denominator(LARGEST // max(1, int(worth)))
        return worth
