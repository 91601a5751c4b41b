"""What a product costs a party, and how that comes about.

The order of precedence is decided in docs/decisions/prices.md. Everything is whole minor units and fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from setia.domains.catalog.pricing.answers import LARGEST, ONE, Cost, Price, Quantities, Step, quantities_of
from setia.domains.catalog.pricing.costs import cost_of
from setia.domains.catalog.pricing.list_prices import Listed, converted_words, list_price, listed_on, needed
from setia.domains.catalog.pricing.matching import Book, Line, book_for
from setia.domains.organisation.exchange_rates.converting import Rates, half_up, rates_on
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.foundation.formats import Reader, reader_for

__all__ = ["Price", "Step", "one_price", "price_of"]


@dataclass(frozen=True, slots=True)
class Asking:
    """What is the same for all products that are asked about together."""

    currency: str
    rates: Rates
    read: Reader
    knows_lists: bool
    knows_cost: bool


def price_of(
    product_ids: Sequence[int],
    *,
    party_id: int | None,
    quantities: Quantities,
    currency: str,
    on: date,
    by: Actor,
) -> list[Price]:
    """The price per unit of each product for a party, in the order asked; as many questions for 1 as for 200.

    `quantities` by product, or one for each. `by` is who reads how the price came about: lists and costs that they
    may not know are not told. The party may be nobody in particular (None).
    """
    amounts = quantities_of(product_ids, quantities)
    products = listed_on(product_ids, on)
    book = book_for(product_ids, party_id, currency, on, by.at)
    lines = [_line(book, products, id_, quantity) for id_, quantity in zip(product_ids, amounts, strict=True)]
    currencies = {currency}.union(*(needed(product, currency) for product in products.values()))
    currencies |= {line.currency for line in lines if line and line.amount is not None}
    asking = Asking(
        currency, rates_on(currencies, on), reader_for(by.language, by.zone),
        by.access.may("see", "catalog.pricelist"), not by.access.hides("catalog.product", "cost"),
    )  # fmt: skip
    costs = _costs(product_ids, amounts, lines, currency, on)
    return [
        _price(products.get(id_), line, costs.get(at), asking)
        for at, (id_, line) in enumerate(zip(product_ids, lines, strict=True))
    ]


def one_price(
    product_id: int, *, party_id: int | None, quantity: Decimal = ONE, currency: str, on: date, by: Actor
) -> Price:
    """The price per unit of one product."""
    return price_of([product_id], party_id=party_id, quantities=[quantity], currency=currency, on=on, by=by)[0]


def _line(book: Book, products: dict[int, Listed], product_id: int, quantity: Decimal) -> Line | None:
    product = products.get(product_id)
    return book.line_for(product_id, product.category_id, quantity) if product else None


def _costs(
    product_ids: Sequence[int], quantities: Sequence[Decimal], lines: Sequence[Line | None], currency: str, on: date
) -> dict[int, Cost]:
    """By place, of those whose price is made of the cost."""
    places = [at for at, line in enumerate(lines) if line and line.above_cost is not None]
    if not places:
        return {}
    wanted, many = [product_ids[at] for at in places], [quantities[at] for at in places]
    return dict(zip(places, cost_of(wanted, quantities=many, currency=currency, on=on), strict=True))


def _price(product: Listed | None, line: Line | None, cost: Cost | None, asking: Asking) -> Price:
    if product is None:
        return Price(None, asking.currency, missing=_("There is no such product."))
    missing, steps = "", list[Step]()
    try:
        steps = list_price(product, asking.currency, asking.rates, asking.read)
    except Refusal as refused:
        missing = refused.message
    listed = steps[-1].amount if steps else None
    if line is not None:
        try:
            steps.append(_applied(line, listed, cost, asking))
            missing = ""
        except Refusal as refused:
            return Price(None, asking.currency, tuple(steps), missing or refused.message, listed, line.list_id, line.id)
    if not steps:
        missing = missing or _("The product has no price. Give it a list price, or a price in this currency.")
        return Price(None, asking.currency, (), missing)
    ids = (line.list_id, line.id) if line else (None, None)
    return Price(steps[-1].amount, asking.currency, tuple(steps), "", listed, *ids)


def _applied(line: Line, listed: int | None, cost: Cost | None, asking: Asking) -> Step:
    """What a line of a price list makes of it. Refuses where the line cannot be worked out."""
    words = _words(line, asking)
    if line.amount is not None:
        if line.currency == asking.currency:
            return Step(words, line.amount)
        amount = asking.rates.convert(line.amount, line.currency, asking.currency)
        said = converted_words(words, line.amount, line.currency, asking.currency, asking.rates, asking.read)
        return Step(said, amount)
    if line.percent_off is not None:
        if listed is None:
            raise Refusal(_("The price list takes a percentage off the list price, and the product has none."))
        return Step(words, within(listed * (100 - Fraction(line.percent_off)) / 100))
    if cost is None or cost.amount is None:
        raise Refusal(_("The price list adds to the cost, which is not known. %(words)s") % {
            "words": cost.words if cost and asking.knows_cost else ""
        })  # fmt: skip
    return Step(words, within(cost.amount * (100 + Fraction(line.above_cost or 0)) / 100))


def within(exact: Fraction) -> int:
    """Rounded half up; refuses what no column can hold."""
    amount = half_up(exact)
    if abs(amount) > LARGEST:
        raise Refusal(_("This amount is too large."))
    return amount


def _words(line: Line, asking: Asking) -> str:
    """ "Price list “Partners”, from 10 on: 15 % off"."""
    name = _("Price list “%(name)s”") % {"name": line.list_name} if asking.knows_lists else _("Price list")
    if line.minimum:
        name = _("%(list)s, from %(quantity)s on") % {"list": name, "quantity": _number(line.minimum, asking.read)}
    if line.percent_off is not None:
        return _("%(list)s: %(percent)s%% off") % {"list": name, "percent": _number(line.percent_off, asking.read)}
    if line.above_cost is not None and asking.knows_cost:
        said = _("%(list)s: %(percent)s%% above cost")
        return said % {"list": name, "percent": _number(line.above_cost, asking.read)}
    return name


def _number(value: Decimal, read: Reader) -> str:
    return read.number(value.normalize())
