"""Which price lists are for somebody, and which of their lines is for a product at a quantity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from setia.domains.catalog.categories.tree import above, parents_of
from setia.domains.catalog.periods import holding
from setia.domains.catalog.price_lists.conditions import fulfils
from setia.domains.catalog.price_lists.model import ForWhom, PriceList
from setia.domains.catalog.price_rules.model import PriceRule

NEARNESS = {ForWhom.PARTY.value: 0, ForWhom.CONDITION.value: 1, ForWhom.EVERYBODY.value: 2}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a price list, with what is said of the list."""

    id: int
    list_id: int
    list_name: str
    product_id: int | None
    category_id: int | None
    minimum: Decimal
    amount: int | None
    percent_off: Decimal | None
    above_cost: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True)
class Book:
    """The lines of all lists that are for somebody on a day, list after list in their order."""

    lists: Sequence[Sequence[Line]]
    parents: dict[int, int | None]

    def line_for(self, product_id: int, category_id: int | None, quantity: Decimal) -> Line | None:
        """The first list that says anything of the product decides.

        In it the nearest line: for the product, then for its category, then for one above that, then for everything;
        of these the one that begins at the highest quantity.
        """
        line = above(category_id, self.parents)
        for lines in self.lists:
            fitting = [
                (_distance(one, product_id, line), -one.minimum, one.id, one)
                for one in lines
                if one.minimum <= quantity and _distance(one, product_id, line) is not None
            ]
            if fitting:
                return min(fitting, key=lambda each: each[:3])[3]  # type: ignore[type-var]
        return None


def _distance(line: Line, product_id: int, categories: Sequence[int]) -> int | None:
    """How far the line is from the product; None where it is not for it."""
    if line.product_id is not None:
        return 0 if line.product_id == product_id else None
    if line.category_id is not None:
        return 1 + categories.index(line.category_id) if line.category_id in categories else None
    return 1 + len(categories)


def book_for(product_ids: Iterable[int], party_id: int | None, currency: str, on: date, at: datetime) -> Book:
    """The lists in the order of precedence: priority, then how near they are to the party, then those in the currency
    asked for, then the older ones."""
    whose = Q(party__isnull=True) | Q(party_id=party_id) if party_id else Q(party__isnull=True)
    rows = PriceList.objects.active().filter(holding(on), whose)
    lists = [one for one in rows if is_for(one, party_id, at)]
    lists.sort(key=lambda one: (-one.priority, NEARNESS[one.for_whom], one.currency != currency, one.pk))
    lines = _lines(lists, set(product_ids), on)
    parents = parents_of() if any(line.category_id for some in lines for line in some) else {}
    return Book(lines, parents)


def is_for(price_list: PriceList, party_id: int | None, at: datetime) -> bool:
    if price_list.for_whom == ForWhom.EVERYBODY:
        return True
    if party_id is None:
        return False
    if price_list.for_whom == ForWhom.PARTY:
        return bool(price_list.party_id == party_id)
    return fulfils(party_id, price_list.where, at)


def _lines(lists: Sequence[PriceList], product_ids: set[int], on: date) -> list[list[Line]]:
    if not lists:
        return []
    rows = PriceRule.objects.active().filter(holding(on), price_list__in=[one.pk for one in lists])
    rows = rows.filter(Q(product__isnull=True) | Q(product__in=product_ids))
    names = {one.pk: one.name for one in lists}
    found: dict[int, list[Line]] = defaultdict(list)
    for values in rows.values_list(
        "id", "price_list_id", "product_id", "category_id", "minimum_quantity", "amount", "percent_off", "above_cost",
        "currency",
    ):  # fmt: skip
        id_, list_id, *rest = values
        found[list_id].append(Line(id_, list_id, names[list_id], *rest))
    return [found[one.pk] for one in lists if one.pk in found]
