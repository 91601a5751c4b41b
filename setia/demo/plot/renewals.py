"""Maintenance contracts end after a year; most customers sign for another one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from setia.demo.chance import Chance
from setia.demo.days import YEAR, after
from setia.demo.firm.prices import CURRENCIES, list_price
from setia.demo.plot.deals import CONTRACTS
from setia.demo.plot.deeds import Deal, Line
from setia.demo.plot.orders import Orders
from setia.demo.plot.plot import Plot
from setia.demo.words.sayings import next_steps

RENEWED = ("SV-200", "SV-300")
SIGNS = 0.78
REASONS = {"Price": 2.0, "Cancelled the contract": 3.0, "Chose a competitor": 1.0}


@dataclass
class Renewals:
    plot: Plot
    chance: Chance
    orders: Orders

    def of(self, deal: Deal, signed_on: date) -> None:
        """Year after year, what was signed on this day is due again."""
        lines = [line for line in deal.lines if line.article.reference in RENEWED]
        day = after(signed_on, YEAR - 40)
        if not lines or day >= self.plot.span.until.date():
            return
        renewal = self._due(deal, lines[0], day)
        at = self.plot.moment(day, renewal.owner)
        self.plot.do(at, renewal.owner, "deal", renewal)
        self._say(renewal, at)
        offered = after(day, self.chance.around(10))
        step = self.chance.choice(next_steps(deal.party.language, "Offered"))
        self._move(renewal, offered, "Offered", amount=renewal.amount, next_step=step)
        decided = after(offered, self.chance.around(18))
        if not self.chance.happens(SIGNS):
            self._move(renewal, decided, "Declined", reason=self.chance.one(REASONS), next_step="")
        elif signed := self._move(renewal, decided, "Signed", amount=renewal.amount, next_step=""):
            self.orders.from_deal(renewal, signed)
            self.of(renewal, decided)

    def _due(self, deal: Deal, line: Line, day: date) -> Deal:
        party, article = deal.party, line.article
        price = list_price(article, day, self.plot.span, CURRENCIES[party.country])
        again = Line(article, line.quantity, price)
        step = self.chance.choice(next_steps(party.language, "Due"))
        owner = self.plot.owner(party, day)
        return Deal(party, article, CONTRACTS, "Due", owner, day, after(day, 40), again.amount, [again], step)

    def _move(self, deal: Deal, day: date, stage: str, **values: object) -> datetime | None:
        by = self.plot.owner(deal.party, day)
        at = self.plot.moment(day, by)
        return at if self.plot.do(at, by, "stage", deal, stage=stage, **values) else None

    def _say(self, deal: Deal, at: datetime) -> None:
        self.plot.say(deal.party, "renewal", at, product=deal.article.name, count=deal.quantity)
