"""Rows of a file of text, read in batches from any position, in flat memory.

Rows are counted as a spreadsheet shows them: the header is usually row 1, blank rows count, and a
cell with line breaks is still one row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from setia.foundation.errors import TooLarge
from setia.kit.exchange.files.judging import MOST_LINE, Layout, Unreadable
from setia.kit.exchange.formulas import original

MOST_CELL = 100_000
BATCH = 2_000
"""Rows read together, and rows written together as long as nobody knows how long that takes."""

MOST_BATCH_CELLS, MOST_BATCH_BYTES = 250_000, 8_000_000


class Position(NamedTuple):
    """Behind a row: the byte at which the next one begins, and the number of the row just read."""

    byte: int
    row: int


@dataclass(slots=True)
class Batch:
    """Rows of one width. `faults` says by index in the batch what is wrong with a row as a whole."""

    numbers: list[int]
    cells: list[list[str]]
    end: Position
    faults: dict[int, str] = field(default_factory=dict)
    short: int = 0

    def columns(self) -> list[tuple[str, ...]]:
        return list(zip(*self.cells, strict=True))


def batches(
    path: Path, layout: Layout, width: int, at: Position, size: int | Callable[[], int] = BATCH
) -> Iterator[Batch]:
    """The rows behind a position, in batches of bounded size; blank rows are counted and left out.

    A `size` that is a function is asked before each batch.
    """

    def bounded() -> int:
        return max(1, min(size if isinstance(size, int) else size(), MOST_BATCH_CELLS // width))

    whole = bounded()
    batch = Batch([], [], at)
    numbers, table, most = batch.numbers, batch.cells, at.byte + MOST_BATCH_BYTES
    for byte, number, cells in rows(path, layout, at):
        if not any(cells) or not any(cell.strip() for cell in cells):
            continue
        if len(cells) != width:
            _fit(batch, cells, width)
        numbers.append(number)
        table.append(cells)
        batch.end = Position(byte, number)
        if len(table) >= whole or byte >= most:
            yield batch
            whole = bounded()
            batch = Batch([], [], batch.end)
            numbers, table, most = batch.numbers, batch.cells, byte + MOST_BATCH_BYTES
    if table:
        yield batch


def _fit(batch: Batch, cells: list[str], width: int) -> None:
    """Missing cells are empty; more cells than columns are a fault unless they are blank."""
    if len(cells) < width:
        cells += [""] * (width - len(cells))
        batch.short += 1
        return
    if any(cell.strip() for cell in cells[width:]):
        words = _("The row has %(found)d cells, but there are %(columns)d columns.")
        batch.faults[len(batch.cells)] = words % {"found": len(cells), "columns": width}
    del cells[width:]


def rows(path: Path, layout: Layout, at: Position) -> Iterator[tuple[int, int, list[str]]]:
    """Every row behind a position: the byte behind it, its number, its cells. Refuses broken CSV."""
    number = at.row
    with path.open("rb") as file:
        file.seek(at.byte)
        lines = _Lines(file, layout.encoding, at)
        try:
            for cells in csv.reader(lines, delimiter=layout.delimiter, strict=True):
                number += 1
                if lines.length > MOST_CELL and len(max(cells, key=len)) > MOST_CELL:
                    raise TooLarge(_cell_too_long(number), field="file")
                if lines.has_apostrophe and not layout.exact:
                    cells = [original(cell) if cell[:1] == "'" else cell for cell in cells]
                lines.begin_row(number)
                yield lines.byte, number, cells
        except csv.Error as error:
            raise _broken(number + 1, str(error)) from None


class _Lines:
    """The lines of a file one by one, none of them too long, counting bytes up to the line handed out."""

    def __init__(self, file: io.BufferedReader, encoding: str, at: Position) -> None:
        self._next = io.TextIOWrapper(file, encoding, newline="").readline
        self._encoding = encoding
        self._single = encoding in ("utf-8", "cp1252")
        self.byte = at.byte
        self.begin_row(at.row)

    def begin_row(self, row: int) -> None:
        self.row, self.length, self.has_apostrophe = row, 0, False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._next(MOST_LINE + 1)
        if not line:
            raise StopIteration
        self.byte += len(line) if self._single and line.isascii() else len(line.encode(self._encoding))
        self.length += len(line)
        if self.length > MOST_LINE:
            raise TooLarge(_row_too_long(self.row + 1), field="file")
        if "'" in line:
            self.has_apostrophe = True
        return line


def _broken(row: int, error: str) -> Unreadable:
    if "limit" in error:
        return Unreadable(_cell_too_long(row))
    if "unexpected end" in error:
        words = _('A quotation mark opened in row %(row)d is never closed. Close it, or double it ("").')
    else:
        words = _('Row %(row)d has text behind a closing quotation mark. Double the marks in a cell ("").')
    return Unreadable(words % {"row": row})


def _row_too_long(row: int) -> str:
    return _("Row %(row)d is longer than %(most)s characters. Check it for a quotation mark that is not closed.") % {
        "row": row,
        "most": f"{MOST_LINE:,}",
    }


def _cell_too_long(row: int) -> str:
    return _(
        "Row %(row)d holds a cell of more than %(most)s characters. Check it for a quotation mark that is not closed."
    ) % {"row": row, "most": f"{MOST_CELL:,}"}
