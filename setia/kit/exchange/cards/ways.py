"""Ways to reach somebody, several of them in one text: a line for each, "phone/home: +33 1 42 68 53 00".

A postal address whose parts are known says them one after the other: street, postal code, city, region, country (its
two letters), as in "address/work: 12 rue des Lilas | 69003 | Lyon | | FR". Any other address is one text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from setia.foundation.contact_points import country_codes

BETWEEN = " | "
LONGEST = (200, 20, 120, 120, 2)
"""Letters that each part may have."""

LINE = re.compile(r"\s*([a-z]+)\s*(?:/\s*([a-z]*)\s*)?:\s*(.*?)\s*")


class Way(NamedTuple):
    """The kind ("phone"), the value, and where it is used ("home"), if anybody said so."""

    kind: str
    value: str
    label: str = ""
    parts: tuple[str, ...] = ()
    """Of a postal address, where they are known: street, postal code, city, region, country."""


def in_parts(parts: Sequence[str]) -> str:
    """The value of an address that says its parts; empty where it cannot, or where there is only a town."""
    text = BETWEEN.join(" ".join(part.split()) for part in parts)
    return text.strip() if parts_of(text) == tuple(" ".join(part.split()) for part in parts) else ""


def parts_of(value: str) -> tuple[str, ...]:
    """The parts of an address; none where it is one text, as a street is with nothing beside it."""
    parts = tuple(part.strip() for part in value.split(BETWEEN.strip()))
    if len(parts) != len(LONGEST) or not (parts[0] or parts[1] or parts[3]) or sum(map(bool, parts)) < 2:
        return ()
    if any(len(part) > longest for part, longest in zip(parts, LONGEST, strict=True)):
        return ()
    return parts if not parts[-1] or parts[-1] in country_codes() else ()


def written_ways(ways: Iterable[Way]) -> str:
    lines = (f"{way.kind}{'/' if way.label else ''}{way.label}: {' '.join(way.value.split())}" for way in ways)
    return "\n".join(dict.fromkeys(lines))


def read_ways(text: str) -> tuple[list[Way], list[str]]:
    """The ways in a text, and the lines that are none."""
    ways, others = [], []
    for line in text.splitlines():
        found = LINE.fullmatch(line)
        if found and found[3]:
            parts = parts_of(found[3]) if found[1] == "address" else ()
            ways.append(Way(found[1], found[3], found[2] or "", parts))
        elif line.strip():
            others.append(line.strip())
    return ways, others
