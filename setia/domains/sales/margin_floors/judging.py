"""What may be a margin floor: one target, and nothing whose floor would be above its list price."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from setia.domains.catalog.brands.model import Brand
from setia.domains.catalog.categories.model import Category
from setia.domains.catalog.categories.tree import above, parents_of
from setia.domains.catalog.pricing.costs import cost_of
from setia.domains.catalog.products.model import Product
from setia.domains.sales.margin_floors.model import MarginFloor
from setia.domains.sales.sums import floor_of
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.kit.changes import Change

TARGETS: dict[str, tuple[Any, str]] = {
    "product": (Product, "name"), "category": (Category, "path"), "brand": (Brand, "name"),
}  # fmt: skip
BATCH, MOST, NAMED = 500, 5_000, 3
"""So many products are asked about at once, and in all; so many are named."""


def settle_floors(changes: Sequence[Change], by: Actor) -> None:
    names = {target: _named(target, changes) for target in TARGETS}
    for change in changes:
        after = change.after
        given = [target for target in TARGETS if after[f"{target}_id"]]
        if len(given) != 1:
            words = _("A margin floor is for a product, for a category or for a brand: one of the three.")
            change.refuse(given[1] if given else "product", words)
            continue
        target = given[0]
        after["name"] = names[target].get(after[f"{target}_id"], "")[:400]
        due = change.is_new or any(map(change.changed, ("product_id", "category_id", "brand_id", "percent")))
        if due and after["percent"] is not None and 0 <= after["percent"] < 100:
            _refuse_above_price(change, target, by)


def _named(target: str, changes: Sequence[Change]) -> dict[int, str]:
    model, name = TARGETS[target]
    ids = {change.after[f"{target}_id"] for change in changes} - {None}
    return dict(bulk.found(model.objects.all(), "pk", ids, "pk", name))


def _refuse_above_price(change: Change, target: str, by: Actor) -> None:
    """Who may not know costs is not told: from when it is refused they would learn them."""
    if by.access.hides("catalog.product", "cost"):
        return
    rows = _held_by(target, change.after[f"{target}_id"], change.id)
    above_price = list(islice(_above_price(rows, Decimal(change.after["percent"]), by), NAMED + 1))
    if above_price:
        more = len(above_price) > NAMED
        words = ngettext(
            "With so much margin the floor is above the list price of %(products)s. Take less, or raise the price.",
            "With so much margin the floor is above the list prices of %(products)s. Take less, raise the prices, or"
            " give these products floors of their own first.",
            len(above_price),
        )
        change.refuse("percent", words % {"products": ", ".join([*above_price[:NAMED], *(["…"] if more else [])])})


def _held_by(target: str, id_: int, floor: int | None) -> QuerySet[Product]:
    """The products for which a floor of this target would hold."""
    others = MarginFloor.objects.active().exclude(pk=floor)
    rows = Product.objects.active().filter(list_price__isnull=False, is_sold=True)
    if target == "product":
        return rows.filter(pk=id_)
    rows = rows.exclude(pk__in=others.filter(product__isnull=False).values("product_id"))
    known = set(others.filter(category__isnull=False).values_list("category_id", flat=True))
    if target == "category":
        return rows.filter(category__in=_under(id_, known))
    free = Q(category__isnull=True) | ~Q(category__in={one for top in known for one in _under(top, ())})
    return rows.filter(free, brand=id_)


def _under(category: int, known: Collection[int]) -> set[int]:
    """The category and those below it that have no nearer floor."""
    parents = parents_of()
    lines = ((one, above(one, parents)) for one in parents)
    nearer = set(known)
    return {one for one, line in lines if category in line and not nearer & set(line[: line.index(category)])}


def _above_price(rows: QuerySet[Product], percent: Decimal, by: Actor) -> Iterator[str]:
    by_currency: dict[str, list[Any]] = defaultdict(list)
    for product in rows.order_by("pk").only("pk", "name", "list_price", "currency")[:MOST]:
        by_currency[product.currency].append(product)
    for currency, products in by_currency.items():
        for start in range(0, len(products), BATCH):
            some = products[start : start + BATCH]
            costs = cost_of([one.pk for one in some], quantities={}, currency=currency, on=by.today)
            for product, cost in zip(some, costs, strict=True):
                if cost.amount is not None and floor_of(cost.amount, percent) > product.list_price:
                    yield product.name
