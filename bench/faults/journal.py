"""What the clients asked for and what they were told: the other half of every proof.

Each write carries a text of its own, so that the database can be asked for exactly this write: how often it
is there, and whether all of it is.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Any

ACKNOWLEDGED, UNKNOWN, REFUSED, DENIED = "acknowledged", "unknown", "refused", "denied"
"""Told that it is done; not told anything certain; told no, for a reason; told that nothing was changed."""


@dataclass
class Write:
    """One write: `mark` is in a field of the record (`where`), or in the inputs of a verb."""

    how: str
    slug: str
    mark: str
    where: str
    outcome: str = UNKNOWN
    id: int | None = None
    version: int | None = None
    key: str = ""
    tries: int = 0
    told: str = ""


@dataclass
class Import:
    """One file: `mark` begins the reference of each of its `rows`."""

    mark: str
    rows: int
    run: int = 0
    expected: str = "done"
    resumed: int = 0
    ended: str = ""


@dataclass
class Journal:
    """Shared by all clients."""

    writes: list[Write] = field(default_factory=list)
    imports: list[Import] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    _numbers: Any = field(default_factory=lambda: count(1))
    _lock: Lock = field(default_factory=Lock)

    def mark(self, kind: str) -> str:
        """A text that no other write has."""
        with self._lock:
            return f"{kind}-{next(self._numbers):06d}"

    def begin(self, how: str, slug: str, where: str, kind: str = "") -> Write:
        write = Write(how, slug, self.mark(kind or how), where)
        with self._lock:
            self.writes.append(write)
        return write

    def count(self, what: str, number: int = 1) -> None:
        with self._lock:
            self.counts[what] += number

    def fault(self, words: str) -> None:
        with self._lock:
            self.faults.append(words)

    def save(self, path: Path) -> None:
        with self._lock:
            told = {"writes": [asdict(w) for w in self.writes], "imports": [asdict(i) for i in self.imports]}
            path.write_text(json.dumps(told))
