"""What a file is, by its content: a table of text as it stands, or something that becomes one on arrival."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from setia.kit.exchange.books import is_workbook, open_book
from setia.kit.exchange.books.opening import LAYOUT as OF_BOOKS
from setia.kit.exchange.cards import LAYOUT as OF_CARDS
from setia.kit.exchange.cards import carried, is_cards, open_cards
from setia.kit.exchange.files.sheet import Origin, Sheet, look

CARDS = "vcard"
FORMATS = {"xlsx": "Excel", "xlsb": "Excel", "xls": "Excel 97", "ods": "OpenDocument", CARDS: "vCard"}
"""How people call what a table was made from."""


@contextmanager
def arrived(path: Path, name: str, sheet: str = "") -> Iterator[Sheet]:
    """The table in a file, to be moved to where it is kept; what is left of it afterwards is removed."""
    table = path.with_name(f"{path.name}-table")
    try:
        yield _judged(path, table, name, sheet)
    finally:
        table.unlink(missing_ok=True)


def _judged(path: Path, table: Path, name: str, wanted: str) -> Sheet:
    if is_cards(path) and (into := next(iter(carried().values()), None)):
        notices = open_cards(path, table, into)
        found = look(table, name, OF_CARDS)
        found.origin = Origin(CARDS, resource=into.resource)
        found.notices[:0] = notices
    elif format_ := is_workbook(path):
        book = open_book(path, table, format_, wanted)
        found = look(table, name, OF_BOOKS)
        found.origin = Origin(book.format, book.sheet, book.sheets, book.pointed)
        found.notices[:0] = book.notices
    else:
        found = look(path, name)
    return replace(found, size=path.stat().st_size)
