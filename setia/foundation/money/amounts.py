"""Amounts of money: whole minor units (cents) and their currency, added exactly or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, localcontext
from fractions import Fraction

from django.utils.translation import gettext as _

from setia.foundation.errors import Refusal
from setia.foundation.money.currencies import check_currency, exponent, scale

MOST_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Money:
    """`Money(1250, "EUR")` is 12.50 €. Amounts of two currencies cannot be added or compared."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        check_currency(self.currency)

    @property
    def amount(self) -> Decimal:
        """In units of the currency: 12.50 for 1250 cents."""
        return decimal(self.minor, self.currency)

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __abs__(self) -> Money:
        return Money(abs(self.minor), self.currency)

    def __mul__(self, count: int) -> Money:
        return Money(self.minor * count, self.currency)

    __rmul__ = __mul__

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._same(other)

    def __str__(self) -> str:
        """For programs and logs: "12.50 EUR". Readers get it from `formats.Reader.money`."""
        return f"{self.amount:f} {self.currency}"

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise Refusal(
                _("Amounts in %(one)s and %(other)s cannot be added or compared.")
                % {"one": self.currency, "other": other.currency}
            )
        return other.minor

    def times(self, factor: Decimal | Fraction) -> Money:
        """Multiplied by a rate or a quantity, rounded half up (away from zero) to a minor unit, once."""
        exact = Fraction(factor) * self.minor
        half_up = (abs(exact) * 2 + 1) // 2
        return Money(int(half_up) if exact >= 0 else -int(half_up), self.currency)

    def allocate(self, weights: Sequence[int | Decimal | Fraction]) -> list[Money]:
        """Shared out by weights so that the shares always add up to the whole.

        Largest remainder: each share is rounded towards zero, and the minor units left go one each to
        the shares that lost most by rounding, the earlier ones first. Weights are not negative and not
        all zero; a weight of zero gets nothing.
        """
        exact = [Fraction(weight) for weight in weights]
        whole = sum(exact)
        if whole <= 0 or min(exact) < 0:
            raise Refusal(_("An amount is shared out by weights that are not negative and not all zero."))
        units = abs(self.minor)
        shares = [units * weight / whole for weight in exact]
        floors = [int(share) for share in shares]
        by_loss = sorted(range(len(shares)), key=lambda at: floors[at] - shares[at])
        for at in by_loss[: units - sum(floors)]:
            floors[at] += 1
        sign = -1 if self.minor < 0 else 1
        return [Money(sign * share, self.currency) for share in floors]

    def split(self, parts: int) -> list[Money]:
        """In equal parts that differ by one minor unit at most and add up."""
        return self.allocate([1] * parts)


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum, in the currency given even when there is nothing to add."""
    result = Money(0, currency)
    for amount in amounts:
        result += amount
    return result


def decimal(minor: int, currency: str) -> Decimal:
    """Minor units as a decimal with the currency's digits: 1250 EUR is Decimal("12.50")."""
    return Decimal(minor).scaleb(-exponent(currency))


def minor(amount: Decimal | int, currency: str) -> int:
    """A decimal as minor units. Refuses what the currency cannot hold: 0.005 EUR, NaN, infinity."""
    number = Decimal(amount)
    if not number.is_finite():
        raise Refusal(_("This is not an amount."))
    if number and number.adjusted() >= MOST_DIGITS:
        raise Refusal(too_long())
    try:
        with localcontext(Context(prec=40, traps=[Inexact])):
            return int(number.quantize(decimal(1, currency)) * scale(currency))
    except Inexact:
        raise Refusal(too_precise(currency)) from None


def reread(amount: int | None, read_in: str, currency: str) -> int | None:
    """Minor units that were read in one currency but are meant in another: 100 stays 100.

    Refuses what the other currency cannot hold (cents of a yen).
    """
    if amount is None or read_in == currency:
        return amount
    return minor(decimal(amount, read_in), currency)


def too_long() -> str:
    return _("This number is too long; %(most)d digits are possible.") % {"most": MOST_DIGITS}


def too_precise(currency: str) -> str:
    digits = exponent(currency)
    if not digits:
        return _("Amounts in %(currency)s have no decimals.") % {"currency": currency}
    return _("Amounts in %(currency)s have %(digits)d decimals at most.") % {
        "currency": currency,
        "digits": digits,
    }
