"""Proposing compositions for an offer, and taking one of them into it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.catalog.products.model import Product
from setia.domains.sales.composing.judging import breaches
from setia.domains.sales.composing.problem import Composition, Problem, composition_of
from setia.domains.sales.composing.proposing import Proposal, in_order, proposals
from setia.domains.sales.composing.saying import reason_of
from setia.domains.sales.offer_composer.gathering import gathered
from setia.domains.sales.offers.authority import BELOW_FLOOR
from setia.domains.sales.offers.line import OfferLine
from setia.domains.sales.offers.model import Offer
from setia.domains.sales.offers.operations import is_open, require_open
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid
from setia.foundation.money import decimal
from setia.kit.changes import Change
from setia.kit.kinds import Text
from setia.kit.operations import operation
from setia.kit.resources import registry
from setia.kit.writing import change_of, write

LINES = "sales.offerline"
MOST = 200


@operation(
    records="offer.proposed",
    label=gettext_lazy("Propose"),
    told=gettext_lazy("worked out proposals"),
    icon="sparkles",
    bulk=False,
    when=is_open,
    labels={"required": gettext_lazy("Must be in it"), "forbidden": gettext_lazy("Must not be in it")},
)
def propose_offer(
    offer: Offer, *, required: list[Product] | None = None, forbidden: list[Product] | None = None, by: Actor
) -> dict[str, Any]:
    """The compositions that serve this customer's weighted needs best, within the budget and above the margin floor."""
    require_open(offer)
    problem = gathered(
        offer, by, required={one.pk: 1 for one in required or ()}, forbidden=[one.pk for one in forbidden or ()]
    ).problem
    return {"proposals": [as_data(problem, one, offer.currency, by) for one in proposals(problem)]}


def as_data(problem: Problem, one: Proposal, currency: str, by: Actor) -> dict[str, Any]:
    """For programs; costs only for whoever may know them. `take` is what the verb of this name wants."""
    composition = one.composition
    found: dict[str, Any] = {
        "name": str(one.label),
        "take": written(composition.quantities),
        "serves_percent": round(100 * composition.value / problem.most) if problem.most else 0,
        "needs_served": len(composition.served),
        "net": str(decimal(composition.price, currency)),
        "currency": currency,
        "non_standard": composition.unusual,
        "lines": [
            {"product": id_, "name": problem.by_id[id_].name, "quantity": count, "reason": one.reasons[id_]}
            for id_, count in composition.quantities.items()
        ],
    }
    if sees_costs(by):
        found["margin"] = str(decimal(composition.price - composition.cost, currency))
    return found


def sees_costs(by: Actor) -> bool:
    """Whether this person may know what an offer earns, which the way to its floor gives away as well."""
    return not any(by.access.hides(noun, name) for noun, name in BELOW_FLOOR.tells)


def written(quantities: Mapping[int, int]) -> str:
    return ",".join(f"{id_}:{count}" for id_, count in quantities.items())


def read(text: str) -> dict[int, int]:
    """ "12:1,15:2" -> quantities by product. Refuses nonsense."""
    found: dict[int, int] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        id_, _colon, count = part.partition(":")
        if not all(one.isascii() and one.isdigit() and len(one) < 10 for one in (id_, count or "1")):
            raise Invalid({"modules": [_("Write products and quantities like 12:1,15:2.")]})
        found[int(id_)] = int(count or "1")
    if not found or len(found) > MOST or not all(0 < count <= 1_000 for count in found.values()):
        raise Invalid({"modules": [_("Write products and quantities like 12:1,15:2.")]})
    return found


@operation(
    records="offer.composed",
    label=gettext_lazy("Take a proposal"),
    told=gettext_lazy("took over a proposal"),
    icon="check",
    bulk=False,
    when=lambda offer: False,
    untold=("modules",),  # the lines tell it themselves
    choices={"modules": Text(2_000)},
    labels={"modules": gettext_lazy("Products and quantities")},
)
def take_offer(offer: Offer, *, modules: str, by: Actor) -> None:
    """The proposed modules take the place of those in the offer. Lines of your own, and prices agreed on, stay."""
    require_open(offer)
    wanted = read(modules)
    problem = gathered(offer, by, required=wanted).problem
    if set(wanted) - set(problem.by_id):
        raise Invalid({"modules": [_("One of these products is not on sale, or has no price.")]})
    if any(fault.fault in ("rule", "at most") for fault in breaches(problem, wanted)):
        raise Invalid({"modules": [_("These modules do not go together any more. Propose again.")]})
    asked = Problem(problem.modules, problem.wishes, problem.rules, problem.owned)
    composition = composition_of(asked, wanted)
    _put(offer, asked, composition, by)


def _put(offer: Offer, problem: Problem, composition: Composition, by: Actor) -> None:
    """One batch: lines that stay get their quantity and reason, others are put away, new ones are added."""
    left, changes = dict(composition.quantities), []
    lines = OfferLine.objects.active().filter(offer=offer, product__isnull=False, is_optional=False)
    for line in lines.order_by("position", "id").select_for_update(of=("self",)):
        change = change_of(line)
        if (count := left.pop(line.product_id or 0, None)) is None:
            change.after["archived_at"] = by.at
        else:
            change.after.update(quantity=count, **_why(problem, composition, line.product_id or 0))
        changes.append(change)
    changes = [change for change in changes if change.dirty()]
    for id_ in [id_ for id_ in in_order(problem, composition).quantities if id_ in left]:
        values = {"offer_id": offer.pk, "product_id": id_, "quantity": left[id_]}
        changes.append(Change(after={**values, **_why(problem, composition, id_)}))
    if changes:
        write(registry.of_noun(LINES), changes, by)


def _why(problem: Problem, composition: Composition, module: int) -> dict[str, Any]:
    served = [wish for wish in problem.wishes if composition.served.get(wish.id) == module]
    need = max(served, key=lambda wish: wish.weight).id if served else None
    return {"reason": reason_of(problem, composition, module)[:500], "need_id": need}
