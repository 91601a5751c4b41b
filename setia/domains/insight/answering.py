"""What every estimator says: an answer with its interval and reasons, or, in plain words, that there is too little.

No Django here. Reasons are English sentences with named figures (`words % figures`): whoever shows them translates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class TooLittle(ValueError):
    """There is too little history, or nothing in it differs: nothing can be said. Not a fault, so show the words.

    `there` of something where `needed` would be the least; `reason` is a word by which a page chooses its translated
    sentence; the message says the same in English.
    """

    def __init__(self, reason: str, words: str, there: int = 0, needed: int = 0) -> None:
        super().__init__(words)
        self.reason, self.there, self.needed = reason, there, needed


def require(there: int, needed: int, reason: str, of_what: str) -> None:
    """Refuses if fewer are there than needed; `of_what` completes "Too few …"."""
    if there < needed:
        words = f"Too few {of_what}: there are {there}, and it takes at least {needed} to say anything."
        raise TooLittle(reason, words, int(there), needed)


@dataclass(frozen=True)
class Reason:
    """One thing that an answer rests on: a sentence and the figures in it. By `name` a page chooses its translation."""

    words: str
    figures: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""

    def __str__(self) -> str:
        return self.words % self.figures if self.figures else self.words


@dataclass(frozen=True)
class Answer:
    """`low` <= `value` <= `high`, all finite, in the unit of what was asked."""

    value: float
    low: float
    high: float
    reasons: tuple[Reason, ...] = ()
