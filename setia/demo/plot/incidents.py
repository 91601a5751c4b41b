"""What else happens to parties: addresses change, people change jobs, firms close, partners meet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from setia.demo.chance import Chance
from setia.demo.days import after
from setia.demo.firm.colleagues import DESK
from setia.demo.people.party import Party
from setia.demo.people.places import STREETS, Numbers
from setia.demo.plot.plot import Plot

CORRECTED, MOVED, CLOSED = 0.05, 0.03, 0.02
MEETINGS = 95
"""Usual days between two meetings with a vendor or partner."""


class Incidents:
    def __init__(self, plot: Plot, seed: int) -> None:
        self.plot = plot
        self.chance = Chance(seed, "incidents")
        self.numbers = Numbers(Chance(seed, "later numbers"))

    def reach(self, party: Party, at: datetime) -> None:
        """More ways to reach a party than those in its own columns."""
        at += timedelta(minutes=4)
        if self.chance.happens(0.7 if party.is_company else 0.3) and not party.employer:
            street = self.chance.choice(STREETS[party.language]).format(n=self.chance.randint(1, 140))
            use = "delivery" if party.is_company else "home"
            self._point(party, at, "address", f"{street}, {party.city}", use)
        if party.is_company and "@" in party.email and self.chance.happens(0.25):
            self._point(party, at, "email", f"billing@{party.email.partition('@')[2]}", "billing")
        if not party.is_company and self.chance.happens(0.12):
            number = self.numbers.mobile(party.country, party.city)
            if number:
                self._point(party, at, "phone", number, "mobile")

    def _point(self, party: Party, at: datetime, kind: str, value: str, use: str) -> None:
        self.plot.do(at, DESK, "point", party, kind=kind, value=value, label=use)

    def relate(self, party: Party, at: datetime) -> None:
        """Who belongs to whom, as soon as the later of the two is known."""
        at += timedelta(minutes=6)
        since = party.came - timedelta(days=self.chance.randrange(30, 2500))
        told: list[tuple[str, Party | None, dict[str, Any]]] = [
            ("works_for", party.employer, {"title": party.title, "started_on": since}),
            ("subsidiary_of", party.parent, {"started_on": since}),
            ("household", party.housemate, {}),
            ("referred_by", party.referred_by, {}),
        ]
        for kind, other, values in told:
            if other is not None:
                self.plot.do(at, DESK, "relation", party, kind=kind, other=other, **values)

    def ally(self, parties: Sequence[Party]) -> None:
        """Partners go together with firms near them, and vendors supply them."""
        firms = [party for party in parties if party.is_company and not party.roles & {"vendor", "partner"}]
        for party in parties:
            if not party.is_company or not party.roles & {"vendor", "partner"}:
                continue
            kind = "partner_of" if "partner" in party.roles else "supplies"
            for other in self.chance.some([f for f in firms if f.country == party.country], 2):
                day = after(max(party.came, other.came), 1 + self.chance.around(30))
                self.plot.do(self.plot.moment(day, DESK), DESK, "relation", party, kind=kind, other=other)
            self._meet(party)

    def _meet(self, party: Party) -> None:
        topic = "partner" if "partner" in party.roles else "vendor"
        day = after(party.came, 2 + self.chance.around(MEETINGS / 2))
        while day < self.plot.span.until.date():
            self.plot.say(party, topic, self.plot.moment(day, self.plot.owner(party, day)))
            day = after(day, self.chance.around(MEETINGS, 0.3))

    def correct(self, parties: Sequence[Party]) -> None:
        """A new number, another city, another employer."""
        for party in parties:
            if self.chance.happens(CORRECTED):
                day = self._later(party.came)
                values: dict[str, Any] = {"phone": self.numbers.mobile(party.country, party.city)}
                self.plot.do(self.plot.moment(day, DESK), DESK, "change", party, **values)
        people = [party for party in parties if party.employer]
        for person in people[:1] + [person for person in people[1:] if self.chance.happens(MOVED)]:
            firms = [p for p in parties if p.is_company and p.country == person.country and p is not person.employer]
            if firms:
                firm = self.chance.choice(firms)
                day = self._later(max(person.came, firm.came))
                self.plot.do(self.plot.moment(day, DESK), DESK, "change", person, employer=firm)

    def close(self, parties: Sequence[Party]) -> None:
        """Firms of which nothing was heard for long are put away; now and then one is back."""
        last: dict[Party, datetime] = {}
        for deed in self.plot.deeds:
            for party in {
                getattr(deed.what, "party", deed.what),
                deed.values.get("other"),
                deed.values.get("employer"),
            }:
                if isinstance(party, Party):
                    last[party] = max(deed.at, last.get(party, deed.at))
        silent = [p for p in parties if not p.contacts and not p.employer and last[p] < self._long_ago()]
        for number, party in enumerate(self.chance.some(silent, max(2, round(CLOSED * len(parties))))):
            day = after(last[party].date(), 60 + self.chance.around(20))
            self.plot.do(self.plot.moment(day, DESK), DESK, "archive", party)
            if number % 5 == 0:
                self.plot.do(self.plot.moment(after(day, 9), DESK), DESK, "restore", party)

    def _long_ago(self) -> datetime:
        return self.plot.span.until - timedelta(days=120)

    def _later(self, day: date) -> date:
        """Some working day between this one and the end."""
        left = (self.plot.span.until.date() - day).days
        return after(day, 1 + self.chance.random() * max(1, left - 4))
