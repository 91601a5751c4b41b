"""What customers buy again: some are loyal, some fade away, some come once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from setia.demo.chance import Chance
from setia.demo.days import SEASONS, after
from setia.demo.firm.assortment import ASSORTMENT, SUPPLIES, WANTED, sold
from setia.demo.firm.prices import CURRENCIES, list_price
from setia.demo.people.party import Party
from setia.demo.plot.deeds import Line
from setia.demo.plot.orders import Orders
from setia.demo.plot.plot import Plot


@dataclass(frozen=True)
class Habit:
    """Usual days between two purchases, how much longer it takes each time, and how often it was the last."""

    pause: float
    slower: float = 1.0
    ends: float = 0.0


HABITS = {
    Habit(36, 0.995, 0.012): 26.0,
    Habit(75, 1.0, 0.05): 30.0,
    Habit(38, 1.3, 0.13): 20.0,
    Habit(0, 1.0, 1.0): 24.0,
}
"""Loyal, regular, fading, and one-time customers."""

PAUSES = {"bar": 0.75, "office": 1.0, "water": 2.2, "home": 1.7}
BUYS_PRIVATELY = 0.62
WORTH_NOTING = 0.06


@dataclass
class Purchases:
    plot: Plot
    chance: Chance
    orders: Orders

    def begin_privately(self, party: Party) -> None:
        """A private customer comes for a first purchase, after asking or without."""
        asked_on = after(party.came, 1)
        day = after(asked_on, self.chance.around(5, 0.9))
        asked = self.chance.one(sold(WANTED["home"], self.plot.span.share(asked_on)))
        if self.chance.happens(0.3):
            at = self.plot.moment(asked_on, self.plot.owner(party, asked_on))
            self.plot.say(party, "private", at, product=ASSORTMENT[asked].name)
        if not self.chance.happens(BUYS_PRIVATELY) or day >= self.plot.span.until.date():
            return
        self.orders.of(party, day, [self._line(party, asked, 1, day), *self._basket(party, day)[:1]])
        self.keep_buying(party, day)

    def keep_buying(self, party: Party, day: date) -> None:
        """Purchase after purchase until the customer stops, or the story does."""
        habit = self.chance.one(HABITS)
        pause = habit.pause * PAUSES[party.need] * self.chance.around(1, 0.25)
        while not self.chance.happens(habit.ends):
            season = SEASONS.get(party.country, SEASONS[""])[day.month - 1]
            day = after(day, 2 + self.chance.around(pause, 0.35) / season**0.5)
            if day >= self.plot.span.until.date():
                return
            self.orders.of(party, day, self._basket(party, day))
            self._talk(party, "contented" if habit.slower <= 1 else "service", day)
            pause *= habit.slower
        if habit.pause and self.chance.happens(0.4):
            self._talk(party, "fading", after(day, 3 * pause), always=True)

    def _basket(self, party: Party, day: date) -> list[Line]:
        offered = sold(SUPPLIES[party.need], self.plot.span.share(day))
        kinds = self.chance.choice((1, 1, 2, 2, 3))
        wanted = dict.fromkeys(self.chance.one(offered) for _n in range(kinds))
        return [self._line(party, reference, self._pieces(party, reference), day) for reference in wanted]

    def _pieces(self, party: Party, reference: str) -> int:
        if not reference.startswith("KO"):
            return max(1, round(self.chance.around(1.3, 0.5) * math.sqrt(party.weight)))
        usual = {"bar": 14.0, "office": 5.0, "water": 3.0, "home": 1.2}[party.need]
        return max(1, round(self.chance.around(usual, 0.35) * party.weight))

    def _line(self, party: Party, reference: str, pieces: int, day: date) -> Line:
        currency = CURRENCIES[party.country]
        price = list_price(ASSORTMENT[reference], day, self.plot.span, currency)
        return Line(ASSORTMENT[reference], pieces, price)

    def _talk(self, party: Party, topic: str, day: date, *, always: bool = False) -> None:
        if not always and not self.chance.happens(WORTH_NOTING * (4 if party.is_company else 1)):
            return
        if topic == "contented":
            topic = self.chance.choice(("contented", "reorder", "reorder", "service"))
        at = self.plot.moment(day, self.plot.owner(party, day))
        self.plot.say(party, topic, at, product=ASSORTMENT["KO-001"].name)
