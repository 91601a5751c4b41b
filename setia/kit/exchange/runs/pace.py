"""How many rows an import writes together."""

from __future__ import annotations

FEWEST, MOST = 1_000, 10_000
SHORT = 0.4
"""Seconds a batch may take. On SQLite nobody else can write meanwhile, on no machine and in no table size."""


class Pace:
    """As many rows as were written in the time for which others can wait; at most twice as many as before."""

    def __init__(self, rows: int) -> None:
        self.rows = rows

    def learn(self, rows: int, seconds: float) -> None:
        """A batch of so many rows took so long. The last one of a file, which is not full, tells nothing."""
        if rows < self.rows:
            return
        fit = rows * SHORT / max(seconds, SHORT / 10)
        self.rows = round(min(max(fit, rows / 2, FEWEST), rows * 2, MOST))
