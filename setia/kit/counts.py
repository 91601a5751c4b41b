"""How many: exact up to a cap, and what was counted a moment ago.

What is remembered never stands on a page, except that there are more than the cap: it takes thousands of
changes within half a minute to make that wrong.
"""

from __future__ import annotations

import time
from collections.abc import Hashable
from dataclasses import dataclass

COUNT_CAP = 10_000
SECONDS = 30.0
MOST_REMEMBERED = 2_000

_counted: dict[Hashable, tuple[float, int]] = {}


@dataclass(frozen=True, slots=True)
class Count:
    number: int
    capped: bool

    @classmethod
    def of(cls, number: int) -> Count:
        return cls(min(number, COUNT_CAP), number > COUNT_CAP)

    def __str__(self) -> str:
        return f"{self.number:,}+" if self.capped else str(self.number)


def forget_counts() -> None:
    """Count everything again."""
    _counted.clear()


def remember(what: Hashable, number: int) -> None:
    if len(_counted) >= MOST_REMEMBERED:
        forget_counts()
    _counted[what] = time.monotonic() + SECONDS, number


def is_beyond(what: Hashable) -> bool:
    """Whether there were more than the cap."""
    return _remembered(what, 0) > COUNT_CAP


def is_far_below(what: Hashable) -> bool:
    """Whether there were so few that all of them may be read at once."""
    return _remembered(what, COUNT_CAP) < COUNT_CAP // 2


def _remembered(what: Hashable, otherwise: int) -> int:
    until, number = _counted.get(what, (0.0, otherwise))
    return number if until > time.monotonic() else otherwise
