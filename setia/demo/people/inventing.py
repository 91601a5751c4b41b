"""People and firms out of thin air: a name, a place, and ways to reach them that reach nobody."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

from setia.demo.chance import Chance
from setia.demo.firm.prices import CURRENCIES, RATES
from setia.demo.people import english, french, indonesian
from setia.demo.people.party import Party
from setia.demo.people.places import COUNTRIES, LANGUAGES, Numbers
from setia.demo.words.sayings import sections
from setia.foundation.money.currencies import scale
from setia.foundation.search import fold

SPEECH: dict[str, ModuleType] = {"fr": french, "id": indonesian, "en": english}

# Trade: what it needs, and the employees of the usual firm.
TRADES = {
    "cafe": ("bar", 8.0),
    "hotel": ("bar", 35.0),
    "office": ("office", 40.0),
    "plant": ("office", 90.0),
    "care": ("water", 45.0),
    "supply": ("office", 60.0),
    "partner": ("water", 20.0),
}
CUSTOMERS = {"cafe": 30.0, "hotel": 10.0, "office": 30.0, "plant": 14.0, "care": 16.0}
REVENUE_PER_HEAD = {"EUR": 110_000, "USD": 150_000, "IDR": 21_000}
"""In euros; wages and prices differ."""

PRIVATE_HOSTS = ("example.com", "example.org", "example.net")
SIZE_STEPS = 0.8


class Inventor:
    """Makes up parties; no name of a firm and no address is used twice."""

    def __init__(self, seed: int) -> None:
        self.chance = Chance(seed, "people")
        self.numbers = Numbers(Chance(seed, "numbers"))
        self.taken: dict[str, int] = {}

    def country(self) -> str:
        return self.chance.one(COUNTRIES)

    def company(self, country: str, trade: str, *, name: str = "") -> Party:
        chance, language = self.chance, LANGUAGES[country]
        speech, city = SPEECH[language], self._city(country)
        sector, patterns = self._sector(speech, trade)
        name, stem = (name, name) if name else self._firm_name(country, trade, patterns)
        need, usual_size = TRADES[trade]
        employees = max(1, round(chance.around(usual_size, SIZE_STEPS)))
        host = self._once(slug(stem)) + ".example"
        return Party(
            name, country, language, city, is_company=True, need=need, sector=sector,
            employees=employees, revenue=self._revenue(employees, CURRENCIES[country]),
            founded_in=2024 - min(90, round(chance.around(14, 0.8))), currency=CURRENCIES[country],
            email=f"{BOXES[language]}@{host}" if chance.happens(0.85) else "",
            phone=self.numbers.landline(country, city) if chance.happens(0.9) else "",
            website=f"https://www.{host}" if chance.happens(0.7) else "", about=self._about(language),
            weight=chance.around(1, 0.7) * (employees / usual_size) ** 0.5, greeting=sections(language)["nobody"][0],
            title=chance.choice(speech.TITLES.get(trade, speech.TITLES[""])),
        )  # fmt: skip

    def employee(self, company: Party) -> Party:
        """Somebody who works there, reached through the firm."""
        person = self._person(company.country, company.city)
        host = company.website.removeprefix("https://www.") or company.email.rpartition("@")[2]
        if host and self.chance.happens(0.85):
            person.email = self._address(person, host)
        person.phone = self.numbers.mobile(person.country, person.city) if self.chance.happens(0.6) else ""
        person.employer, person.need = company, ""
        speech = SPEECH[person.language]
        person.title = company.title if not company.contacts else self.chance.choice(speech.TITLES[""])
        company.contacts.append(person)
        return person

    def private(self, country: str, *, family: Party | None = None) -> Party:
        """A private customer; one of the same household as `family`."""
        city = family.city if family else self._city(country)
        person = self._person(country, city, last_name=family.last_name if family else "")
        person.need, person.housemate, person.currency = "home", family, CURRENCIES[country]
        person.email = self._address(person, self.chance.choice(PRIVATE_HOSTS)) if self.chance.happens(0.9) else ""
        if not person.email or self.chance.happens(0.7):
            person.phone = self.numbers.mobile(country, city)
        person.weight, person.about = self.chance.around(1, 0.6), self._about(person.language)
        return person

    def group_name(self, country: str) -> str:
        pattern: Any = SPEECH[LANGUAGES[country]].GROUP
        pattern = pattern[country] if isinstance(pattern, dict) else pattern
        return self._unused(lambda: pattern.format(word=self.chance.choice(SPEECH[LANGUAGES[country]].WORDS)))

    def _person(self, country: str, city: str, last_name: str = "") -> Party:
        language = LANGUAGES[country]
        speech, is_woman = SPEECH[language], self.chance.happens(0.5)
        first = self.chance.choice(speech.WOMEN if is_woman else speech.MEN)
        last = last_name or self.chance.choice(speech.FAMILIES)
        if not last_name and self.chance.happens(getattr(speech, "SINGLE", 0)):
            last = ""
        greeting = speech.GREETINGS[0 if is_woman else 1].format(first=first, last=last)
        return Party(f"{first} {last}".strip(), country, language, city, first, last, greeting=greeting)

    def _city(self, country: str) -> str:
        cities: Any = SPEECH[LANGUAGES[country]].CITIES
        found: str = self.chance.one(cities.get(country, cities))
        return found

    def _sector(self, speech: ModuleType, trade: str) -> tuple[str, tuple[str, ...]]:
        """One in which firms of this trade are, and how they are called there."""
        sectors: dict[str, tuple[str, ...]] = speech.FIRMS[trade]
        sector = self.chance.one({name: len(patterns) for name, patterns in sectors.items()})
        return sector, sectors[sector]

    def _firm_name(self, country: str, trade: str, patterns: tuple[str, ...]) -> tuple[str, str]:
        """The name with its legal form, and without."""
        speech = SPEECH[LANGUAGES[country]]
        forms: Any = speech.FORMS.get(country, speech.FORMS)
        form = self.chance.choice(forms.get(trade, forms[""]))

        def name() -> str:
            one, other = self.chance.sample(speech.FAMILIES, 2)
            return self.chance.choice(patterns).format(family=one, family2=other, word=self.chance.choice(speech.WORDS))

        stem = self._unused(name)
        return form.format(stem), stem

    def _unused(self, invent: Callable[[], str]) -> str:
        """Another name as long as possible; then the same with a number."""
        name = invent()
        for _try in range(30):
            if slug(name) not in self.taken:
                return name
            name = invent()
        self.taken[slug(name)] += 1
        return f"{name} {self.taken[slug(name)]}"

    def _once(self, word: str) -> str:
        self.taken[word] = self.taken.get(word, 0) + 1
        return word if self.taken[word] == 1 else f"{word}{self.taken[word]}"

    def _address(self, person: Party, host: str) -> str:
        local = self._once(f"{slug(f'{person.first_name} {person.last_name}').replace('-', '.')}@{host}")
        name, _at, rest = local.partition("@")
        number = rest.removeprefix(host)
        return f"{name}{number}@{host}"

    def _revenue(self, employees: int, currency: str) -> int:
        """A yearly revenue as people tell it: two figures and zeros."""
        amount = employees * self.chance.around(REVENUE_PER_HEAD[currency], 0.4) * RATES[currency]
        return int(round(amount, 2 - len(str(int(amount))))) * scale(currency)

    def _about(self, language: str) -> str:
        return self.chance.choice(sections(language)["about"]) if self.chance.happens(0.12) else ""


BOXES = {"fr": "contact", "id": "halo", "en": "hello"}


def slug(text: str) -> str:
    """The text as part of an address: small letters, figures and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:50].strip("-")
