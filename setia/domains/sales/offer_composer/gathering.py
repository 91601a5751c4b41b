"""What an offer to a customer can be composed from: their needs, what they have, what the catalog serves them with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from setia.domains.catalog.pricing.costs import cost_of
from setia.domains.catalog.pricing.prices import price_of
from setia.domains.catalog.products.model import Product
from setia.domains.catalog.products.selling import on_sale
from setia.domains.catalog.rules.queries import rules_among
from setia.domains.catalog.servings.model import Serving
from setia.domains.needs.needs.model import Need, NeedStatus
from setia.domains.sales.composing.problem import THOUSANDTHS, Module, Problem, Wish
from setia.domains.sales.margin_floors.finding import floors_of
from setia.domains.sales.offers.adding_up import ruled
from setia.domains.sales.offers.model import Offer
from setia.domains.sales.offers.owning import owned_by
from setia.domains.sales.offers.sums import floor_of
from setia.foundation.access import Actor

MOST_NEEDS, MOST_MODULES = 40, 400


@dataclass(frozen=True, slots=True)
class Gathered:
    """`unpriced` are modules that would serve, but of which nobody knows a price or a cost."""

    problem: Problem
    unpriced: list[str]


def needs_of(offer: Offer, by: Actor) -> list[Need]:
    """The open needs of the customer that this person may see, the weightiest first."""
    rows = by.access.visible(Need.objects.active().filter(party=offer.party_id, status=NeedStatus.OPEN))
    return list(rows.select_related("kind").order_by("-priority", "id")[:MOST_NEEDS])


def fits_for(kinds: Collection[int], products: Iterable[int] | None = None) -> dict[int, dict[int, int]]:
    """How well products serve kinds of needs: fit by kind, by product."""
    rows = Serving.objects.active().filter(need_kind__in=kinds)
    if products is not None:
        rows = rows.filter(product__in=list(products))
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for product, kind, fit in rows.values_list("product_id", "need_kind_id", "fit"):
        found[product][kind] = fit
    return found


def gathered(
    offer: Offer, by: Actor, *, required: Mapping[int, int] | None = None, forbidden: Collection[int] = ()
) -> Gathered:
    """The problem that a proposal for this offer solves. Needs without a kind cannot be served by the catalog."""
    needs = [need for need in needs_of(offer, by) if need.kind_id]
    fits = fits_for({need.kind_id for need in needs})
    asked = dict(required or {})
    ids, rules = _with_what_they_need({*fits, *asked})
    products = _on_sale(ids, by)
    modules, unpriced = _modules(offer, products, _by_need(fits, needs), by)
    problem = Problem(
        modules=tuple(modules),
        wishes=tuple(Wish(need.pk, need.name, max(1, need.priority)) for need in needs),
        rules=tuple(ruled(rules)),
        owned=owned_by([offer.party_id]).get(offer.party_id, {}),
        budget=offer.budget,
        required=asked,
        forbidden=frozenset(forbidden),
    )
    return Gathered(problem, unpriced)


def _with_what_they_need(ids: set[int]) -> tuple[set[int], list[Any]]:
    """These products, what they require or use, what that requires, and so on; with the rules among all of them."""
    known, fresh, rules = set(ids), set(ids), []
    while fresh and len(known) < MOST_MODULES:
        rules = rules_among(sorted(known))
        fresh = {rule.other_id for rule in rules if rule.kind != "excludes"} - known
        known |= fresh
    return known, rules


def _on_sale(ids: set[int], by: Actor) -> list[Product]:
    return list(on_sale(by.today).filter(pk__in=sorted(ids)).order_by("pk")[:MOST_MODULES])


def _by_need(fits: dict[int, dict[int, int]], needs: list[Need]) -> dict[int, dict[int, int]]:
    return {
        product: {need.pk: by_kind[need.kind_id] for need in needs if need.kind_id in by_kind}
        for product, by_kind in fits.items()
    }


def _modules(
    offer: Offer, products: list[Product], fits: dict[int, dict[int, int]], by: Actor
) -> tuple[list[Module], list[str]]:
    ids = [product.pk for product in products]
    prices = price_of(ids, party_id=offer.party_id, quantities={}, currency=offer.currency, on=by.today, by=by)
    costs = cost_of(ids, quantities={}, currency=offer.currency, on=by.today)
    floors, modules, unpriced = floors_of(ids), [], []
    for product, price, cost in zip(products, prices, costs, strict=True):
        if price.amount is None or cost.amount is None:
            unpriced.append(product.name)
            continue
        floor = floor_of(cost.amount, floors.of(product.pk).percent)
        modules.append(
            Module(
                product.pk, product.name, price.amount, cost.amount, floor,
                fits.get(product.pk, {}), None if product.at_most is None else int(product.at_most),
                int((product.capacity or 0) * THOUSANDTHS), product.is_standard,
            )
        )  # fmt: skip
    return modules, unpriced
