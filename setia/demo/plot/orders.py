"""What becomes of an order: confirmed, delivered, paid sooner or later, seldom cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from setia.demo.chance import Chance
from setia.demo.days import after
from setia.demo.firm.assortment import CANCELLED
from setia.demo.firm.colleagues import ACCOUNTS, DESK
from setia.demo.people.party import Party
from setia.demo.plot.deeds import Deal, Line, Order
from setia.demo.plot.plot import Plot

# How firms and private customers pay, and within how many days firms are to.
METHODS: dict[tuple[str, bool], dict[str, float]] = {
    ("fr", True): {"transfer": 78.0, "card": 12.0, "cheque": 10.0},
    ("fr", False): {"card": 84.0, "wallet": 10.0, "cheque": 6.0},
    ("id", True): {"transfer": 72.0, "wallet": 18.0, "cash": 10.0},
    ("id", False): {"wallet": 58.0, "transfer": 30.0, "cash": 12.0},
    ("en", True): {"transfer": 66.0, "card": 34.0},
    ("en", False): {"card": 88.0, "wallet": 12.0},
}
TERMS = {"fr": 30, "id": 14, "en": 21}
AT_ONCE = frozenset({"card", "wallet", "cash"})
CANCELS, NEVER_PAYS, IN_PARTS, LATE = 0.025, 0.025, 0.06, 14


@dataclass
class Orders:
    plot: Plot
    chance: Chance

    def from_deal(self, deal: Deal, won_at: datetime) -> None:
        """The order desk enters what was agreed, the working day after the deal was won."""
        day = after(won_at.date(), 1)
        order = Order(deal.party, self.plot.owner(deal.party, day), day, deal.lines, deal)
        self._happens(order, self.plot.moment(day, DESK))
        self._installed(order)

    def of(self, party: Party, day: date, lines: list[Line]) -> None:
        """The order desk enters what a customer ordered by mail, telephone or in the shop."""
        order = Order(party, self.plot.owner(party, day), day, lines)
        self._happens(order, self.plot.moment(day, DESK))

    def _happens(self, order: Order, at: datetime) -> None:
        if not self.plot.do(at, DESK, "order", order):
            return
        confirmed = after(order.ordered_on, self.chance.choice((0, 0, 1, 1, 2, 3)))
        delivered = after(confirmed, 1 + self.chance.around(6 if order.deal else 3, 0.6))
        if self.chance.happens(CANCELS):
            reason = self.chance.choice(CANCELLED)
            self.plot.do(self.plot.moment(after(confirmed, 1), DESK), DESK, "cancel", order, reason=reason)
            return
        confirmed_at = max(at + timedelta(minutes=20), self.plot.moment(confirmed, DESK))
        self.plot.do(confirmed_at, DESK, "confirm", order)
        self.plot.do(max(confirmed_at + timedelta(hours=3), self.plot.moment(delivered, DESK)), DESK, "deliver", order)
        self._is_paid(order, confirmed_at, delivered)

    def _is_paid(self, order: Order, confirmed_at: datetime, delivered: date) -> None:
        party = order.party
        method = self.chance.one(METHODS[party.language, party.is_company])
        if method in AT_ONCE:
            self._pay(order, order.total, method, confirmed_at + timedelta(minutes=5))
            return
        terms = TERMS[party.language] if party.is_company else 5
        waited = terms * self.chance.around(0.95, 0.35)
        if waited > terms + LATE:
            self.plot.say(party, "late", self.plot.moment(after(delivered, terms + LATE), ACCOUNTS))
        if self.chance.happens(NEVER_PAYS):
            return
        day, total = after(delivered, waited), order.total
        if order.deal and self.chance.happens(IN_PARTS):
            part = round(total * 0.3)
            self._pay(order, part, method, self.plot.moment(after(order.ordered_on, 3), ACCOUNTS))
            total, day = total - part, after(day, 25)
        self._pay(order, total, method, self.plot.moment(day, ACCOUNTS))

    def _pay(self, order: Order, amount: int, method: str, at: datetime) -> None:
        self.plot.do(at, ACCOUNTS, "pay", order, amount=amount, method=method)

    def _installed(self, order: Order) -> None:
        if self.chance.happens(0.5):
            day = after(order.ordered_on, 6 + self.chance.around(6, 0.4))
            at = self.plot.moment(day, self.plot.owner(order.party, day))
            first = order.lines[0]
            self.plot.say(order.party, "installed", at, product=first.article.name, count=first.quantity)
