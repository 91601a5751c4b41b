"""Records as address cards, of version 4.0 (RFC 6350) or 3.0 (RFC 2426).

What is read from a card that was written here is what was written, so that a card that goes out, comes in and goes
out again is the same to the byte. What neither version knows stands in properties of our own (X-SETIA-…).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Literal

from babel import Locale
from django.utils.translation import gettext as _

from setia.foundation.contact_points import parse_country
from setia.foundation.errors import NotFound, Refusal
from setia.kit.exchange.cards import columns as c
from setia.kit.exchange.cards.columns import Carried, carried
from setia.kit.exchange.cards.reading import LANGUAGE, NUMBER
from setia.kit.exchange.cards.ways import Way, parts_of, read_ways
from setia.kit.kinds import Field, Reference
from setia.kit.resources import Resource

Version = Literal["4.0", "3.0"]
VERSIONS: tuple[Version, ...] = ("4.0", "3.0")
WIDTH = 75
"""Bytes in a line, its end not counted."""

ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
NAMES = {"email": "EMAIL", "phone": "TEL", "website": "URL", "messenger": "IMPP"}
TYPES = {"mobile": "cell"}


def carried_as(resource: Resource) -> Carried:
    if resource.slug not in carried():
        words = _("%(noun)s cannot be written as address cards.")
        raise NotFound(words % {"noun": resource.plural})
    return carried()[resource.slug]


def fields_of(resource: Resource, readable: Mapping[str, Field]) -> dict[str, Field]:
    """What of a card this resource has and the reader may know, by column of the card."""
    found = {column: readable.get(name) for column, name in carried_as(resource).fields.items()}
    return {column: field for column, field in found.items() if field}


def told(row: Mapping[str, Any], fields: Mapping[str, Field]) -> dict[str, str]:
    """What a record says, by column of the card. What may not be seen is not there."""
    cells = {}
    for column, field in fields.items():
        kind = field.kind
        value = row.get(kind.title_path(field)) if isinstance(kind, Reference) else row.get(field.path)
        if value:
            cells[column] = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return cells


def written_card(cells: Mapping[str, str], version: Version = "4.0") -> bytes:
    """One card of what its columns hold."""
    lines = ["BEGIN:VCARD", f"VERSION:{version}", *_lines(cells, version), "END:VCARD"]
    return b"".join(map(_folded, lines))


def _lines(cells: Mapping[str, str], version: Version) -> Iterator[str]:
    is_company = cells.get(c.KIND) == c.COMPANY
    first, last = cells.get(c.FIRST, ""), cells.get(c.LAST, "")
    name = cells.get(c.NAME) or f"{first} {last}".strip() or "–"
    yield f"KIND:{'org' if is_company else 'individual'}"
    yield f"FN:{_said(name)}"
    yield f"N:{_said(last)};{_said(first)};;;"
    if firm := name if is_company else cells.get(c.EMPLOYER):
        yield f"ORG:{_said(firm)}"
    ways = read_ways(cells.get(c.FURTHER, ""))[0]
    for kind, column in (("email", c.EMAIL), ("phone", c.PHONE), ("website", c.WEBSITE), ("messenger", "")):
        yield from _reached(kind, cells.get(column, ""), ways, version)
    yield from _places(cells, ways)
    if birthday := cells.get(c.BIRTHDAY):
        yield f"BDAY:{birthday if version == '3.0' else birthday.replace('-', '')}"
    if language := cells.get(c.LANGUAGE):
        yield f"LANG:{_said(language)}" if version == "4.0" else f"{LANGUAGE}:{_said(language)}"
    if number := cells.get(c.NUMBER):
        yield f"{NUMBER}:{_said(number)}"
    if note := cells.get(c.NOTE):
        yield f"NOTE:{_said(note)}"


def _reached(kind: str, first: str, ways: Iterable[Way], version: Version) -> Iterator[str]:
    """The one used first, marked as such, then the others."""
    known = _known(kind, ways)
    if kind != "messenger" and (first := first or next(iter(known), "")):
        preferred = "PREF=1" if version == "4.0" else "TYPE=pref"
        yield f"{NAMES[kind]}{_typed(known.pop(first, ''))};{preferred}:{_said(first)}"
    for value, label in known.items():
        yield f"{NAMES[kind]}{_typed(label)}:{_said(value)}"


def _places(cells: Mapping[str, str], ways: Iterable[Way]) -> Iterator[str]:
    """Town and country, unless the first address says them too; then every address, in its parts if they are known."""
    known = _known("address", ways)
    told = next(((parts[2], parts[4]) for parts in map(parts_of, known) if parts and (parts[2] or parts[4])), ("", ""))
    own = cells.get(c.CITY, ""), cells.get(c.COUNTRY, "")
    if any(own) and own != told:
        yield f"ADR:;;;{_said(cells.get(c.CITY, ''))};;;{_said(country_name(cells.get(c.COUNTRY, '')))}"
    for value, label in known.items():
        street, code, city, region, country = parts_of(value) or (value, "", "", "", "")
        parts = (street, city, region, code, country_name(country) if country else "")
        yield f"ADR{_typed(label)}:;;{';'.join(map(_said, parts))}"


def _known(kind: str, ways: Iterable[Way]) -> dict[str, str]:
    """Values of a kind with where they are used, each once."""
    known: dict[str, str] = {}
    for way in ways:
        if way.kind == kind:
            known.setdefault(way.value, way.label)
    return known


@cache
def country_name(code: str) -> str:
    """The English name of a country, unless it would be read as another one's."""
    name = str(Locale("en").territories.get(code, code))
    try:
        is_certain = parse_country(name) == (code, True)
    except Refusal:
        is_certain = False
    return name if is_certain else code


def _typed(label: str) -> str:
    return f";TYPE={TYPES.get(label, label)}" if label else ""


def _said(text: str) -> str:
    return text.translate(ESCAPES)


def _folded(line: str) -> bytes:
    """The line in pieces of at most 75 bytes that cut no letter in two."""
    data, pieces, width = line.encode(), [], WIDTH
    while len(data) > width:
        end = width
        while data[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(data[:end])
        data, width = data[end:], WIDTH - 1
    return b"\r\n ".join([*pieces, data]) + b"\r\n"
