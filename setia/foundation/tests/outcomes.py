"""What a reading function makes of a text, to compare two ways of reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from setia.foundation.errors import Refusal


def outcome(read: Callable[[str], Any], text: str) -> Any:
    """The value, or the words in which the text is refused. Anything else that is raised is a fault."""
    try:
        return read(text)
    except Refusal as refusal:
        return f"Refused: {refusal.message}"


def agree(read: Callable[[str], Any], values: Sequence[str], column: tuple[list[Any], dict[int, str]]) -> bool:
    """Whether a column was read like each of its texts, with blank ones as None."""
    found, faults = column
    return len(found) == len(values) and all(
        (f"Refused: {faults[row]}" if row in faults else found[row]) == (outcome(read, text) if text.strip() else None)
        and not (row in faults and found[row] is not None)
        for row, text in enumerate(values)
    )
