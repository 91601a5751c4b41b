"""What a dry run found, and what an import met: problems by kind, readings, unknown references."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import ngettext

from setia.kit.exchange.plans.plan import WhenUnknown
from setia.kit.exchange.records.nearest import Offer
from setia.kit.exchange.records.table import Table

MOST_KINDS, FIRST_ROWS = 50, 5
QUOTED = re.compile("“[^”]*”")


@dataclass(slots=True)
class Problem:
    """One kind of problem: an example in words, how many rows have it, and the first of them."""

    words: str
    column: str
    count: int = 0
    rows: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Unknown:
    """A text that names no record, how often it occurs, what it may mean, and what will be done."""

    column: str
    field: str
    text: str
    count: int
    offers: list[Offer]
    then: WhenUnknown


class Tally:
    """Counts problems and readings over many batches, in bounded memory."""

    def __init__(self, problems: Iterable[Mapping[str, Any]] = (), readings: Iterable[Iterable[Any]] = ()) -> None:
        self.problems = {_kind(p["column"], p["words"]): Problem(**p) for p in problems}
        self.readings: dict[tuple[str, str, str], int] = {(c, t, r): n for c, t, r, n in readings}

    def add(self, table: Table) -> None:
        for row, faults in table.faults.items():
            for column, words in faults[:1]:
                self._count(column, words, table.numbers[row])
        for reading, count in table.readings().items():
            if reading in self.readings or len(self.readings) < MOST_KINDS:
                self.readings[reading] = self.readings.get(reading, 0) + count

    def _count(self, column: str, words: str, number: int) -> None:
        kind = _kind(column, words)
        if kind not in self.problems and len(self.problems) == MOST_KINDS:
            kind = ("", "…")
        problem = self.problems.setdefault(kind, Problem(words if kind[1] != "…" else "…", kind[0]))
        problem.count += 1
        if len(problem.rows) < FIRST_ROWS:
            problem.rows.append(number)

    def problem_list(self) -> list[Problem]:
        return sorted(self.problems.values(), key=lambda problem: -problem.count)

    def reading_list(self) -> list[list[Any]]:
        return [[*reading, count] for reading, count in self.readings.items()]

    def reading_words(self) -> list[str]:
        """“technolgy” is read as Technology (12 rows)."""
        return [reading_in_words(text, reading, count) for (_c, text, reading), count in self.readings.items()]


def reading_in_words(text: str, reading: str, count: int) -> str:
    words = ngettext(
        "“%(text)s” is read as “%(reading)s” (%(count)d row).",
        "“%(text)s” is read as “%(reading)s” (%(count)d rows).",
        count,
    )
    return words % {"text": text[:80], "reading": reading[:80], "count": count}


def _kind(column: str, words: str) -> tuple[str, str]:
    """The same words about another value are the same kind of problem."""
    return column, QUOTED.sub("“…”", words)


def reason(faults: Iterable[tuple[str, str]]) -> str:
    """Everything that is wrong with one row, in words."""
    return " ".join(f"{column}: {words}" if column else words for column, words in faults)


@dataclass(slots=True)
class Findings:
    """What an import would do, and what a person may want to decide before it does."""

    total: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    creates: dict[str, int] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)
