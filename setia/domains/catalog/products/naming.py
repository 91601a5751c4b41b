"""What is kept at products is called after them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from setia.domains.catalog.products.model import Product
from setia.foundation import bulk
from setia.kit.changes import Change


def products_of(changes: Sequence[Change], *fields: str) -> dict[int, str]:
    """The names of the products that the changes speak of, by number."""
    return names_of({change.after[field] for change in changes for field in fields or ("product_id",)})


def names_of(ids: Iterable[int | None]) -> dict[int, str]:
    return dict(bulk.found(Product.objects.all(), "pk", (id_ for id_ in ids if id_ is not None), "pk", "name"))
