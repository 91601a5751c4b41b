"""What is compared of a party, in comparable form, and packed into one text so that a million fit into memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from setia.domains.duplicates.linkage.legal_forms import core_words, form_of
from setia.foundation.search.folding import joined_code, readings

BETWEEN, AMONG = "\x1f", "\x1e"
PERSON, COMPANY = "person", "company"
COMPARED = (
    "kind", "name", "first_name", "last_name", "email", "phone", "website", "city", "country", "reference",
    "born_on",
)  # fmt: skip
"""The columns of a party that are read for it."""

POINTS = {"email": "emails", "phone": "phones", "website": "hosts", "address": "addresses"}
"""Kinds of contact points, and where they are compared."""


class Profile(NamedTuple):
    """Folded values; "" or () where nothing is known. `family` of a company is its name without the legal form."""

    kind: str
    given: str
    family: str
    legal: str
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    city: str = ""
    country: str = ""
    reference: str = ""
    born: str = ""

    @property
    def is_person(self) -> bool:
        return self.kind == PERSON


def profile_of(row: Mapping[str, Any], points: Iterable[tuple[str, str]] = ()) -> Profile:
    """Of a party's values and of (kind, value) of its other contact points."""
    kind = row.get("kind") or PERSON
    given, family, legal = names_of(
        kind, row.get("name") or "", row.get("first_name") or "", row.get("last_name") or ""
    )
    reached: dict[str, list[str]] = {"emails": [], "phones": [], "hosts": [], "addresses": []}
    own = (("email", row.get("email")), ("phone", row.get("phone")), ("website", row.get("website")),
           ("address", row.get("address")))  # fmt: skip
    for what, value in (*own, *points):
        place = POINTS.get(what)
        if place and value and (text := comparable(what, value)) and text not in reached[place]:
            reached[place].append(text)
    return Profile(
        kind, given, family, legal, *(tuple(some[:8]) for some in reached.values()),
        _folded(row.get("city")), (row.get("country") or "").upper(), joined_code(row.get("reference") or ""),
        str(row.get("born_on") or ""),
    )  # fmt: skip


def names_of(kind: str, name: str, first: str, last: str) -> tuple[str, str, str]:
    """Given name, family name and legal form, folded."""
    if kind == COMPANY:
        words = _folded(name).split()
        return "", " ".join(core_words(words)), form_of(words)
    if not (first or last):
        first, _space, last = name.rpartition(" ")
    return _folded(first), _folded(last), ""


def comparable(what: str, value: str) -> str:
    if what == "email":
        return value.strip().casefold()
    if what == "phone":
        return "".join(c for c in value.partition(";")[0] if c.isdigit())
    if what == "website":
        host = value.casefold().partition("//")[2] or value.casefold()
        return host.partition("/")[0].partition(":")[0].removeprefix("www.")
    return _folded(value)


def _folded(text: Any) -> str:
    return readings(text)[0] if text else ""


def pack(profile: Profile) -> str:
    return BETWEEN.join(AMONG.join(value) if isinstance(value, tuple) else value for value in profile)


def unpack(text: str) -> Profile:
    kind, given, family, legal, emails, phones, hosts, addresses, *rest = text.split(BETWEEN)
    return Profile(kind, given, family, legal, _some(emails), _some(phones), _some(hosts), _some(addresses), *rest)


def _some(text: str) -> tuple[str, ...]:
    return tuple(text.split(AMONG)) if text else ()
