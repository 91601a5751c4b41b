"""What a verb says that only answers: it changes nothing, leaves no fact, and whoever sees the record may ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an answer: words, and what stands beside them, as the reader writes it."""

    words: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """`words` above, `lines` below them; `data` is the same for programs. `is_lacking`: there is no good answer."""

    words: str
    lines: Sequence[Line] = ()
    data: dict[str, Any] = field(default_factory=dict)
    is_lacking: bool = False
