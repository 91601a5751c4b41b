"""A whole column of texts read at once, by the rule that reads a single one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from setia.foundation.errors import Refusal

Value = TypeVar("Value")


def read_column(values: Sequence[str], read: Callable[[str], Value]) -> tuple[list[Value | None], dict[int, str]]:
    """The values, and what is wrong with some rows in words, by position in the column from 0.

    A blank text is None and no fault; a text that `read` refuses is None with its words. Each
    distinct text is read once, so a column of a few repeated texts costs next to nothing.
    """
    known: dict[str, Value | None] = {}
    faults: dict[str, str] = {}
    for text in set(values):
        known[text] = None
        if text and not text.isspace():
            try:
                known[text] = read(text)
            except Refusal as refusal:
                faults[text] = refusal.message
    found = [known[text] for text in values]
    if not faults:
        return found, {}
    return found, {row: faults[text] for row, text in enumerate(values) if text in faults}
