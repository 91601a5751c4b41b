"""The files beside a run: rows that were refused, and rows that wait for others.

Only as much of a file counts as the run has on record, so whatever a sudden end left behind it is cut
off before more is written.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from setia.kit.exchange.files import Layout
from setia.kit.exchange.formulas import neutral_cells

MARK = "\ufeff"
"""Tells spreadsheets that a file is UTF-8."""

LATER = Layout("utf-8", ",", 0)
"""How the file of waiting rows is written; its first column is the row's number in the original."""


def append(path: Path, size: int, rows: Iterable[Sequence[str]]) -> int:
    """Add rows behind the first `size` bytes of a file; its new size. Safe on disk when it returns."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    data = text.getvalue().encode()
    if not data:
        return size
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        file.truncate(size)
        file.seek(size)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return size + len(data)


def append_refused(
    path: Path, size: int, headers: Sequence[str], refused: Iterable[tuple[int, Sequence[str], str]]
) -> int:
    """Refused rows as they were, with their number and the reason in words; safe to open in a spreadsheet."""
    rows = [[*neutral_cells(cells), str(number), reason] for number, cells, reason in refused]
    if rows and not size:
        header = [*neutral_cells(headers), _("Row"), _("Reason")]
        rows.insert(0, [MARK + header[0], *header[1:]])
    return append(path, size, rows)


def append_waiting(path: Path, size: int, waiting: Iterable[tuple[int, Sequence[str]]]) -> int:
    return append(path, size, ([str(number), *neutral_cells(cells)] for number, cells in waiting))


def cut(path: Path, size: int) -> None:
    """Remove what a sudden end left behind the first `size` bytes."""
    if path.exists():
        os.truncate(path, size)


def remove(folder: Path) -> None:
    """Remove a run's folder and everything in it."""
    if folder.is_dir():
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
