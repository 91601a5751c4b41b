"""Deals with firms: from the first call through the stages to an order, a refusal, or silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from setia.demo.chance import Chance
from setia.demo.days import after
from setia.demo.firm.assortment import ASSORTMENT, LOST_REASONS, WANTED, Article, sold
from setia.demo.firm.colleagues import COLLEAGUES, TEAM_OF, TEAMS
from setia.demo.firm.prices import CURRENCIES, list_price, rounded
from setia.demo.people.party import Party
from setia.demo.plot.deeds import Deal, Line
from setia.demo.plot.plot import Plot
from setia.demo.words.sayings import next_steps

SALES, CONTRACTS = "Sales", "Maintenance contracts"

# Stage: usual days in it, share of the lost deals that end in it, what is talked about on the way.
STAGES = {
    "Prospecting": (8.0, 0.28, "first"),
    "Engaging": (13.0, 0.27, "visit"),
    "Proposal": (16.0, 0.32, "offer"),
    "Negotiation": (10.0, 0.13, "haggle"),
}
WINS, WINS_AGAIN = 0.37, 0.12
TALKS = 0.8
STALLS, SILENCE, REOPENS = 0.07, 140, 0.05
INTERESTED, AGAIN, AGAIN_AFTER_LOSS = 0.8, 0.72, 0.5
DISCOUNTS = ((8, 0.12), (4, 0.07), (2, 0.03))
"""From so many pieces on, so much less."""

Won = Callable[[Deal, datetime], None]


@dataclass
class Deals:
    """`won` is told of every deal that becomes an order."""

    plot: Plot
    chance: Chance
    won: Won
    has_reopened: bool = False
    has_escalated: bool = False

    def pursue(self, party: Party, first: date) -> None:
        """All deals with a firm, one after the other."""
        day, is_customer = first, "customer" in party.roles
        if not self.chance.happens(INTERESTED):
            return
        while day < self.plot.span.until.date():
            ended, is_won = self._deal(party, day, is_customer)
            is_customer |= is_won
            if ended is None or not self.chance.happens(AGAIN if is_customer else AGAIN_AFTER_LOSS):
                return
            day = after(ended, 20 + self.chance.around(190 / max(0.5, party.weight), 0.6))

    def _deal(self, party: Party, day: date, is_customer: bool) -> tuple[date | None, bool]:
        """When it ended (nothing if it has not), and whether it was won."""
        deal = self._opened(party, day)
        at = self.plot.moment(day, deal.owner)
        if not self.plot.do(at, deal.owner, "deal", deal):
            return None, False
        self._talk(deal, "first", at)
        likely = WINS + COLLEAGUES[deal.owner].skill + (WINS_AGAIN if is_customer else 0)
        if self.chance.happens(STALLS):
            return self._stall(deal, day), False
        if self.chance.happens(likely):
            return self._win(deal, day)
        ended = self._lose(deal, day, self._last_stage())
        if self.has_reopened and not self.chance.happens(REOPENS):
            return ended, False
        self.has_reopened = True
        return self._second_thoughts(deal, ended)

    def _opened(self, party: Party, day: date) -> Deal:
        article = self._article(party, day)
        lines = self._lines(party, article, day)
        estimate = rounded(
            sum(line.amount for line in lines) * self.chance.uniform(0.85, 1.2), CURRENCIES[party.country]
        )
        expected = after(day, self.chance.around(55, 0.3))
        owner = self.plot.owner(party, day)
        step = self.chance.choice(next_steps(party.language, "Prospecting"))
        return Deal(party, article, SALES, "Prospecting", owner, day, expected, estimate, lines, step)

    def _article(self, party: Party, day: date) -> Article:
        return ASSORTMENT[self.chance.one(sold(WANTED[party.need], self.plot.span.share(day)))]

    def _lines(self, party: Party, article: Article, day: date) -> list[Line]:
        heads = {"office": 24, "water": 35}.get(party.need, 28)
        pieces = min(14, max(1, round(party.employees / heads * self.chance.uniform(0.5, 1.3))))
        pieces = 1 if article.reference == "BR-950" else pieces
        wanted = [(article, pieces), (ASSORTMENT["SV-100"], -(-pieces // 4))]
        if self.chance.happens(0.45):
            wanted.append((ASSORTMENT["SV-300" if self.chance.happens(0.25) else "SV-200"], pieces))
        if article.reference in ("BR-800", "BR-900") and self.chance.happens(0.5):
            wanted.append((ASSORTMENT["BR-060"], pieces))
        if article.brand == "Brumelle" and self.chance.happens(0.4):
            wanted.append((ASSORTMENT["KO-001"], 6 * pieces))
        less = next((part for most, part in DISCOUNTS if pieces >= most), 0.0)
        return [self._line(party, found, count, day, less) for found, count in wanted]

    def _line(self, party: Party, article: Article, count: int, day: date, less: float) -> Line:
        price = list_price(article, day, self.plot.span, CURRENCIES[party.country])
        less = 0 if article.is_service else less
        return Line(article, count, rounded(price * (1 - less), CURRENCIES[party.country]) if less else price)

    def _last_stage(self) -> str:
        return self.chance.one({stage: share for stage, (_days, share, _topic) in STAGES.items()})

    def _advance(self, deal: Deal, day: date, last: str, *, speed: float = 1.0) -> date:
        """Through the stages up to `last`; the day when it has been there for as long as usual."""
        for stage, (usual, _share, topic) in STAGES.items():
            if stage != "Prospecting":
                self._enter(deal, stage, topic, day)
            day = after(day, 1 + self.chance.around(usual, 0.7) * speed)
            if stage == last:
                break
        return day

    def _enter(self, deal: Deal, stage: str, topic: str, day: date) -> None:
        by = self.plot.owner(deal.party, day)
        at = self.plot.moment(day, by)
        values: dict[str, object] = {"next_step": self.chance.choice(next_steps(deal.party.language, stage))}
        if stage == "Proposal":
            values["amount"] = sum(line.amount for line in deal.lines)
            if self.chance.happens(0.5):
                self._talk(deal, "demo", at - timedelta(hours=2))
        if day > deal.expected_on:
            values["expected_on"] = after(day, self.chance.around(30, 0.3))
        if self.plot.do(at, by, "stage", deal, stage=stage, **values):
            self._talk(deal, topic, at)

    def _win(self, deal: Deal, day: date) -> tuple[date, bool]:
        day = self._advance(deal, day, "Negotiation", speed=0.9)
        if self.chance.happens(0.35):
            self._give_way(deal)
        return self._close_well(deal, day)

    def _close_well(self, deal: Deal, day: date) -> tuple[date, bool]:
        by = self.plot.owner(deal.party, day)
        at = self.plot.moment(day, by)
        amount = sum(line.amount for line in deal.lines)
        if self.plot.do(at, by, "stage", deal, stage="Won", amount=amount, next_step=""):
            self._talk(deal, "won", at)
            self.won(deal, at)
        return day, True

    def _give_way(self, deal: Deal) -> None:
        """The first line gets a little cheaper in the end."""
        line = deal.lines[0]
        line.price = rounded(line.price * self.chance.uniform(0.92, 0.98), CURRENCIES[deal.party.country])

    def _lose(self, deal: Deal, day: date, last: str, reason: str = "") -> date:
        day = self._advance(deal, day, last, speed=1.2)
        self._end(deal, day, reason or self.chance.one(LOST_REASONS), "lost")
        return day

    def _second_thoughts(self, deal: Deal, day: date) -> tuple[date, bool]:
        """They come back after all, and buy."""
        day = after(day, 6 + self.chance.around(15))
        by = self.plot.owner(deal.party, day)
        if not self.plot.do(self.plot.moment(day, by), by, "reopen", deal):
            return day, False
        return self._close_well(deal, after(day, self.chance.around(9)))

    def _stall(self, deal: Deal, day: date) -> date | None:
        """Nobody answers any more; sometimes it is given up, months later."""
        day = self._advance(deal, day, self._last_stage())
        for pause in (25, 60):
            at = self.plot.moment(after(day, pause), deal.owner)
            self._talk(deal, "stalled", at)
        if self.chance.happens(0.25) or not self.has_escalated:
            self._escalate(deal, after(day, 95))
            return None
        day = after(day, self.chance.around(SILENCE, 0.3))
        self._end(deal, day, "No answer any more", "stalled")
        return day

    def _escalate(self, deal: Deal, day: date) -> None:
        """The head of the team takes it over; so far nothing came of that."""
        head = TEAMS[TEAM_OF[deal.party.country]][1]
        if deal.owner != head:
            self.has_escalated |= self.plot.do(self.plot.moment(day, head), head, "assign", deal, owner=head)

    def _end(self, deal: Deal, day: date, reason: str, topic: str) -> None:
        by = self.plot.owner(deal.party, day)
        at = self.plot.moment(day, by)
        if self.plot.do(at, by, "stage", deal, stage="Lost", reason=reason, next_step=""):
            self._talk(deal, topic, at)

    def _talk(self, deal: Deal, topic: str, at: datetime) -> None:
        if self.chance.happens(TALKS):
            self.plot.say(deal.party, topic, at, product=deal.article.name, count=deal.quantity)
