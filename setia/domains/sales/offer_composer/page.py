"""The composer: what the customer needs and has, the offer, what it comes to. What may not be seen is absent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.catalog.products.model import Product
from setia.domains.sales.composing.problem import FULL, Problem
from setia.domains.sales.composing.proposing import proposals
from setia.domains.sales.composing.saying import broken
from setia.domains.sales.margin_floors.finding import Floors, floors_of
from setia.domains.sales.offer_composer.gathering import fits_for, gathered, needs_of
from setia.domains.sales.offer_composer.taking import sees_costs, written
from setia.domains.sales.offers.adding_up import (
    breaches_of,
    departure_of,
    figures_of,
    floor_of_line,
    modules_named,
    sums_of_lines,
)
from setia.domains.sales.offers.authority import lines_of, reaches
from setia.domains.sales.offers.line import OfferLine
from setia.domains.sales.offers.model import Offer, OfferStatus
from setia.domains.sales.offers.operations import is_open
from setia.domains.sales.offers.owning import owned_by
from setia.domains.sales.offers.sums import amount_of, discount_of
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.foundation.formats import Reader, reader_for
from setia.foundation.money import decimal
from setia.kit import pages
from setia.kit.lists import Listing
from setia.kit.pages import RecordPage
from setia.kit.resources import registry
from setia.kit.seeing import name_of, titles

TONES = {
    OfferStatus.DRAFT: "", OfferStatus.WAITING: "info", OfferStatus.APPROVED: "ok", OfferStatus.SENT: "accent",
    OfferStatus.ACCEPTED: "ok", OfferStatus.DECLINED: "bad", OfferStatus.LAPSED: "warn", OfferStatus.WITHDRAWN: "",
    OfferStatus.REPLACED: "",
}  # fmt: skip
LONGEST, MOST_FOUND = 80, 12
VERBS = ("add", "ask", "new_version", "propose", "send", "send_again", "take", "withdraw", "write")


def composed(
    offer: Offer, by: Actor, propose: str = "", require: str = "", forbid: str = "", find: str = ""
) -> dict[str, Any]:
    lines, read = lines_of(offer), reader_for(by.language, by.zone)
    may = {verb: by.access.may(verb, "sales.offer") for verb in VERBS}
    editable = is_open(offer) and by.access.may("revise", "sales.offer")
    costs = sees_costs(by)
    prices = not registry["offers"].hides("net", by.access)
    floors = floors_of(line.product_id for line in lines)
    context: dict[str, Any] = {
        "offer": offer, "may": may, "editable": editable, "sees_costs": costs, "sees_prices": prices,
        "standing": {"label": offer.get_status_display(), "tone": TONES[OfferStatus(offer.status)]},
        "customer": titles("parties.party", [offer.party_id], by.access).get(offer.party_id, ""),
        "lines": [shown_line(line, offer, read, floors if costs else None) for line in lines],
        "needs": shown_needs(offer, lines, by),
        "owned": shown_owned(offer),
        "sums": shown_sums(offer, lines, read, floors),
        "departure": shown_departure(offer, lines, read, costs),
        "authority": shown_authority(offer, lines, by, read, costs, floors),
        "warnings": shown_warnings(offer, lines),
        "valid": read.date(offer.valid_until),
    }  # fmt: skip
    if find.strip() and editable and may["add"]:
        context |= {"sought": find.strip()[:LONGEST], "products": found_products(find.strip()[:LONGEST], by)}
    if propose and is_open(offer) and may["propose"]:
        context |= proposed(offer, by, require, forbid)
    return context


def shown_line(line: OfferLine, offer: Offer, read: Reader, floors: Floors | None) -> dict[str, Any]:
    """Costs, and how far down the price may go, only where floors are given."""
    below = discount_of(figures_of(line))
    found = {
        "id": line.pk, "version": line.version, "description": line.description, "product": line.product_id,
        "quantity": f"{line.quantity.normalize():f}", "unit": line.unit,
        "unit_price": str(decimal(line.unit_price or 0, offer.currency)),
        "price": read.minor(line.unit_price or 0, offer.currency),
        "discount": f"{line.discount.normalize():f}" if line.discount else "",
        "amount": read.minor(line.amount, offer.currency),
        "reason": line.reason, "is_optional": line.is_optional, "is_standard": line.is_standard,
        "steps": [(words, read.minor(amount, offer.currency)) for words, amount in line.steps],
        "list": "" if line.list_price is None else read.minor(line.list_price, offer.currency),
        "below": read.percent(float(below) / 100, 1) if below else "",
        "may_relist": line.list_price is not None and (line.unit_price != line.list_price or bool(line.discount)),
    }  # fmt: skip
    if floors and line.cost is not None:
        found |= {"cost": read.minor(line.cost, offer.currency)} | shown_floor(line, offer, read, floors)
    return found


def shown_floor(line: OfferLine, offer: Offer, read: Reader, floors: Floors) -> dict[str, Any]:
    """The least that the line may come to, which floor says so, and whether even the list price is below it."""
    floor, least = floors.of(line.product_id), floor_of_line(line, floors) or 0
    usual = line.unit_price if line.list_price is None else line.list_price
    return {
        "floor": read.minor(least, offer.currency), "floor_from": floor.words,
        "floor_share": floor.share(read),
        "floor_is_above": least > amount_of(Decimal(line.quantity), usual or 0),
    }  # fmt: skip


def shown_needs(offer: Offer, lines: list[OfferLine], by: Actor) -> list[dict[str, Any]]:
    """Each open need, how much it weighs, and what of the offer serves it how well."""
    needs = needs_of(offer, by)
    products = {line.product_id: line.description for line in lines if line.product_id and line.counts}
    fits = fits_for({need.kind_id for need in needs if need.kind_id}, products)
    found = []
    for need in needs:
        fit, by_whom = max(((fits[p].get(need.kind_id, 0), p) for p in products if p in fits), default=(0, 0))
        found.append(
            {
                "id": need.pk, "words": need.name, "weight": need.priority, "kind": need.kind.name if need.kind else "",
                "importance": need.importance, "satisfaction": need.satisfaction, "fit": fit, "full": FULL,
                "served_by": products.get(by_whom, "") if fit else "",
            }
        )  # fmt: skip
    return found


def shown_owned(offer: Offer) -> list[tuple[str, int]]:
    owned = owned_by([offer.party_id]).get(offer.party_id, {})
    names = dict(Product.objects.filter(pk__in=owned).values_list("pk", "name"))
    return sorted((names[id_], count) for id_, count in owned.items() if id_ in names)


def shown_sums(offer: Offer, lines: list[OfferLine], read: Reader, floors: Floors) -> dict[str, Any]:
    sums = sums_of_lines(lines, floors)

    def money(minor: int) -> str:
        return read.minor(minor, offer.currency)

    share = sums.margin / sums.net if sums.net else 0.0
    return {
        "listed": money(sums.listed), "discount": money(sums.discount) if sums.discount else "",
        "discount_share": read.percent(sums.discount / sums.listed, 1) if sums.listed and sums.discount else "",
        "net": money(sums.net), "gross": money(sums.gross), "cost": money(sums.cost), "margin": money(sums.margin),
        "margin_share": read.percent(share, 1), "floor": money(sums.floor), "unknown": sums.unknown,
        "taxes": [(read.number(rate.normalize()), money(tax)) for rate, tax in sums.taxes.items()],
        "above_floor": sums.net >= sums.floor, "room": money(abs(sums.net - sums.floor)),
        "meter": [sums.cost, sums.floor, sums.net, max(sums.net, sums.floor, sums.listed, 1)],
        "over_budget": money(sums.net - offer.budget) if offer.budget is not None and sums.net > offer.budget else "",
        "budget": "" if offer.budget is None else money(offer.budget),
    }  # fmt: skip


def shown_departure(offer: Offer, lines: list[OfferLine], read: Reader, costs: bool) -> dict[str, Any]:
    exceptions = len(breaches_of({offer.pk: (offer.party_id, lines)})[offer.pk])
    parts = departure_of(lines, exceptions)
    named = (
        (_("Modules that are not standard"), parts.unusual), (_("Lines without a product"), parts.free),
        (_("Rules not kept"), parts.exceptions), (_("Prices typed over"), parts.prices),
        (_("Lines with a discount"), parts.discounts),
    )  # fmt: skip
    cost = parts.points and offer.departure_cost
    return {
        "points": parts.points, "parts": [(words, count) for words, count in named if count],
        "cost": read.minor(cost, offer.currency) if costs and cost else "",
    }  # fmt: skip


def shown_authority(
    offer: Offer, lines: list[OfferLine], by: Actor, read: Reader, costs: bool, floors: Floors
) -> dict[str, Any]:
    found = []
    for reach in reaches(offer, lines, by, floors):
        if reach.decision.name == "below_floor" and not costs:
            words = _("The price is below what may be agreed")
        else:
            words = f"{reach.decision.label}: {read.percent(float(reach.value) / 100, 1)}"
            if reach.limit is not None:
                words += _(" (your limit: %(limit)s)") % {"limit": read.percent(float(reach.limit) / 100, 1)}
        state = reach.state if reach.state else ("missing" if reach.is_beyond else "within")
        found.append({"words": words, "state": state})
    return {
        "reaches": found, "is_missing": any(one["state"] == "missing" for one in found),
        "is_waiting": any(one["state"] == "waiting" for one in found),
    }  # fmt: skip


def shown_warnings(offer: Offer, lines: list[OfferLine]) -> list[str]:
    found = breaches_of({offer.pk: (offer.party_id, lines)})[offer.pk]
    if not found:
        return []
    ids = {id_ for fault in found if fault.rule for id_ in (fault.rule.module, fault.rule.other)}
    named = Problem(modules_named(ids), ())
    return [broken(named, fault.rule, fault.by) for fault in found if fault.rule]


def found_products(text: str, by: Actor) -> list[dict[str, Any]]:
    """Products that a text finds, for whoever has no scripts in the browser."""
    if not by.access.may("see", "catalog.product"):
        return []
    rows = Listing(registry["products"], by, columns=("name",), text=text).page(size=MOST_FOUND).rows
    return [{"id": row["id"], "name": name_of(registry["products"], row, by.access)} for row in rows]


def proposed(offer: Offer, by: Actor, require: str, forbid: str) -> dict[str, Any]:
    """Alternatives side by side, or why there is none."""
    read = reader_for(by.language, by.zone)
    required, forbidden = numbers(require), numbers(forbid)
    found = gathered(offer, by, required=dict.fromkeys(required, 1), forbidden=forbidden)
    context: dict[str, Any] = {
        "asked": True, "unpriced": found.unpriced, "require": require, "forbid": forbid,
        "required_names": names_of(required), "forbidden_names": names_of(forbidden),
    }  # fmt: skip
    try:
        alternatives = proposals(found.problem)
    except Refusal as refusal:
        return {**context, "refused": refusal.message, "proposals": []}
    modules, most = found.problem.by_id, found.problem.most
    context["proposals"] = [
        {
            "label": str(one.label), "take": written(one.composition.quantities),
            "serves": round(100 * one.composition.value / most), "served": len(one.composition.served),
            "of": len(found.problem.wishes), "price": read.minor(one.composition.price, offer.currency),
            "margin": read.percent((one.composition.price - one.composition.cost) / one.composition.price, 1)
            if sees_costs(by) and one.composition.price else "",
            "unusual": one.composition.unusual,
            "lines": [
                {"id": id_, "name": modules[id_].name, "count": count, "reason": one.reasons[id_],
                 "price": read.minor(modules[id_].price * count, offer.currency)}
                for id_, count in one.composition.quantities.items()
            ],
        }
        for one in alternatives
    ]  # fmt: skip
    return context


def numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part.isascii() and part.isdigit() and len(part) < 10][:50]


def names_of(ids: list[int]) -> list[tuple[int, str]]:
    return list(Product.objects.filter(pk__in=ids).values_list("pk", "name"))


pages.add(
    "sales.offer",
    RecordPage(
        "compose", gettext_lazy("Compose"), "blocks", "sales/compose.html", composed,
        parameters=("propose", "require", "forbid", "find"), opens=True,
    ),
)  # fmt: skip
