"""Ways to reach somebody, several of them in one text: a line for each, "phone/home: +33 1 42 68 53 00"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

LINE = re.compile(r"\s*([a-z]+)\s*(?:/\s*([a-z]*)\s*)?:\s*(.*?)\s*")


class Way(NamedTuple):
    """The kind ("phone"), the value, and where it is used ("home"), if anybody said so."""

    kind: str
    value: str
    label: str = ""


def written_ways(ways: Iterable[Way]) -> str:
    lines = (f"{way.kind}{'/' if way.label else ''}{way.label}: {' '.join(way.value.split())}" for way in ways)
    return "\n".join(dict.fromkeys(lines))


def read_ways(text: str) -> tuple[list[Way], list[str]]:
    """The ways in a text, and the lines that are none."""
    ways, others = [], []
    for line in text.splitlines():
        found = LINE.fullmatch(line)
        if found and found[3]:
            ways.append(Way(found[1], found[3], found[2] or ""))
        elif line.strip():
            others.append(line.strip())
    return ways, others
