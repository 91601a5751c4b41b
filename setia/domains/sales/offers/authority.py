"""What of an offer goes beyond somebody's authority, and asking whoever may decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.authority.approvals.asking import approved, ask, waiting
from setia.domains.authority.kinds import Decision, declare
from setia.domains.authority.limits.asking import limit_of
from setia.domains.sales.margin_floors.finding import Floors, floors_of
from setia.domains.sales.offers.adding_up import figures_of, floor_of_line, sums_of_lines
from setia.domains.sales.offers.line import OfferLine
from setia.domains.sales.offers.model import OPEN, Offer
from setia.domains.sales.offers.sums import discount_of, half_up
from setia.foundation.access import Actor
from setia.foundation.formats import Reader, reader_for
from setia.foundation.records import address

NOTHING = Decimal(0)


def mark_now(where: str) -> str | None:
    """The mark of the offer with this address; None once nobody need decide on it any more."""
    number = where.partition(":")[2]
    found = Offer.objects.filter(pk=int(number), status__in=OPEN).values_list("mark", flat=True).first()
    return None if found is None else str(found)


DISCOUNT = declare(
    Decision(
        "discount", gettext_lazy("Discount"), "percent",
        gettext_lazy("By how many percent a line of an offer may be below its list price."), mark_now,
    )
)  # fmt: skip
BELOW_FLOOR = declare(
    Decision(
        "below_floor", gettext_lazy("Margin below the floor"), "percent",
        gettext_lazy("By how many percent the price of an offer may be below its floor."), mark_now,
        (("sales.offer", "cost"), ("sales.offer", "margin"), ("sales.offer", "floor"), ("catalog.product", "cost")),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reach:
    """How far an offer goes in one kind of decision, and how far the person may go alone (None: without limit)."""

    decision: Decision
    value: Decimal
    limit: Decimal | None
    state: str = ""
    """"approved" or "waiting" where somebody was asked about the offer as it is now."""

    @property
    def is_beyond(self) -> bool:
        return self.limit is not None and self.value > self.limit

    @property
    def is_missing(self) -> bool:
        return self.is_beyond and self.state != "approved"


def lines_of(offer: Offer) -> list[OfferLine]:
    return list(OfferLine.objects.active().filter(offer=offer).select_related("product").order_by("position", "id"))


def reaches(offer: Offer, lines: Sequence[OfferLine], by: Actor, floors: Floors | None = None) -> list[Reach]:
    """Every kind of decision that this offer takes, as far as it takes any."""
    found = []
    for decision, value in ((DISCOUNT, deepest_discount(lines)), (BELOW_FLOOR, below_floor(lines, floors))):
        if value > NOTHING:
            found.append(Reach(decision, value, limit_of(by, decision.name), _state(decision, offer)))
    return found


def deepest_discount(lines: Sequence[OfferLine]) -> Decimal:
    """Of the line that is furthest below its list price; optional lines too, for the customer may choose them."""
    return max((discount_of(figures_of(line)) for line in lines), default=NOTHING)


def below_floor(lines: Sequence[OfferLine], floors: Floors | None = None) -> Decimal:
    """By how many percent the price is below the floor; 0 where it is not."""
    sums = sums_of_lines(lines, floors)
    if sums.net >= sums.floor:
        return NOTHING
    return Decimal(half_up(Fraction(sums.floor - sums.net, sums.floor) * 10_000)) / 100


def _state(decision: Decision, offer: Offer) -> str:
    about = address(offer)
    if approved(decision.name, about, offer.mark):
        return "approved"
    return "waiting" if waiting(decision.name, about, offer.mark) else ""


def ask_for(offer: Offer, lines: Sequence[OfferLine], missing: Sequence[Reach], why: str, by: Actor) -> None:
    read = reader_for(by.language, by.zone)
    figures, secret = figures_for(offer, lines, read), costs_for(offer, lines, read)
    for reach in missing:
        ask(reach.decision.name, address(offer), reach.value, figures, why, offer.mark, by=by,
            party_id=offer.party_id, secret=secret)  # fmt: skip


def costs_for(offer: Offer, lines: Sequence[OfferLine], read: Reader) -> list[tuple[str, str]]:
    """What is only for those who may know costs, whoever asks."""
    floors = floors_of(line.product_id for line in lines)
    sums = sums_of_lines(lines, floors)
    share = sums.margin / sums.net if sums.net else 0
    found = [
        (_("Cost"), read.minor(sums.cost, offer.currency)),
        (_("Margin"), f"{read.minor(sums.margin, offer.currency)} ({read.percent(share, 1)})"),
        (_("Floor"), read.minor(sums.floor, offer.currency)),
    ]
    if offer.departure_cost is not None:
        found.append((_("Cost of the departure"), read.minor(offer.departure_cost, offer.currency)))
    if sums.unknown:
        found.append((_("Lines without a known cost"), read.number(sums.unknown)))
    for line in lines:
        if (least := floor_of_line(line, floors)) is not None and line.counts:
            floor = floors.of(line.product_id)
            words = _("%(amount)s (%(percent)s, %(where)s)") % {
                "amount": read.minor(least, offer.currency), "percent": floor.share(read),
                "where": floor.words,
            }  # fmt: skip
            found.append((_("Floor: %(line)s") % {"line": line.description}, words))
    return found


def figures_for(offer: Offer, lines: Sequence[OfferLine], read: Reader) -> list[tuple[str, str]]:
    """What somebody needs to decide, as it was when they were asked; without costs, for whoever asks reads it too."""
    sums = sums_of_lines(lines)

    def money(minor: int | None) -> str:
        return "–" if minor is None else read.minor(minor, offer.currency)

    found = [
        (_("At list prices"), money(sums.listed)),
        (_("Net"), money(sums.net)),
        (_("Departure from the standard"), read.number(offer.departure)),
    ]
    for line in lines:
        percent = discount_of(figures_of(line))
        if percent > NOTHING:
            words = _("%(price)s instead of %(list)s (-%(percent)s %%)") % {
                "price": money(line.amount), "list": money(line.list_price), "percent": read.number(percent),
            }  # fmt: skip
            found.append((line.description, words))
    return found
