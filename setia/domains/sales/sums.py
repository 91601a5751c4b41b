"""What lines come to, of offers, orders and contracts: whole minor units, the same in every currency.

Rounding: the amount of a line is rounded once, half up (quantity x unit price less discount). Tax is worked out once
for each rate, on the sum of the amounts at that rate, and rounded half up. The totals are sums of rounded figures,
so they add up to the cent, on the page, in the document and in the order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Figures:
    """One line. Prices and `cost` (labour included) are of one unit; None is what nobody knows. `floor` is the margin
    in percent of the price that must remain."""

    quantity: Decimal
    unit_price: int
    discount: Decimal = Decimal(0)
    list_price: int | None = None
    cost: int | None = None
    tax: Decimal = Decimal(0)
    counts: bool = True
    """Optional lines that were not chosen are shown and do not count."""
    floor: Decimal = Decimal(0)


@dataclass(slots=True)
class Sums:
    listed: int = 0
    net: int = 0
    cost: int = 0
    floor: int = 0
    unknown: int = 0
    """So many lines are without a known cost: margin and floor leave their cost out."""

    bases: dict[Decimal, int] = field(default_factory=lambda: defaultdict(int))
    """What is taxed, by rate."""

    @property
    def taxes(self) -> dict[Decimal, int]:
        return {rate: tax_on(base, rate) for rate, base in sorted(self.bases.items())}

    @property
    def tax(self) -> int:
        return sum(self.taxes.values())

    @property
    def gross(self) -> int:
        return self.net + self.tax

    @property
    def margin(self) -> int:
        return self.net - self.cost

    @property
    def discount(self) -> int:
        return self.listed - self.net


def half_up(exact: Fraction) -> int:
    nearest = (2 * abs(exact) + 1) // 2
    return int(nearest) if exact >= 0 else -int(nearest)


def amount_of(quantity: Decimal, unit_price: int, discount: Decimal = Decimal(0)) -> int:
    """The net amount of a line; `discount` in percent."""
    return half_up(Fraction(quantity) * unit_price * Fraction(HUNDRED - discount) / 100)


def tax_on(base: int, rate: Decimal) -> int:
    return half_up(Fraction(base) * Fraction(rate) / 100)


def floor_of(cost: int, percent: Decimal) -> int:
    """The least price that leaves so many percent of itself as margin, rounded up: 100 at 20 % is 125."""
    exact = Fraction(cost) * 100 / (100 - Fraction(min(percent, Decimal(99))))
    return -int(-exact // 1)


def sums_of(lines: Iterable[Figures]) -> Sums:
    """All lines together."""
    sums = Sums()
    for line in lines:
        if not line.counts:
            continue
        amount = amount_of(line.quantity, line.unit_price, line.discount)
        usual = line.unit_price if line.list_price is None else line.list_price
        sums.listed += (
            max(amount_of(line.quantity, usual), amount) if line.list_price is None else amount_of(line.quantity, usual)
        )
        sums.net += amount
        sums.bases[line.tax] += amount
        if line.cost is None:
            sums.unknown += 1
        else:
            cost = amount_of(line.quantity, line.cost)
            sums.cost += cost
            sums.floor += floor_of(cost, line.floor)
    return sums


def discount_of(line: Figures) -> Decimal:
    """By how many percent a line is below its list price, by a lower price and a discount together; never below 0."""
    usual = line.unit_price if line.list_price is None else line.list_price
    if usual <= 0:
        return line.discount
    reached = Fraction(line.unit_price) * Fraction(HUNDRED - line.discount) / usual
    return max(Decimal(0), Decimal(half_up((100 - reached) * 100)) / 100)
