"""What does it cost? Asked of a product, for a party, a quantity, a currency and a day; nothing is changed by it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.catalog.pricing.prices import Price, one_price
from setia.domains.catalog.products.model import Product
from setia.domains.catalog.products.selling import why_not_sold
from setia.domains.parties.parties.model import Party
from setia.foundation import money
from setia.foundation.access import Actor
from setia.foundation.formats import Reader, reader_for
from setia.kit.answering import Answer, Line
from setia.kit.kinds import Currency, Number
from setia.kit.operations import operation


@operation(
    answers=True,
    label=gettext_lazy("What does it cost?"),
    icon="calculator",
    choices={"currency": Currency(), "quantity": Number(3, 12, Decimal("0.001"))},
    labels={
        "party": gettext_lazy("For"),
        "quantity": gettext_lazy("Quantity"),
        "currency": gettext_lazy("Currency"),
        "on": gettext_lazy("On"),
    },
)
def price_product(
    product: Product, *, party: Party | None = None, quantity: Decimal = Decimal(1), currency: str = "",
    on: date | None = None, by: Actor,
) -> Answer:  # fmt: skip
    """The price of one, and how it comes about: list price, price lists, volume, exchange rate."""
    day, read = on or by.today, reader_for(by.language, by.zone)
    found = one_price(
        product.pk, party_id=party.pk if party else None, quantity=quantity, currency=currency or product.currency,
        on=day, by=by,
    )  # fmt: skip
    lines = [Line(step.words, read.minor(step.amount, found.currency)) for step in found.steps]
    if found.amount is not None and quantity != 1:
        sum_ = money.Money(found.amount, found.currency).times(quantity)
        lines.append(Line(_("For %(quantity)s") % {"quantity": read.number(quantity.normalize())}, read.money(sum_)))
    if note := why_not_sold(product, day):
        lines.append(Line(note))
    return Answer(headline(found, product, read), lines, told(found), found.amount is None)


def headline(price: Price, product: Product, read: Reader) -> str:
    if price.amount is None:
        return price.missing
    amount = read.minor(price.amount, price.currency)
    if not product.unit:
        return amount
    return _("%(amount)s for a unit (%(unit)s)") % {"amount": amount, "unit": product.unit}


def told(price: Price) -> dict[str, Any]:
    """For programs: decimals as texts, as everywhere else."""
    return {
        "price": _decimal(price.amount, price.currency),
        "currency": price.currency,
        "steps": [{"words": step.words, "amount": _decimal(step.amount, price.currency)} for step in price.steps],
        "missing": price.missing,
    }


def _decimal(amount: int | None, currency: str) -> str | None:
    return None if amount is None else str(money.decimal(amount, currency))
