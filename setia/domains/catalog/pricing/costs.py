"""What a unit of a product costs us: what is bought for it, and the labour of our own people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from django.utils.translation import gettext as _

from setia.domains.catalog.periods import Span, holding, holds
from setia.domains.catalog.pricing.answers import Cost, Quantities, quantities_of
from setia.domains.catalog.products.model import Product, ProductKind
from setia.domains.catalog.supplies.model import Supply
from setia.domains.organisation.exchange_rates.converting import Rates, rates_on
from setia.foundation import bulk
from setia.foundation.company import our_company
from setia.foundation.errors import Refusal


@dataclass(frozen=True, slots=True)
class Offered:
    """What a vendor takes for a unit, from a quantity on."""

    id: int
    party_id: int
    cost: int
    currency: str
    minimum: Decimal
    lead_days: int | None
    is_preferred: bool


OFFERED = ("id", "party_id", "cost", "currency", "minimum_quantity", "lead_days", "is_preferred")


class Asked(NamedTuple):
    """What the cost of one unit is asked for."""

    product: int
    quantity: Decimal
    currency: str
    on: date


@dataclass(frozen=True, slots=True)
class Bought:
    """What a product says of its own cost."""

    kind: str
    cost: int | None
    currency: str
    labour_hours: Decimal | None


def cost_of(product_ids: Sequence[int], *, quantities: Quantities, currency: str, on: date) -> list[Cost]:
    """The cost of each product per unit, at its quantity, in the order asked. Three questions, however many products.

    It is that of the best supply that holds on the day and begins at this quantity or below: of a preferred vendor,
    then the cheapest after conversion, then the one that is here first. Without any it is the product's own cost. The
    labour comes on top, at what an hour costs us (`Company.hour_cost`).
    """
    amounts = quantities_of(product_ids, quantities)
    products, offered = _products(product_ids), supplies_on(product_ids, on)
    known = {one.currency for some in offered.values() for one in some} | {p.currency for p in products.values()}
    rates = rates_on({*known, currency}, on)
    return [
        _cost(products.get(id_), offered.get(id_, ()), quantity, currency, rates)
        for id_, quantity in zip(product_ids, amounts, strict=True)
    ]


def costs_over_time(asked: Sequence[Asked]) -> list[int | None]:
    """The cost of each unit as it was on the day asked about, in minor units of its currency; None where it is not
    known. Two questions for products and supplies however many are asked, and one for each day on which money has to
    be converted: for what comes out of files, a line of which is of any day.
    """
    ids = {one.product for one in asked}
    products, supplies = _products(ids), _supplies(ids)
    rates: dict[tuple[frozenset[str], date], Rates] = {}
    found = []
    for one in asked:
        offered = [offer for span, offer in supplies.get(one.product, ()) if holds(span, one.on)]
        product = products.get(one.product)
        known = frozenset({one.currency, *(o.currency for o in offered), *([product.currency] if product else [])})
        if (known, one.on) not in rates:
            rates[known, one.on] = rates_on(known, one.on) if len(known) > 1 else Rates(one.on, our_company().currency)
        found.append(_cost(product, offered, one.quantity, one.currency, rates[known, one.on]).amount)
    return found


def _supplies(product_ids: Iterable[int]) -> dict[int, list[tuple[Span, Offered]]]:
    """All supplies of these products with the days on which they hold."""
    names = ("product_id", "starts_on", "ends_on", *OFFERED)
    found: dict[int, list[tuple[Span, Offered]]] = defaultdict(list)
    for product, starts, ends, *values in bulk.found(Supply.objects.active(), "product_id", product_ids, *names):
        found[product].append(((starts, ends), Offered(*values)))
    return found


def supplies_on(product_ids: Iterable[int], on: date) -> dict[int, list[Offered]]:
    """The supplies that hold on a day, by product."""
    rows = Supply.objects.active().filter(holding(on))
    found: dict[int, list[Offered]] = defaultdict(list)
    for product, *values in bulk.found(rows, "product_id", product_ids, "product_id", *OFFERED):
        found[product].append(Offered(*values))
    return found


def _products(ids: Iterable[int]) -> dict[int, Bought]:
    names = ("pk", "kind", "cost", "currency", "labour_hours")
    return {id_: Bought(*values) for id_, *values in bulk.found(Product.objects.all(), "pk", ids, *names)}


def _cost(product: Bought | None, offered: Iterable[Offered], quantity: Decimal, currency: str, rates: Rates) -> Cost:
    if product is None:
        return Cost(None, None, None, _("There is no such product."))
    try:
        purchase, where = _purchase(product, offered, quantity, currency, rates)
        labour = _labour(product, currency, rates)
    except Refusal as refused:
        return Cost(None, None, None, refused.message)
    if labour is not None:
        where = _("%(where)s; labour of our own people") % {"where": where} if where else _("Labour of our own people")
    works_only = product.kind != ProductKind.GOODS and labour is not None
    if purchase is None and not works_only:
        return Cost(None, None, labour, _("Nobody has said what it costs. Add a supply, or a cost to the product."))
    return Cost((purchase or 0) + (labour or 0), purchase, labour, where)


def _purchase(
    product: Bought, offered: Iterable[Offered], quantity: Decimal, currency: str, rates: Rates
) -> tuple[int | None, str]:
    """In the currency asked for, and where it comes from. Refuses where no rate is known for any that counts."""
    best = _best(at_quantity(offered, quantity), currency, rates)
    if best is not None:
        cost, is_preferred = best
        return cost, _("Cost of the preferred vendor") if is_preferred else _("Cost of the cheapest vendor")
    if product.cost is None:
        return None, ""
    return rates.convert(product.cost, product.currency, currency), _("Cost kept at the product")


def at_quantity(offered: Iterable[Offered], quantity: Decimal) -> list[Offered]:
    """Of each vendor the offer that counts at this quantity: the one that begins highest and not above it."""
    found: dict[int, Offered] = {}
    preferred: set[int] = set()
    for one in sorted(offered, key=lambda one: (one.minimum, one.id)):
        if one.minimum <= quantity:
            found[one.party_id] = one
            preferred |= {one.party_id} if one.is_preferred else set()
    return [one for party, one in found.items() if not preferred or party in preferred]


def _best(offered: Sequence[Offered], currency: str, rates: Rates) -> tuple[int, bool] | None:
    """The cheapest of those whose cost can be converted. Refuses where there are some, but none of them can be."""
    converted: list[tuple[int, int, int, Offered]] = []
    refusal: Refusal | None = None
    for one in offered:
        try:
            cost = rates.convert(one.cost, one.currency, currency)
        except Refusal as refused:
            refusal = refused
            continue
        days = one.lead_days if one.lead_days is not None else MOST_DAYS
        converted.append((cost, days, one.id, one))
    if converted:
        cost, _days, _id, best = min(converted, key=lambda line: line[:3])
        return cost, best.is_preferred
    if refusal:
        raise refusal
    return None


MOST_DAYS = 10_000


def _labour(product: Bought, currency: str, rates: Rates) -> int | None:
    if not product.labour_hours:
        return None
    company = our_company()
    if company.hour_cost is None:
        raise Refusal(_("It takes labour: say under “Our company” what an hour costs."))
    return rates.convert(Fraction(product.labour_hours) * company.hour_cost, company.currency, currency)
