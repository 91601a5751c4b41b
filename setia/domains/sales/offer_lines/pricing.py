"""What the catalog says of a line: its list price for this customer and how that came about, its cost, its tax."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from setia.domains.catalog.pricing.costs import cost_of
from setia.domains.catalog.pricing.prices import price_of
from setia.domains.catalog.products.model import Product
from setia.domains.catalog.taxes.model import Tax
from setia.foundation.access import Actor
from setia.kit.changes import Change


@dataclass(frozen=True, slots=True)
class Whole:
    """What a line must know of its offer."""

    party_id: int
    currency: str
    status: str


def fill_in(changes: Sequence[Change], offers: dict[int, Whole], by: Actor) -> None:
    """New lines, and those with another product or quantity, get what the catalog says now. A price that was agreed
    stays; one that followed the list goes on following it."""
    asked = [c for c in changes if c.after["product_id"] and not c.errors]
    due = [c for c in asked if c.changed("product_id") or c.changed("quantity")]
    if not due:
        return
    products = {p.pk: p for p in Product.objects.select_related("tax").filter(
        pk__in={c.after["product_id"] for c in due})}  # fmt: skip
    usual = Tax.objects.active().filter(is_usual=True).values_list("percent", flat=True).first()
    for offer_id, group in _by_offer(due).items():
        if offer := offers.get(offer_id):
            _price(group, offer, products, usual, by)


def _by_offer(changes: Sequence[Change]) -> dict[int, list[Change]]:
    found: dict[int, list[Change]] = defaultdict(list)
    for change in changes:
        found[change.after["offer_id"]].append(change)
    return found


def _price(changes: Sequence[Change], offer: Whole, products: dict[int, Any], usual: Decimal | None, by: Actor) -> None:
    ids = [change.after["product_id"] for change in changes]
    quantities = [Decimal(change.after["quantity"]) for change in changes]
    prices = price_of(ids, party_id=offer.party_id, quantities=quantities, currency=offer.currency, on=by.today, by=by)
    costs = cost_of(ids, quantities=quantities, currency=offer.currency, on=by.today)
    for change, price, cost in zip(changes, prices, costs, strict=True):
        after, product = change.after, products.get(change.after["product_id"])
        listed = (change.before or {}).get("list_price")
        follows = change.is_new and after["unit_price"] is None or (
            not change.changed("unit_price") and after["unit_price"] == listed
        )  # fmt: skip
        after["list_price"] = price.amount
        after["steps"] = [[str(step.words), step.amount] for step in price.steps]
        if follows or (change.changed("product_id") and not change.changed("unit_price")):
            after["unit_price"] = price.amount
        if not (change.is_new and after["cost"] is not None) and not change.changed("cost") or after["cost"] is None:
            after["cost"] = cost.amount
        if product and change.changed("product_id"):
            after["description"] = after["description"] or product.name
            after["unit"] = after["unit"] or product.unit
            after["is_standard"] = product.is_standard
            rate = product.tax.percent if product.tax else usual
            after["tax_percent"] = after["tax_percent"] if after["tax_percent"] is not None else rate
