"""Showing somebody's own text inside a message without trusting it."""

from __future__ import annotations

LONGEST = 60


def cited(text: object, most: int = LONGEST) -> str:
    """The text on one line, shortened, with “�” for what cannot be kept (NUL, controls, surrogates)."""
    words = str(text)
    shown = words if len(words) <= most else words[: most - 1] + "…"
    if shown.isprintable():
        return shown
    return "".join(letter if letter.isprintable() else " " if letter.isspace() else "�" for letter in shown)
