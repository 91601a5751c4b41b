"""The choices of a field as a text, one on each line, and what such a text changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from setia.foundation.search import fold
from setia.kit.shaping.model import OwnChoice

New = list[tuple[str, int]]
Moved = list[tuple[OwnChoice, int | None]]

MOST = 200
LONGEST = 80
SEPARATORS = re.compile(r"[,;|]")
"""What stands between several choices in a file; none may be called so."""


def fill_listed(rows: list[dict[str, Any]]) -> None:
    """The choices in use of each field, one on each line."""
    found: dict[int, list[str]] = {row["id"]: [] for row in rows}
    known = OwnChoice.objects.active().filter(field__in=list(found)).order_by("position", "id")
    for field_id, label in known.values_list("field_id", "label"):
        found[field_id].append(label)
    for row in rows:
        row["listed"] = "\n".join(found[row["id"]])


def lines_of(text: str) -> list[str]:
    """The choices that a text lists, each once."""
    lines = {fold(line): " ".join(line.split()) for line in reversed(text.splitlines()) if line.strip()}
    return list(reversed(lines.values()))


def code_for(label: str, taken: Iterable[str], longest: int = 36) -> str:
    """A code that follows from the first label, and stays when the label changes."""
    base = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[: min(30, longest - 4)].strip("_") or "choice"
    code, number, known = base, 1, set(taken)
    while code in known:
        number += 1
        code = f"{base}_{number}"
    return code


def differences(field_id: int, lines: Sequence[str]) -> tuple[New, Moved]:
    """New choices with their places, and those there are that move, come back, or (None) are put away."""
    there = {fold(one.label): one for one in OwnChoice.objects.filter(field=field_id).order_by("-archived_at", "id")}
    new: New = []
    moved: Moved = []
    for at, line in enumerate(lines, 1):
        one = there.pop(fold(line), None)
        if one is None:
            new.append((line, at * 10))
        elif one.position != at * 10 or one.archived_at or one.label != line:
            one.label = line
            moved.append((one, at * 10))
    moved += [(one, None) for one in there.values() if one.archived_at is None]
    return new, moved
