"""Which margin floor holds for a product, and where it comes from. The most specific one wins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.db.models import Q
from django.utils.translation import gettext as _

from setia.domains.catalog.categories.tree import above, parents_of
from setia.domains.catalog.products.model import Product
from setia.domains.sales.margin_floors.model import MarginFloor
from setia.domains.sales.offer_settings.model import offer_settings
from setia.foundation import bulk
from setia.foundation.formats import Reader

Source = Literal["product", "category", "brand", "company"]


@dataclass(frozen=True, slots=True)
class Floor:
    """So many percent of the price must remain; `name` is that of the product, the category or the brand."""

    percent: Decimal
    source: Source = "company"
    name: str = ""

    def share(self, read: Reader) -> str:
        """The percent, with as many places as it has."""
        places = Decimal(self.percent).normalize().as_tuple().exponent
        return read.percent(Decimal(self.percent) / 100, max(0, -places if isinstance(places, int) else 0))

    @property
    def words(self) -> str:
        """Where it comes from."""
        if self.source == "product":
            return _("set for the product")
        if self.source == "company":
            return _("set for our company")
        words = _("set for the category %(name)s") if self.source == "category" else _("set for the brand %(name)s")
        return words % {"name": self.name}


class Floors:
    """The floors of some products. What is no product of the catalog has that of our company."""

    def __init__(self, of_company: Floor, by_product: Mapping[int, Floor]) -> None:
        self.of_company, self._by_product = of_company, by_product

    def of(self, product: int | None) -> Floor:
        return self._by_product.get(product or 0, self.of_company)


def floors_of(products: Iterable[int | None]) -> Floors:
    """That of the product; else of its category, or of the nearest category above that has one; else of its brand; else
    that of our company. At most four questions, however many products."""
    of_company = Floor(Decimal(offer_settings().floor_percent))
    ids = {id_ for id_ in products if id_}
    if not ids:
        return Floors(of_company, {})
    by_product = {
        id_: Floor(percent, "product")
        for id_, percent in bulk.found(MarginFloor.objects.active(), "product_id", ids, "product_id", "percent")
    }
    by_target = broader()
    if by_target:
        parents = parents_of()
        placed = bulk.found(Product.objects.all(), "pk", ids - by_product.keys(), "pk", "category_id", "brand_id")
        for id_, category, brand in placed:
            if found := nearest(category, brand, by_target, parents):
                by_product[id_] = found
    return Floors(of_company, by_product)


def broader() -> dict[tuple[Source, int], Floor]:
    """Those of categories and of brands; there are hundreds at most."""
    rows = MarginFloor.objects.active().filter(Q(category__isnull=False) | Q(brand__isnull=False))
    found: dict[tuple[Source, int], Floor] = {}
    for category, path, brand, name, percent in rows.values_list(
        "category_id", "category__path", "brand_id", "brand__name", "percent"
    ):
        if category:
            found["category", category] = Floor(percent, "category", path)
        else:
            found["brand", brand] = Floor(percent, "brand", name)
    return found


def nearest(
    category: int | None, brand: int | None, floors: Mapping[tuple[Source, int], Floor],
    parents: Mapping[int, int | None],
) -> Floor | None:  # fmt: skip
    """Of the category or the nearest above it that has one, else of the brand."""
    steps: list[tuple[Source, int]] = [("category", one) for one in above(category, parents)]
    find: Callable[[tuple[Source, int]], Floor | None] = floors.get
    return next(filter(None, map(find, [*steps, ("brand", brand or 0)])), None)
