"""Amounts of records in the currency in which advice is ranked."""

from __future__ import annotations

from setia.domains.organisation.exchange_rates.converting import Rates, rates_on
from setia.foundation.errors import Refusal
from setia.kit.advice import Asked


class InOurs:
    """By the rates of the day; every currency is looked up once."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.rates: dict[str, Rates] = {}

    def __call__(self, amount: int | None, currency: str) -> int | None:
        """None where there is no amount, or no rate for its currency."""
        ours = self.asked.currency
        if amount is None or currency in ("", ours):
            return amount
        if currency not in self.rates:
            self.rates[currency] = rates_on([currency, ours], self.asked.today)
        try:
            return self.rates[currency].convert(amount, currency, ours)
        except Refusal:
            return None
