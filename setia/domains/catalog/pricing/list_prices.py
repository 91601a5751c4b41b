"""What a product costs before any price list: its own price in a currency, or one that is converted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from setia.domains.catalog.periods import holding
from setia.domains.catalog.pricing.answers import Step
from setia.domains.catalog.product_prices.model import ProductPrice
from setia.domains.catalog.products.model import Product
from setia.domains.organisation.exchange_rates.converting import Rates
from setia.foundation import bulk
from setia.foundation.formats import Reader


@dataclass(frozen=True, slots=True)
class Listed:
    """A product as its price list sees it; `dated` are its prices that hold on the day, by currency."""

    currency: str
    price: int | None
    category_id: int | None
    dated: Mapping[str, tuple[int, date | None]]

    def in_own_currency(self) -> tuple[int, str, date | None] | None:
        """A price that is not converted: of a period, or the usual one; else any other there is, ours first."""
        if self.currency in self.dated:
            amount, since = self.dated[self.currency]
            return amount, self.currency, since
        if self.price is not None:
            return self.price, self.currency, None
        for currency in sorted(self.dated):
            amount, since = self.dated[currency]
            return amount, currency, since
        return None


def listed_on(product_ids: Iterable[int], on: date) -> dict[int, Listed]:
    """Two questions, however many products."""
    ids = set(product_ids)
    dated: dict[int, dict[str, tuple[int, date | None]]] = defaultdict(dict)
    rows = ProductPrice.objects.active().filter(holding(on)).order_by("id")
    for product, currency, amount, since in bulk.found(
        rows, "product_id", ids, "product_id", "currency", "amount", "starts_on"
    ):
        dated[product][currency] = amount, since
    names = ("pk", "currency", "list_price", "category_id")
    return {
        id_: Listed(currency, price, category, dated[id_])
        for id_, currency, price, category in bulk.found(Product.objects.all(), "pk", ids, *names)
    }


def list_price(product: Listed, currency: str, rates: Rates, read: Reader) -> list[Step]:
    """The steps to the list price in a currency; none where there is no price. Refuses where a rate is missing."""
    if currency in product.dated:
        amount, since = product.dated[currency]
        return [Step(_first(since, read), amount)]
    own = product.in_own_currency()
    if own is None:
        return []
    amount, of_currency, since = own
    if of_currency == currency:
        return [Step(_first(since, read), amount)]
    return [Step(converted_words(_first(since, read), amount, of_currency, currency, rates, read),
                 rates.convert(amount, of_currency, currency))]  # fmt: skip


def _first(since: date | None, read: Reader) -> str:
    return _("List price since %(day)s") % {"day": read.date(since)} if since else _("List price")


def converted_words(words: str, amount: int, of_currency: str, currency: str, rates: Rates, read: Reader) -> str:
    """ "List price: €690.00 at 1 EUR = 1.0832 USD of Mar 2, 2026"."""
    said = _("%(words)s: %(amount)s at 1 %(one)s = %(rate)s %(other)s of %(day)s")
    return said % {
        "words": words,
        "amount": read.minor(amount, of_currency),
        "one": of_currency,
        "rate": read.number(shown(rates.rate(of_currency, currency))),
        "other": currency,
        "day": read.date(rates.oldest(of_currency, currency)),
    }


def shown(rate: Fraction) -> Decimal:
    """A rate with six digits that say something, for reading only."""
    exact = Decimal(rate.numerator) / Decimal(rate.denominator)
    return round(exact, max(0, 5 - exact.adjusted())).normalize() if exact else exact


def needed(product: Listed, currency: str) -> set[str]:
    """The currencies whose rates its list price may ask for."""
    own = product.in_own_currency()
    return {currency, own[1]} if own else {currency}
