"""Excel workbooks: real numbers and dates, texts that are never formulas, in flat memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from setia.kit.exchange.exports.columns import ExportColumn
from setia.kit.exchange.exports.sheaves import Sheaf
from setia.kit.exchange.formulas import RUNS

MOST_ROWS = 1_048_576
LONGEST = 32_767
EXACT = 2**53
FIRST_YEAR = 1900
NARROWEST, WIDEST, LOOKED_AT = 8, 50, 200
FORMATS = {"money": "#,##0.00", "date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm"}
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


class Workbook:
    """A file with one sheet, or more when one cannot hold all rows."""

    def __init__(self, path: Path, title: str, columns: Sequence[ExportColumn], made_at: datetime) -> None:
        self._book = xlsxwriter.Workbook(str(path), {**OPTIONS, "tmpdir": str(path.parent)})
        self._book.set_properties({"created": made_at.astimezone(UTC)})
        self._head = self._book.add_format({"bold": True, "bottom": 1, "text_wrap": False})
        self._quoted = self._book.add_format({"quote_prefix": True})
        self._formats = {shape: self._book.add_format({"num_format": f}) for shape, f in FORMATS.items()}
        self._title, self._columns = title.translate(FORBIDDEN).strip()[:25] or "Setia", columns
        self._sheets = 0
        self._begin()

    def _begin(self) -> None:
        self._sheets += 1
        self._sheet = self._book.add_worksheet(self._title if self._sheets == 1 else f"{self._title} {self._sheets}")
        self._sheet.freeze_panes(1, 0)
        for at, column in enumerate(self._columns):
            self._sheet.write_string(0, at, column.header[:LONGEST], self._head)
        self._line = 1
        self._widths = [len(column.header) for column in self._columns]

    def add(self, rows: Sheaf) -> None:
        """Write rows of a list below what is there."""
        writers = [self._writer(column) for column in self._columns]
        cells = zip(*(column.values(rows) for column in self._columns), strict=True)
        for values in cells:
            if self._line == MOST_ROWS:
                self._end()
                self._begin()
                writers = [self._writer(column) for column in self._columns]
            for at, (write, value) in enumerate(zip(writers, values, strict=True)):
                if value is not None and value != "":
                    write(self._line, at, value)
            if self._line < LOOKED_AT:
                self._measure(values)
            self._line += 1

    def close(self) -> None:
        self._end()
        self._book.close()

    def _end(self) -> None:
        for at, width in enumerate(self._widths):
            self._sheet.set_column(at, at, min(max(width + 2, NARROWEST), WIDEST))
        self._sheet.autofilter(0, 0, max(self._line - 1, 1), max(len(self._columns) - 1, 0))

    def _measure(self, values: Sequence[Any]) -> None:
        for at, value in enumerate(values):
            if value is not None:
                self._widths[at] = max(self._widths[at], min(len(str(value)), WIDEST))

    def _writer(self, column: ExportColumn) -> Callable[[int, int, Any], None]:
        if column.shape in ("date", "moment"):
            return lambda line, at, value: self._day(line, at, value, self._formats[column.shape])
        if column.shape == "money":
            return lambda line, at, value: self._number(line, at, value, self._formats["money"])
        if column.shape == "number":
            return lambda line, at, value: self._number(line, at, value, None)
        return self._text

    def _text(self, line: int, at: int, value: str) -> None:
        """A text stays a text, also when somebody edits the cell."""
        style = self._quoted if RUNS.match(value) else None
        self._sheet.write_string(line, at, value[:LONGEST], style)

    def _number(self, line: int, at: int, value: Any, style: Any) -> None:
        if abs(value) >= EXACT:
            self._sheet.write_string(line, at, str(value))
        else:
            self._sheet.write_number(line, at, value, style)

    def _day(self, line: int, at: int, value: date | datetime, style: Any) -> None:
        if value.year <= FIRST_YEAR:
            self._sheet.write_string(line, at, value.isoformat())
            return
        if isinstance(value, datetime):
            value = value.replace(tzinfo=None)
        self._sheet.write_datetime(line, at, value, style)
