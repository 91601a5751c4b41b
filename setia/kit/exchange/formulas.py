"""Texts that a spreadsheet would run as formulas are written with an apostrophe, and read without it.

The two are exact opposites, so what is exported and imported again is the same. A signed number
cannot do anything and stays as it is (-12.50, +4912345).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

FIRST = frozenset("=+-@\t\r'＝＋－＠")
STARTS = r"'*[=+\-@\t\r＝＋－＠]"
RUNS = re.compile(STARTS)
NEUTRALISED = re.compile("'" + STARTS)
SUSPICIOUS = re.compile(r"(?:\A|\n)" + STARTS)
NUMBER = re.compile(r"[+-][0-9]+(?:[.,][0-9]+)?")


def neutral(text: str) -> str:
    """The text as it may stand in a spreadsheet."""
    return f"'{text}" if RUNS.match(text) and not NUMBER.fullmatch(text) else text


def neutral_cells(texts: Sequence[str]) -> Sequence[str]:
    """A whole column or row; most have nothing in them that needs a second look."""
    if not SUSPICIOUS.search("\n".join(texts)):
        return texts
    return [neutral(text) if text and text[0] in FIRST else text for text in texts]


def original(text: str) -> str:
    """The text that `neutral` was given."""
    return text[1:] if NEUTRALISED.match(text) else text
