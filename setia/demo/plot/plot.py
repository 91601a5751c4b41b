"""The plot: everything that will have happened, written down before it is told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from setia.demo.chance import Chance
from setia.demo.days import Span, at_work
from setia.demo.firm.colleagues import COLLEAGUES, in_charge
from setia.demo.firm.lengths import length
from setia.demo.people.party import Party
from setia.demo.plot.deeds import Deed
from setia.demo.words.sayings import sayings, sections

AROUND_A_TABLE = ("meeting", "visit")


class Plot:
    """Collects deeds. What would happen after the end of the story does not happen."""

    def __init__(self, seed: int, span: Span) -> None:
        self.span = span
        self.deeds: list[Deed] = []
        self.talk = Chance(seed, "talk")
        self.lengths = Chance(seed, "lengths")
        self.clock = Chance(seed, "clock")

    def owner(self, party: Party, day: date) -> str:
        """Who looks after the party on this day."""
        return in_charge(party.owner, self.span.share(day)).key

    def moment(self, day: date, by: str) -> datetime:
        return at_work(day, COLLEAGUES[by].zone, self.clock)

    def do(self, at: datetime, by: str, verb: str, what: Any, **values: Any) -> bool:
        """Whether it happens before the story ends."""
        if at >= self.span.until:
            return False
        self.deeds.append(Deed(at, by, verb, what, values))
        return True

    def say(self, party: Party, topic: str, at: datetime, *, product: str = "", count: int = 1) -> None:
        """Somebody notes what was said or done, in the party's language, within the hours after it."""
        saying = self.talk.choice(sayings(party.language, topic))
        known = [person for person in party.contacts if person.came <= at.date()]
        there = [self.talk.choice(known)] if known else []
        contact = (there[0] if there else party).greeting
        words = saying.text.format(
            contact=contact, product=product, count=count, city=party.city,
            day=self.talk.choice(sections(party.language)["days"]),
        )  # fmt: skip
        words = words[0].upper() + words[1:]
        noted = at + timedelta(minutes=self.talk.randrange(5, 90))
        by = self.owner(party, noted.date())
        if saying.kind in AROUND_A_TABLE:
            there += [person for person in known if person not in there][:2]
        values = {"text": words, "kind": saying.kind, "direction": saying.direction, "person": there,
                  "minutes": length(saying.kind, self.lengths)}  # fmt: skip
        self.do(noted, by, "note", party, **values)
