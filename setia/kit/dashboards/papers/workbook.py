"""A dashboard as an Excel workbook: a sheet for the figures, one for each other tile; numbers are numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC
from decimal import Decimal, InvalidOperation
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from setia.foundation.access import Actor
from setia.kit.dashboards.shown import Cell, Shown
from setia.kit.exchange.exports.workbook import EXACT, FORBIDDEN, LONGEST, OPTIONS
from setia.kit.exchange.formulas import RUNS

LONGEST_NAME = 25


def workbook_of(title: str, tiles: Sequence[Shown], by: Actor) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {**OPTIONS, "constant_memory": False, "in_memory": True})
    book.set_properties({"created": by.at.astimezone(UTC), "title": title})
    bold, quoted = book.add_format({"bold": True, "bottom": 1}), book.add_format({"quote_prefix": True})
    figures = [one for one in tiles if one.numbers]
    taken: set[str] = set()
    if figures or not tiles:
        sheet = book.add_worksheet(_name(_("Figures"), taken))
        _head(sheet, [_("Figure"), _("Value"), _("Currency"), _("Before"), _("Change")], bold)
        line = 1
        for one in figures:
            for number in one.numbers:
                _text(sheet, line, 0, one.title, quoted)
                _cell(sheet, line, 1, number.cell, quoted)
                _text(sheet, line, 2, number.currency, quoted)
                _text(sheet, line, 3, number.before, quoted)
                if number.change is not None:
                    sheet.write_number(line, 4, number.change)
                line += 1
    for one in tiles:
        if one.grid:
            sheet = book.add_worksheet(_name(one.title, taken))
            _head(sheet, one.grid.columns, bold)
            for line, row in enumerate(one.grid.rows, 1):
                for at, cell in enumerate(row):
                    _cell(sheet, line, at, cell, quoted)
    book.close()
    return out.getvalue()


def _head(sheet: Any, columns: Sequence[str], bold: Any) -> None:
    sheet.freeze_panes(1, 0)
    for at, words in enumerate(columns):
        sheet.write_string(0, at, words[:LONGEST], bold)
        sheet.set_column(at, at, min(max(len(words) + 2, 10), 40))


def _cell(sheet: Any, line: int, at: int, cell: Cell, quoted: Any) -> None:
    """A number where it is one; what holds several currencies stays words."""
    value = _number(cell.value) if cell.is_number else None
    if value is None or abs(value) >= EXACT:
        _text(sheet, line, at, cell.words, quoted)
    else:
        sheet.write_number(line, at, value)


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _text(sheet: Any, line: int, at: int, words: str, quoted: Any) -> None:
    """A text stays a text, also when somebody edits the cell."""
    if words:
        sheet.write_string(line, at, words[:LONGEST], quoted if RUNS.match(words) else None)


def _name(title: str, taken: set[str]) -> str:
    """A name that a sheet may have, and no other sheet has."""
    plain = " ".join(title.translate(FORBIDDEN).split())[:LONGEST_NAME].strip("' ") or "Setia"
    name = next(
        n for number in range(1, 200) if (n := plain if number == 1 else f"{plain} {number}").lower() not in taken
    )
    taken.add(name.lower())
    return name
