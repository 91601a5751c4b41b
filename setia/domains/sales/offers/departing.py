"""How far an offer departs from the standard, and what that costs.

    points = 3 x non-standard modules + 2 x lines without a product + 2 x rules between modules that are not kept
             + 1 x prices typed over + 1 x lines with a discount
    cost   = points x hours per point (preference) x cost of an hour of our own people

The weights say how much more work each of these makes for those who deliver, invoice and serve: a module that is not
standard has to be understood, a line without a product found again, a price explained (docs/decisions/offers.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from setia.domains.sales.offers.sums import half_up

UNUSUAL, FREE, EXCEPTION, PRICE, DISCOUNT = 3, 2, 2, 1, 1


@dataclass(frozen=True, slots=True)
class Departure:
    """So many of each among the lines that count."""

    unusual: int = 0
    free: int = 0
    exceptions: int = 0
    prices: int = 0
    discounts: int = 0

    @property
    def points(self) -> int:
        return (
            UNUSUAL * self.unusual + FREE * self.free + EXCEPTION * self.exceptions + PRICE * self.prices
            + DISCOUNT * self.discounts
        )  # fmt: skip

    def cost(self, hours: Decimal, hour_cost: int | None) -> int | None:
        """In minor units of the currency of `hour_cost`; None where nobody said what an hour costs."""
        return None if hour_cost is None else half_up(Fraction(hours) * self.points * hour_cost)
