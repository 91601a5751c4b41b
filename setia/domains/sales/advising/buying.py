"""Customers who have not ordered for longer than their own rhythm lets expect, and what their usual order is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Max, Min, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.advising.money import InOurs
from setia.domains.sales.orders.model import BINDING, Order
from setia.foundation import bulk
from setia.foundation.formats import Reader
from setia.kit import advice
from setia.kit.advice import Advice, Asked, Candidate, Figures, When

NOUN = "sales.order"
LOOKED_BACK = timedelta(days=3 * 365)
A_YEAR = timedelta(days=365)
ENOUGH = 4
"""From so many orders on there is a rhythm."""

LATE, GONE = 1.5, 4
"""So many times the usual interval: late, and so late that a call about the next order comes too late as well."""

SHORTEST = 7
TOUCHED = ("party.called", "party.met", "party.mailed", "party.visited")
BATCH = 2_000


class Rhythm(NamedTuple):
    """Orders of a party that belong to one and the same colleague, in one currency: who sees one sees them all."""

    party: int
    owner: int | None
    currency: str
    orders: int
    total: int
    first: date
    last: date

    @property
    def order(self) -> tuple[date, int, int, str]:
        """The last one is the one that counts, the same on every database."""
        return self.last, self.orders, self.owner or 0, self.currency

    @property
    def interval(self) -> float:
        """In days."""
        return (self.last - self.first).days / (self.orders - 1)

    def is_late(self, today: date) -> bool:
        if self.orders < ENOUGH or self.interval < SHORTEST:
            return False
        return LATE * self.interval < (today - self.last).days < GONE * self.interval


def overdue(asked: Asked) -> Iterator[Candidate]:
    late: list[Rhythm] = []
    for one in _newest(asked):
        if one.is_late(asked.today):
            late.append(one)
        if len(late) >= BATCH:
            yield from _candidates(late, asked)
            late = []
    yield from _candidates(late, asked)


def _newest(asked: Asked) -> Iterator[Rhythm]:
    """Of each party the rhythm in which its last order stands: a newer order to somebody else is no silence."""
    rows = _bought(asked).filter(ordered_on__gte=asked.today - LOOKED_BACK, contract__isnull=True)
    found = rows.order_by("party_id", "owner_id", "currency").values_list("party_id", "owner_id", "currency")
    asked_for = found.annotate(Count("pk"), Sum("net"), Min("ordered_on"), Max("ordered_on"))
    best: Rhythm | None = None
    for row in asked_for.iterator(5_000):
        one = Rhythm(*row)
        if best and best.party != one.party:
            yield best
            best = None
        if best is None or one.order > best.order:
            best = one
    if best:
        yield best


def _candidates(some: list[Rhythm], asked: Asked) -> Iterator[Candidate]:
    in_ours = InOurs(asked)
    last = _last_orders(some)
    for one in some:
        usual = in_ours(round(one.total / one.orders), one.currency)
        order = last.get((one.party, one.owner, one.last))
        if order is None:
            continue
        figures = {
            "interval": round(one.interval), "last": one.last.isoformat(), "usual": usual, "currency": asked.currency,
        }  # fmt: skip
        until = min(asked.today + timedelta(days=21), one.last + timedelta(days=round(GONE * one.interval)))
        yield Candidate(one.party, f"{NOUN}:{order}", one.owner, usual, until, figures, {"kind": "call"})


def _last_orders(some: list[Rhythm]) -> dict[tuple[int, int | None, date], int]:
    rows = Order.objects.active().filter(status__in=BINDING, contract__isnull=True).order_by("pk")
    names = ("pk", "party_id", "owner_id", "ordered_on")
    return {
        (party, owner, day): pk
        for pk, party, owner, day in bulk.found(rows, "party_id", {one.party for one in some}, *names)
    }


def _bought(asked: Asked) -> QuerySet[Any]:
    return asked.of(Order.objects.active().filter(status__in=BINDING)).order_by()


def usual_orders(asked: Asked) -> Mapping[int, int]:
    """What an order of the last year comes to on average, net."""
    rows = _bought(asked).filter(ordered_on__gt=asked.today - A_YEAR).values_list("party_id", "currency")
    in_ours = InOurs(asked)
    found: dict[int, tuple[int, int]] = {}
    for party, currency, total, number in rows.annotate(Sum("net"), Count("pk")).order_by("party_id", "currency"):
        ours = in_ours(total, currency)
        if ours is not None:
            before = found.get(party, (0, 0))
            found[party] = before[0] + ours, before[1] + number
    return {party: round(total / number) for party, (total, number) in found.items()}


def _words(figures: Figures, read: Reader) -> str:
    last = read.date(date.fromisoformat(figures["last"]))
    told = {"interval": read.number(figures["interval"]), "last": last}
    if figures.get("usual") is None:
        return _("Usually orders every %(interval)s days; the last order was on %(last)s.") % told
    told["usual"] = read.minor(figures["usual"], figures["currency"], decimals=False)
    return _("Usually orders every %(interval)s days, for %(usual)s; the last order was on %(last)s.") % told


advice.add_worth(usual_orders)
advice.add(
    Advice(
        "overdue_reorder", gettext_lazy("Ask about the next order"), NOUN, overdue, _words, ("parties.party", "note"),
        15, When(TOUCHED, anywhere=True), When(("order.created",), anywhere=True), 30,
        gettext_lazy("led to an order"), {NOUN: ("ordered_on", "net", "status", "party")}, "phone",
        icon="shopping-cart",
    )
)  # fmt: skip
