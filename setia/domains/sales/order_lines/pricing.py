"""What the catalog says of a new line: its price and how that came about, its cost and its tax, as they are now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from setia.domains.catalog.pricing.costs import Asked, cost_of, costs_over_time
from setia.domains.catalog.pricing.prices import price_of
from setia.domains.catalog.products.model import Product
from setia.domains.catalog.taxes.model import Tax
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.kit.changes import Change

ZERO = Decimal(0)


class Whole(NamedTuple):
    """What a line must know of its order."""

    currency: str = ""
    status: str = ""
    party_id: int | None = None
    ordered_on: date | None = None


class Sold(NamedTuple):
    """What a line must know of its product."""

    name: str
    list_price: int | None
    currency: str
    tax: Decimal | None


def fill_in(changes: Sequence[Change], orders: Mapping[int, Whole], by: Actor) -> None:
    """Lines of a product get what they do not say themselves. What comes in a file keeps to the list price, and has
    no tax but that in the file: a shop's prices are what they are. What the file does not say of costs is that of the
    catalog on the day of the order; it changes no total."""
    products = _products(changes)
    is_file = by.channel == "import"
    usual = None if is_file or not changes else _usual_tax()
    for change in changes:
        product = products.get(change.after["product_id"])
        if product:
            change.after["description"] = change.after["description"] or product.name
        _tax(change, product, usual, is_file)
        if is_file and product and _wants_price(change) and product.currency == change.after["currency"]:
            change.after["unit_price"] = product.list_price
    if is_file:
        _cost_of_files([c for c in changes if c.is_new and c.after["product_id"] in products], orders, by)
    else:
        asked = [c for c in changes if c.after["product_id"] in products and _asks(c)]
        for (order, _currency), group in _together(asked).items():
            if order in orders:
                _price(group, orders[order], by)


def _usual_tax() -> Decimal | None:
    found: Decimal | None = Tax.objects.active().filter(is_usual=True).values_list("percent", flat=True).first()
    return found


def _wants_price(change: Change) -> bool:
    return change.after["unit_price"] is None and change.after["amount"] is None


def _asks(change: Change) -> bool:
    missing = change.after["cost"] is None or _wants_price(change)
    return (change.is_new and missing) or change.changed("product_id") and not change.is_new or _wants_price(change)


def _together(changes: Iterable[Change]) -> dict[tuple[int, str], list[Change]]:
    found: dict[tuple[int, str], list[Change]] = defaultdict(list)
    for change in changes:
        found[change.after["order_id"], change.after["currency"]].append(change)
    return found


def _tax(change: Change, product: Sold | None, usual: Decimal | None, is_file: bool) -> None:
    """As it was when the line was made; another product brings its own. Lines from before there were taxes have
    none."""
    after = change.after
    if not change.is_new and change.changed("product_id") and not change.changed("tax_percent") and product:
        after["tax_percent"] = product.tax if product.tax is not None else usual or ZERO
    if after["tax_percent"] is None and change.changed("tax_percent"):
        own = product.tax if product and not is_file else None
        after["tax_percent"] = own if own is not None else usual or ZERO


def _price(changes: Sequence[Change], order: Whole, by: Actor) -> None:
    ids = [change.after["product_id"] for change in changes]
    quantities = [Decimal(change.after["quantity"]) for change in changes]
    on, currency = order.ordered_on or by.today, order.currency
    for change, cost in zip(changes, cost_of(ids, quantities=quantities, currency=currency, on=on), strict=True):
        if change.after["cost"] is None or (change.changed("product_id") and not change.changed("cost")):
            change.after["cost"] = cost.amount
    asked = [at for at, change in enumerate(changes) if _wants_price(change) or _follows(change)]
    if not asked:
        return
    prices = price_of(
        [ids[at] for at in asked], party_id=order.party_id, quantities=[quantities[at] for at in asked],
        currency=currency, on=on, by=by,
    )  # fmt: skip
    for at, price in zip(asked, prices, strict=True):
        after: dict[str, Any] = changes[at].after
        after["unit_price"] = price.amount
        after["steps"] = [[str(step.words), step.amount] for step in price.steps]
        if price.amount is None and price.missing:
            changes[at].refuse("unit_price", price.missing)


def _cost_of_files(changes: Sequence[Change], orders: Mapping[int, Whole], by: Actor) -> None:
    """Of labour and goods, in two questions for a batch of lines of any days."""
    known = [(c, orders[c.after["order_id"]]) for c in changes if c.after["order_id"] in orders]
    asked = [(c, order) for c, order in known if c.after["cost"] is None]
    costs = costs_over_time(
        [
            Asked(c.after["product_id"], Decimal(c.after["quantity"]), order.currency, order.ordered_on or by.today)
            for c, order in asked
        ]
    )
    for (change, _order), cost in zip(asked, costs, strict=True):
        change.after["cost"] = cost


def _follows(change: Change) -> bool:
    """Another product has another price, unless one was agreed with it."""
    return bool(change.before and change.changed("product_id") and not change.changed("unit_price"))


def _products(changes: Sequence[Change]) -> dict[int | None, Sold]:
    ids = {c.after["product_id"] for c in changes} - {None}
    names = ("pk", "name", "list_price", "currency", "tax__percent")
    return {id_: Sold(*rest) for id_, *rest in bulk.found(Product.objects.all(), "pk", ids, *names)}
