"""Rows for a terminal, or as JSON for a program."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TextIO

WIDEST = 40


def as_json(data: Any, out: TextIO | None = None) -> None:
    print(json.dumps(data, ensure_ascii=False, default=_plain), file=out or sys.stdout)


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return str(value)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[bool] = ()) -> None:
    """Columns as wide as they need to be, at most forty characters."""
    lines = [[_short(cell) for cell in row] for row in rows]
    widths = [max([len(h), *(len(line[at]) for line in lines)]) for at, h in enumerate(headings)]
    right = right or [False] * len(headings)
    print("  ".join(_set(h, w, r) for h, w, r in zip(headings, widths, right, strict=True)).rstrip())
    for line in lines:
        print("  ".join(_set(c, w, r) for c, w, r in zip(line, widths, right, strict=True)).rstrip())


def _short(text: str) -> str:
    text = " ".join(str(text).split())
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


def _set(text: str, width: int, right: bool) -> str:
    return text.rjust(width) if right else text.ljust(width)


class Progress:
    """One line on standard error that is written over, or nothing when nobody looks."""

    def __init__(self, label: str, *, quiet: bool = False) -> None:
        self.label = label
        self.shown = not quiet and sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        if self.shown:
            share = f" {100 * done // total:3d} %" if total else ""
            print(f"\r{self.label}: {done:,} / {total:,}{share}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self.shown:
            print(file=sys.stderr)
