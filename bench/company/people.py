"""Parties and the ways to reach them, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bench.company import names
from bench.company.size import UNTIL, YEARS, Size
from setia.domains.parties.parties.model import Sector
from setia.foundation.search import Document, fold

PARTY = (
    "id", "created_at", "updated_at", "version", "archived_at", "kind", "name", "sort_name", "first_name", "last_name",
    "is_customer", "is_vendor", "is_partner", "is_prospect", "reference", "email", "phone", "website", "city",
    "country", "language", "sector", "founded_in", "employees", "revenue", "currency", "about", "owner_id",
)  # fmt: skip
POINT = (
    "party_id", "kind", "value", "key", "label", "is_primary", "ended_on", "created_at", "updated_at", "version",
    "archived_at",
)  # fmt: skip
SECTORS = tuple(str(value) for value in Sector.values)
LANGUAGES = ("fr", "id", "en")


@dataclass(frozen=True, slots=True)
class Person:
    """What is needed of a party to write it, find it, and tell of it."""

    row: tuple[Any, ...]
    points: list[tuple[Any, ...]]
    document: Document


def moment(chance: Random) -> datetime:
    return UNTIL - timedelta(seconds=int(chance.random() * YEARS * 365 * 86_400))


def people(size: Size, chance: Random, staff: list[int]) -> Iterator[Person]:
    """Every tenth party is a company; eight in ten have an e-mail address, six in ten a telephone."""
    for id_ in range(1, size.parties + 1):
        yield party(id_, chance, staff)


def party(id_: int, chance: Random, staff: list[int]) -> Person:
    is_company = id_ % 10 == 0
    first, last = ("", "") if is_company else (names.first(chance), names.family(chance))
    name = names.firm(chance) if is_company else f"{first} {last}"
    sort_name = fold(name if is_company else f"{last} {first}")
    reference = f"C-{id_:07d}" if chance.random() < 0.5 else None
    slug = fold(name).replace(" ", ".")
    email = f"{slug}{id_}@{names.BEGIN[id_ % 40].lower()}mail.example" if chance.random() < 0.8 else ""
    phone = f"+336{id_:08d}" if chance.random() < 0.6 else ""
    at = moment(chance)
    row = (
        id_, at, at, 1, None, "company" if is_company else "person", name, sort_name, first, last,
        chance.random() < 0.6, chance.random() < 0.03, chance.random() < 0.02, chance.random() < 0.3, reference, email,
        phone, "", chance.choice(names.CITIES), chance.choice(names.COUNTRIES), chance.choice(LANGUAGES),
        chance.choice(SECTORS) if is_company else "", None, chance.randrange(5, 500) if is_company else None, None,
        "EUR", "", chance.choice(staff),
    )  # fmt: skip
    points = [
        (id_, kind, value, value.casefold(), "", True, None, at, at, 1, None)
        for kind, value in (("email", email), ("phone", phone))
        if value
    ]
    codes = tuple(code for code in (reference, email, phone) if code)
    return Person(row, points, Document(id_, (name,), codes))
