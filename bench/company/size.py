"""How much there is of everything, from the number of parties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

UNTIL = datetime(2026, 11, 1, 12, tzinfo=UTC)
"""The last moment of the made-up history: the same on every machine, so that runs compare."""

YEARS = 3
BUSIEST = 1
"""The party with by far the longest history: what a page costs must not depend on it."""


@dataclass(frozen=True)
class Size:
    parties: int = 1_000_000
    seed: int = 7

    @property
    def opportunities(self) -> int:
        return self.parties // 10

    @property
    def orders(self) -> int:
        return 2 * self.parties

    @property
    def entries(self) -> int:
        return 5 * self.parties

    @property
    def entries_of_busiest(self) -> int:
        """70,000 at a million parties."""
        return self.parties * 7 // 100
