"""Which tax is on a product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from setia.domains.catalog.products.model import Product
from setia.domains.catalog.taxes.model import Tax
from setia.foundation import bulk


def usual_tax() -> Tax | None:
    found: Tax | None = Tax.objects.active().filter(is_usual=True).order_by("pk").first()
    return found


def taxes_of(product_ids: Iterable[int]) -> Mapping[int, Tax | None]:
    """The tax of each product, by number: its own, or the usual one. Three questions, however many products."""
    named = dict(bulk.found(Product.objects.all(), "pk", product_ids, "pk", "tax_id"))
    known = Tax.objects.in_bulk({tax for tax in named.values() if tax is not None})
    usual = usual_tax()
    return {product: known.get(tax, usual) if tax else usual for product, tax in named.items()}
