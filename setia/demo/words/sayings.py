"""Sentences in the language of whoever they are about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

DIRECTIONS = {"<": "in", ">": "out", "-": ""}


@dataclass(frozen=True)
class Saying:
    """A sentence with the kind of contact (call, visit, …) and who got in touch (in, out or nothing)."""

    kind: str
    direction: str
    text: str


@cache
def sections(language: str) -> dict[str, tuple[str, ...]]:
    """The lines of a language's file, by section."""
    found: dict[str, list[str]] = {}
    for line in Path(__file__).with_name(f"{language}.txt").read_text("utf-8").splitlines():
        if line.startswith("== "):
            lines = found.setdefault(line.removeprefix("== "), [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return {name: tuple(lines) for name, lines in found.items()}


@cache
def sayings(language: str, topic: str) -> tuple[Saying, ...]:
    """All sentences about a topic."""
    parts = (line.split(" ", 2) for line in sections(language)[topic])
    return tuple(Saying(kind, DIRECTIONS[way], text) for kind, way, text in parts)


def next_steps(language: str, stage: str) -> tuple[str, ...]:
    return sections(language).get(f"next {stage}", ("",))
