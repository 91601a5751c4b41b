"""Amounts of one currency in another, by the rates of a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from setia.domains.organisation.exchange_rates.model import ExchangeRate
from setia.foundation.company import our_company
from setia.foundation.errors import Refusal
from setia.foundation.formats import reader_for
from setia.foundation.money import scale

LONGEST = timedelta(days=31)
"""A rate older than this says nothing about a day any more."""


@dataclass(frozen=True, slots=True)
class Quote:
    """What one unit of a currency is worth in the currency of our company, and the day that is known of."""

    worth: Fraction
    quoted_on: date


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates that count on a day, read at once for as many currencies as are asked about."""

    on: date
    ours: str
    quotes: dict[str, Quote] = field(default_factory=dict)

    def quote(self, currency: str) -> Quote:
        """Refuses, naming the currency and the day, where no rate is known."""
        if currency == self.ours:
            return Quote(Fraction(1), self.on)
        found = self.quotes.get(currency)
        if found is None:
            day = reader_for(get_language() or "en").date(self.on)
            words = _(
                "There is no exchange rate of %(currency)s for %(day)s, nor for the %(days)d days before. Add one."
            )
            raise Refusal(words % {"currency": currency, "day": day, "days": LONGEST.days})
        return found

    def rate(self, from_currency: str, to_currency: str) -> Fraction:
        """What one unit of the first is worth in the second, exactly, through the currency of our company."""
        return self.quote(from_currency).worth / self.quote(to_currency).worth

    def oldest(self, *currencies: str) -> date:
        """The day of the oldest quote that a conversion between these rests on."""
        return min(self.quote(currency).quoted_on for currency in currencies if currency != self.ours)

    def convert(self, amount: int | Fraction, from_currency: str, to_currency: str) -> int:
        """Minor units, perhaps not yet rounded, in minor units: rounded once, half up and away from zero."""
        if from_currency == to_currency:
            return half_up(Fraction(amount))
        exact = Fraction(amount) * scale(to_currency) / scale(from_currency)
        return half_up(exact * self.rate(from_currency, to_currency))


def half_up(exact: Fraction) -> int:
    """The nearest whole number; a half goes away from zero."""
    nearest = (2 * abs(exact) + 1) // 2
    return int(nearest) if exact >= 0 else -int(nearest)


def rates_on(currencies: Iterable[str], on: date) -> Rates:
    """One question to the database, whatever the number of currencies; none where there is only our own."""
    ours = our_company().currency
    wanted = sorted({currency for currency in currencies if currency != ours})
    if not wanted:
        return Rates(on, ours)
    rows = ExchangeRate.objects.active().filter(
        currency__in=wanted, against=ours, quoted_on__gte=on - LONGEST, quoted_on__lte=on
    )
    found = rows.order_by("quoted_on", "id").values_list("currency", "rate", "units", "quoted_on")
    return Rates(
        on, ours, {currency: Quote(Fraction(rate) / Fraction(units), day) for currency, rate, units, day in found}
    )


def convert(amount: int, from_currency: str, to_currency: str, on: date) -> int:
    """An amount in minor units of one currency as minor units of another, by the latest rates on or before the day."""
    if from_currency == to_currency:
        return amount
    return rates_on((from_currency, to_currency), on).convert(amount, from_currency, to_currency)
