"""Offers are what their lines come to; whatever writes a line ends here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from setia.domains.catalog.products.model import Product
from setia.domains.catalog.rules.queries import rules_among
from setia.domains.organisation.exchange_rates.converting import convert
from setia.domains.sales.composing.judging import Breach, broken_rules
from setia.domains.sales.composing.problem import THOUSANDTHS, Module, Problem, Rule
from setia.domains.sales.margin_floors.finding import Floors, floors_of
from setia.domains.sales.offer_settings.model import offer_settings
from setia.domains.sales.offers.departing import Departure
from setia.domains.sales.offers.line import OfferLine
from setia.domains.sales.offers.model import OfferStatus
from setia.domains.sales.offers.owning import owned_by
from setia.domains.sales.offers.sums import Figures, Sums, amount_of, floor_of, sums_of
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.errors import Refusal
from setia.kit.resources import registry
from setia.kit.writing import changes_of, write

MARKED = ("position", "product_id", "description", "quantity", "unit_price", "discount", "tax_percent", "cost",
          "is_optional", "is_chosen")  # fmt: skip
UNDECIDED = (OfferStatus.WAITING, OfferStatus.APPROVED)


def figures_of(line: OfferLine, floors: Floors | None = None) -> Figures:
    """Without floors, where nobody asks how far down the price may go."""
    return Figures(
        Decimal(line.quantity), line.unit_price or 0, Decimal(line.discount), line.list_price, line.cost,
        Decimal(line.tax_percent or 0), line.counts, floors.of(line.product_id).percent if floors else Decimal(0),
    )  # fmt: skip


def floor_of_line(line: OfferLine, floors: Floors) -> int | None:
    """The least that the whole line may come to; None where nobody knows its cost."""
    if line.cost is None:
        return None
    return floor_of(amount_of(Decimal(line.quantity), line.cost), floors.of(line.product_id).percent)


def sums_of_lines(lines: Sequence[OfferLine], floors: Floors | None = None) -> Sums:
    """With the floors as they are now, if they are not given."""
    floors = floors or floors_of(line.product_id for line in lines)
    return sums_of(figures_of(line, floors) for line in lines)


def add_up(offers: Mapping[int, datetime | None], by: Actor) -> None:
    """Write the sums of these offers anew; what was approved or waits for it is a draft again if it is another offer
    now. The moments are when it happened, if not now."""
    resource = registry.of_noun("sales.offer")
    lines: dict[int, list[OfferLine]] = defaultdict(list)
    for line in OfferLine.objects.active().filter(offer__in=list(offers)).order_by("position", "id"):
        lines[line.offer_id].append(line)
    wanted = changes_of(resource, offers)
    floors = floors_of(line.product_id for some in lines.values() for line in some)
    broken = breaches_of({change.id: (change.after["party_id"], lines[change.id]) for change in wanted})
    for change in wanted:
        after, mine = change.after, lines[change.id]
        sums = sums_of_lines(mine, floors)
        after.update(listed=sums.listed, net=sums.net, tax=sums.tax, gross=sums.gross, cost=sums.cost,
                     margin=sums.margin, floor=sums.floor, mark=mark_of(mine))  # fmt: skip
        points = departure_of(mine, len(broken[change.id]))
        after["departure"] = points.points
        after["departure_cost"] = cost_of_departure(points, after["currency"], by.today)
        if change.changed("mark") and after["status"] in UNDECIDED:
            after["status"] = OfferStatus.DRAFT.value
        change.at = offers[change.id]
    write(resource, [change for change in wanted if change.dirty()], by)


def mark_of(lines: Sequence[OfferLine]) -> str:
    told = [[str(getattr(line, name)) for name in MARKED] for line in lines]
    return sha256(repr(told).encode()).hexdigest() if told else ""


def departure_of(lines: Iterable[OfferLine], exceptions: int) -> Departure:
    counted = [line for line in lines if line.counts]
    return Departure(
        unusual=sum(bool(line.product_id) and not line.is_standard for line in counted),
        free=sum(not line.product_id for line in counted),
        exceptions=exceptions,
        prices=sum(line.list_price is not None and line.unit_price != line.list_price for line in counted),
        discounts=sum(line.discount > 0 for line in counted),
    )


def cost_of_departure(departure: Departure, currency: str, on: date) -> int | None:
    """In the currency of the offer; None where the cost of an hour, or a rate for the day, is not known."""
    company = our_company()
    cost = departure.cost(offer_settings().point_hours, company.hour_cost)
    try:
        return None if cost is None else convert(cost, company.currency, currency, on)
    except Refusal:
        return None


def breaches_of(offers: Mapping[int, tuple[int, Sequence[OfferLine]]]) -> dict[int, list[Breach]]:
    """Rules between modules that the lines of each offer do not keep, with what its customer has."""
    products = {line.product_id for _party, lines in offers.values() for line in lines if line.product_id}
    if not products:
        return {offer: [] for offer in offers}
    rules = tuple(ruled(rules_among(sorted(products))))
    modules = modules_named({*products, *(rule.other for rule in rules)}) if rules else ()
    owned = owned_by({party for party, _lines in offers.values()}) if rules else {}
    found = {}
    for offer, (party, lines) in offers.items():
        quantities: dict[int, int] = defaultdict(int)
        for line in lines:
            if line.product_id and line.counts:
                quantities[line.product_id] += int(line.quantity) or 1
        found[offer] = broken_rules(Problem(modules, (), rules, owned.get(party, {})), quantities) if rules else []
    return found


def ruled(rules: Iterable[Any]) -> Iterable[Rule]:
    for rule in rules:
        yield Rule(rule.kind, rule.product_id, rule.other_id, int(rule.quantity * THOUSANDTHS))


def modules_named(ids: Iterable[int]) -> tuple[Module, ...]:
    rows = Product.objects.filter(pk__in=list(ids)).order_by("pk").values_list("pk", "name", "capacity")
    return tuple(Module(pk, name, 0, capacity=int((capacity or 0) * THOUSANDTHS)) for pk, name, capacity in rows)
