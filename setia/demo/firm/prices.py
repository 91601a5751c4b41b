"""Prices in the currency of the customer, in minor units."""

from __future__ import annotations

from datetime import date

from setia.demo.days import Span
from setia.demo.firm.assortment import RISE, Article
from setia.foundation.money.currencies import scale

OURS = "EUR"
CURRENCIES = {"FR": "EUR", "IE": "EUR", "GB": "EUR", "ID": "IDR", "US": "USD"}
RATES = {"EUR": 1.0, "USD": 1.09, "IDR": 17_400.0}
STEPS = {"EUR": 0.1, "USD": 0.1, "IDR": 1000.0}
"""Prices are rounded to so much, high ones to ten times as much."""

HIGH = 100


def list_price(article: Article, day: date, span: Span, currency: str = OURS) -> int:
    rises = day.year - span.start.year
    return minor(article.price * (1 + RISE) ** rises, currency)


def minor(euros: float, currency: str) -> int:
    """An amount of euros in another currency, as round as prices are there."""
    step = STEPS[currency] * (10 if euros >= HIGH else 1)
    return round(max(step, round(euros * RATES[currency] / step) * step) * scale(currency))


def rounded(amount: float, currency: str) -> int:
    """A rough amount, as people estimate it: to ten times the step of prices."""
    step = 10 * STEPS[currency] * scale(currency)
    return round(max(step, round(amount / step) * step))


def in_euros(amount: int, currency: str) -> float:
    return amount / scale(currency) / RATES[currency]
