"""How much a need is worth attending to."""

from __future__ import annotations

LEAST, MOST = 1, 10


def priority_of(importance: int, satisfaction: int | None) -> int:
    """From 1 to 20: importance, and once more as far as satisfaction falls short of it.

    The opportunity algorithm of A. W. Ulwick, "Turn customer input into innovation", Harvard Business Review,
    January 2002. What nobody has asked about yet is taken as half satisfied.
    """
    known = satisfaction if satisfaction is not None else (importance + 1) // 2
    return importance + max(importance - known, 0)
