"""Who is erased: the party, those that were merged into it, and by what they were known."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from django.conf import settings

from setia.domains.parties.contact_points.model import ContactKind, ContactPoint
from setia.domains.parties.parties.model import Party
from setia.foundation.records import noun
from setia.kit import successors
from setia.kit.forgetting.belonging import Way, ways_to
from setia.kit.forgetting.places import Subject
from setia.kit.resources import registry

PARTY = "parties.party"
LONG_ENOUGH = 5
"""Shorter texts stand in everything and lead to nobody."""


def all_of(party: int) -> tuple[int, ...]:
    """The party and the records that went into it."""
    return tuple(successors.stories(registry.of_noun(PARTY), party))


def known_by(ids: Iterable[int]) -> dict[str, list[str]]:
    """`sought`: addresses and numbers that are theirs alone; `names`; `keys` by which an import would find them."""
    sought: set[str] = set()
    names: set[str] = set()
    keys: set[str] = set()
    for party in Party.objects.filter(pk__in=list(ids)):
        names.add(party.name)
        keys.update(text for text in (party.email, party.phone, party.reference) if text)
        sought.update((party.email, party.phone))
    points = ContactPoint.objects.filter(party__in=list(ids)).values_list("kind", "value")
    for kind, value in points:
        if kind != ContactKind.ADDRESS:
            sought.add(value)
            keys.add(value)
    return {
        "sought": sorted(text for text in sought if len(text) >= LONG_ENOUGH),
        "names": sorted(name for name in names if len(name) >= LONG_ENOUGH),
        "keys": sorted(keys),
    }


def belonging(ids: tuple[int, ...]) -> Iterator[tuple[Way, list[int]]]:
    """Each way on which rows belong to them, with the numbers of these rows."""
    for way in ways_to(Party):
        if numbers := way.numbers(PARTY, ids):
            yield way, numbers


def subject_of(ids: tuple[int, ...], known: Mapping[str, Any]) -> Subject:
    rows: dict[str, list[int]] = {}
    for way, numbers in belonging(ids):
        rows.setdefault(noun(way.table), []).extend(numbers)
    return Subject(PARTY, ids, rows, tuple(known.get("sought", ())), tuple(known.get("names", ())))


def fingerprint(text: str) -> str:
    """Of an address, number or reference: the same for the same text, and useless without the secret."""
    key = f"setia.privacy.erased:{settings.SECRET_KEY}".encode()
    return hmac.digest(key, text.strip().casefold().encode(), sha256).hex()
