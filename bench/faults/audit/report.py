"""What an audit found."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_TOLD = 40


@dataclass
class Report:
    """Faults in words, and how many things were looked at."""

    faults: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def check(self, holds: bool, words: str) -> None:
        if not holds and len(self.faults) < MOST_TOLD:
            self.faults.append(words)

    def seen(self, what: str, count: int) -> None:
        self.counts[what] = self.counts.get(what, 0) + count
