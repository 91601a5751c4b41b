"""What customers say of themselves: what they agree to, what they like, what they need, how they are reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from setia.demo.chance import Chance
from setia.demo.days import after
from setia.demo.firm.purposes import NEWS, SURVEY
from setia.demo.people.party import Party
from setia.demo.plot.deeds import Kept
from setia.demo.plot.plot import Plot
from setia.demo.words.sayings import sections

AGREES, OBJECTS, WISHES, NEEDS, OTHER_NUMBER = 0.3, 0.05, 0.3, 0.25, 0.08
CONFIRMS, WITHDRAWS, RETURNS = 0.85, 0.15, 0.3
MOST_NEEDS = 4
MET, DROPPED, AGAIN = 0.5, 0.15, 0.1
SOURCES = {"form": 5.0, "spoken": 3.0, "paper": 1.0}
CHANNELS = {"email": 4.0, "phone": 3.0, "post": 0.5}


class Voices:
    def __init__(self, plot: Plot, chance: Chance) -> None:
        self.plot, self.chance = plot, chance
        self.happened: set[str] = set()

    def listen(self, parties: Sequence[Party]) -> None:
        for party in parties:
            if party.roles & {"customer", "prospect"}:
                self._agree(party)
                self._wish(party)
                self._need(party)
            self._other_number(party)

    def _agree(self, party: Party) -> None:
        if party.email and self._either("agree", AGREES):
            consent = Kept("consents", party)
            day = self._create(consent, party.came, purpose=NEWS, channel="email", source=self.chance.one(SOURCES))
            if self._either("confirm", CONFIRMS):
                day = self._do(consent, day, 1, "confirm", proof="Link")
                if self._either("withdraw", WITHDRAWS):
                    day = self._do(consent, day, 60, "withdraw", proof="Link")
                    if self._either("renew", RETURNS):
                        self._do(consent, day, 40, "renew", source="spoken")
        if party.phone and self._either("object", OBJECTS):
            objection = Kept("consents", party)
            day = self._create(objection, party.came, purpose=SURVEY, channel="phone", source="spoken")
            self._do(objection, day, 3, "withdraw")

    def _wish(self, party: Party) -> None:
        if not self._either("wish", WISHES):
            return
        kind, value = self.chance.choice(sections(party.language)["wishes"]).split(" ", 1)
        self._create(Kept("preferences", party), party.came, kind=kind, value=value, said_by="spoken")
        channel = self.chance.one(CHANNELS)
        self._create(Kept("preferences", party), party.came, kind="channel", value=channel, said_by="spoken")

    def _need(self, party: Party) -> None:
        if party.employer or not self._either("need", NEEDS):
            return
        need = Kept("needs", party)
        said = sections(party.language)["needs"]
        order = self.chance.sample(range(len(said)), MOST_NEEDS)
        weights = {"importance": self.chance.randint(4, 10), "satisfaction": self.chance.randint(1, 8)}
        day = self._create(need, party.came, name=said[order[0]], kind=order[0], **weights)
        for which in order[1 : self.chance.randint(1, MOST_NEEDS)]:
            weights = {"importance": self.chance.randint(3, 10), "satisfaction": self.chance.randint(1, 8)}
            self._create(Kept("needs", party), party.came, name=said[which], kind=which, **weights)
        if self._either("meet", MET):
            day = self._do(need, day, 70, "meet", evidence=self.chance.choice(sections(party.language)["met"]))
            if self._either("reopen", AGAIN):
                self._do(need, day, 50, "reopen")
        elif self._either("drop", DROPPED):
            self._do(need, day, 40, "drop", reason="–")

    def _other_number(self, party: Party) -> None:
        if not party.phone or not self._either("number", OTHER_NUMBER):
            return
        point = Kept("contact-points", party)
        name = "".join(
            letter for letter in (party.first_name or party.name).lower() if letter.isascii() and letter.isalpha()
        )
        value = f"{name or 'contact'}.{party.came:%d%m}@mail.example"
        day = self._create(point, party.came, kind="email", value=value, label="other")
        if self._either("verify", 0.5):
            day = self._do(point, day, 3, "verify")
        if self._either("end", 0.4):
            self._do(point, day, 60, "end")

    def _either(self, what: str, probability: float) -> bool:
        """By chance, but the first time in any case, so that everything happens in a small story too."""
        happens = self.chance.happens(probability) or what not in self.happened
        if happens:
            self.happened.add(what)
        return happens

    def _create(self, kept: Kept, came: date, **values: Any) -> date:
        return self._do(kept, came, 4, "", **values)

    def _do(self, kept: Kept, day: date, later: float, verb: str, **values: Any) -> date:
        """What happens so many days later, more or less; nothing that would come after the end of the story."""
        at_most = (self.plot.span.until.date() - timedelta(days=1) - day).days // 2
        then = after(day, min(1 + self.chance.around(later), max(at_most, 1)))
        owner = self.plot.owner(kept.party, then)
        if kept.is_there or not verb:
            kept.is_there = self.plot.do(self.plot.moment(then, owner), owner, "keep", kept, act=verb, **values)
        return then
