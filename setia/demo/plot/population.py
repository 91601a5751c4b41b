"""Who turns up in the story, when, and who looks after them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from setia.demo.chance import Chance
from setia.demo.days import Span, after, workday
from setia.demo.firm.colleagues import DESK, TEAM_OF, TEAMS, in_charge, sellers
from setia.demo.people.inventing import CUSTOMERS, Inventor
from setia.demo.people.party import Party

ADDRESS_BOOK, LONG_CUSTOMERS = 0.22, 0.65
"""The share of parties that were known before Setia came, and of those the share that already bought."""

UNITS = {"firm": 50.0, "private": 33.0, "household": 13.0, "partner": 2.0, "vendor": 1.2, "group": 1.3}
FIRST = ("group", "vendor", "partner", "household", "firm", "private")
"""However small the story is, one of each turns up."""

CONTACTS = {0: 22.0, 1: 42.0, 2: 24.0, 3: 12.0}
LATER, REFERRED = 0.2, 0.06


class Population:
    def __init__(self, seed: int, span: Span) -> None:
        self.span = span
        self.chance = Chance(seed, "population")
        self.inventor = Inventor(seed)

    def parties(self, count: int) -> list[Party]:
        """Exactly so many, in the order in which they came."""
        found: list[Party] = []
        kinds = iter(FIRST)
        while len(found) < count:
            unit = self._unit(next(kinds, "") or self.chance.one(UNITS))
            found += unit if len(found) + len(unit) <= count else [self._private(self.inventor.country())]
        self._refer(found)
        return sorted(found, key=lambda party: party.came)

    def _unit(self, kind: str) -> list[Party]:
        """Parties that belong together."""
        country = self.inventor.country()
        makers: dict[str, Callable[[str], list[Party]]] = {
            "firm": self._firm, "private": lambda c: [self._private(c)], "household": self._household,
            "partner": self._partner, "vendor": self._vendor, "group": self._group,
        }  # fmt: skip
        return makers[kind](country)

    def _firm(self, country: str) -> list[Party]:
        firm = self.inventor.company(country, self.chance.one(CUSTOMERS))
        firm.roles = frozenset({"prospect"})
        self._comes(firm)
        return [firm, *self._staff(firm, self.chance.one(CONTACTS))]

    def _private(self, country: str, family: Party | None = None) -> Party:
        person = self.inventor.private(country, family=family)
        person.roles = frozenset({"prospect"})
        self._comes(person, with_=family)
        return person

    def _household(self, country: str) -> list[Party]:
        first = self._private(country)
        return [first, self._private(country, first)]

    def _partner(self, country: str) -> list[Party]:
        """Fitters and planners who bring customers; some of them buy themselves."""
        firm = self.inventor.company(country, "partner")
        firm.roles = frozenset({"partner", "prospect"} if self.chance.happens(0.5) else {"partner"})
        self._comes(firm, owner=TEAMS[TEAM_OF[country]][1])
        return [firm, *self._staff(firm, 1)]

    def _vendor(self, country: str) -> list[Party]:
        firm = self.inventor.company(country, "supply")
        buys = self.chance.happens(0.3)
        firm.roles = frozenset({"vendor", "prospect"} if buys else {"vendor"})
        self._comes(firm, owner="" if buys else DESK)
        return [firm, *self._staff(firm, 1)]

    def _group(self, country: str) -> list[Party]:
        """A firm with subsidiaries, all of them customers to be."""
        trade = self.chance.one(CUSTOMERS)
        parent = self.inventor.company(country, trade, name=self.inventor.group_name(country))
        parent.roles = frozenset({"prospect"})
        parent.employees, parent.revenue = parent.employees * 5, parent.revenue * 5
        self._comes(parent)
        found = [parent, *self._staff(parent, 2)]
        for _n in range(self.chance.randint(2, 3)):
            child = self.inventor.company(country, trade)
            child.roles, child.parent = frozenset({"prospect"}), parent
            self._comes(child, with_=parent)
            found += [child, *self._staff(child, 1)]
        return found

    def _staff(self, firm: Party, count: int) -> Iterator[Party]:
        for _n in range(count):
            person = self.inventor.employee(firm)
            person.came = firm.came
            if firm.contacts[0] is not person and self.chance.happens(LATER):
                person.came = self._within(after(firm.came, self.chance.around(150)), firm.came)
            person.owner = in_charge(firm.owner, self.span.share(person.came)).key
            yield person

    def _comes(self, party: Party, *, with_: Party | None = None, owner: str = "") -> None:
        """The day it turns up, and whose it becomes: one of those who sell there by then."""
        if with_:
            party.came, party.owner = with_.came, with_.owner
            return
        if self.chance.happens(ADDRESS_BOOK):
            party.came = workday(self.span.start)
            if "prospect" in party.roles and self.chance.happens(LONG_CUSTOMERS):
                party.roles = (party.roles - {"prospect"}) | {"customer"}
        else:
            party.came = self.span.arrival(party.country, self.chance)
        share = self.span.share(party.came)
        party.owner = owner or self.chance.choice(sellers(party.country, share)).key

    def _within(self, day: date, otherwise: date) -> date:
        return day if day < self.span.until.date() else otherwise

    def _refer(self, parties: list[Party]) -> None:
        """Some were sent by others who came before them."""
        for party in parties:
            before = [other for other in self.chance.sample(parties, min(12, len(parties))) if other.came < party.came]
            near = [other for other in before if other.country == party.country and not other.employer]
            if near and not party.employer and self.chance.happens(REFERRED):
                party.referred_by = near[0]
