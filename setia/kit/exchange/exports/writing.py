"""What is seen as a file: CSV by RFC 4180 in pieces as they are read, or an Excel workbook.

Memory stays flat for any number of rows. Who exported what, and how many rows left, is kept in the
ledger, also when the reader stops half-way.
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from setia.foundation import ledger
from setia.foundation.formats import reader_for
from setia.kit import uses
from setia.kit.exchange.exports.columns import ExportColumn, columns_of
from setia.kit.exchange.exports.sheaves import Sheaf, sheaves
from setia.kit.exchange.exports.workbook import Workbook
from setia.kit.lists import Listing

MADE = "export.made"
PIECE = 1 << 16

ledger.declare(MADE, _("exported"), "download")


def csv_chunks(listing: Listing, *, labels: bool = True, bom: bool = False) -> Iterator[bytes]:
    """The list as CSV, piece by piece. `bom` marks it as UTF-8 for older versions of Excel."""
    columns = _prepared(listing, labels)
    return _csv(listing, columns, b"\xef\xbb\xbf" if bom else b"")


def _csv(listing: Listing, columns: list[ExportColumn], start: bytes) -> Iterator[bytes]:
    line = io.StringIO(newline="")
    writer = csv.writer(line, lineterminator="\r\n")
    writer.writerow([column.header for column in columns])
    with recorded(listing, "csv", [column.name for column in columns]) as count:
        for rows in _pages(listing):
            with _in_language(listing):
                writer.writerows(zip(*(column.texts(rows) for column in columns), strict=True))
            count(rows.length)
            yield start + line.getvalue().encode()
            start = b""
            line.seek(0)
            line.truncate()
        if line.tell():
            yield start + line.getvalue().encode()


def xlsx_file(listing: Listing, *, labels: bool = True) -> Path:
    """The list as a workbook in a temporary file, which the caller removes."""
    columns = _prepared(listing, labels)
    handle, name = tempfile.mkstemp(prefix="setia-export-", suffix=".xlsx")
    os.close(handle)
    path = Path(name)
    try:
        with recorded(listing, "xlsx", [column.name for column in columns]) as count, _in_language(listing):
            workbook = Workbook(path, str(listing.resource.plural), columns, listing.by.at)
            for rows in _pages(listing):
                workbook.add(rows)
                count(rows.length)
            workbook.close()
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def xlsx_chunks(listing: Listing, *, labels: bool = True) -> Iterator[bytes]:
    """The workbook piece by piece; nothing stays behind."""
    path = xlsx_file(listing, labels=labels)
    return _file_chunks(path)


def _file_chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        path.unlink()
        while piece := file.read(PIECE):
            yield piece


def file_name(listing: Listing, ending: str) -> str:
    """What the file is called: opportunities-2026-03-02.csv."""
    return f"{listing.resource.slug}-{listing.by.today.isoformat()}.{ending}"


def _in_language(listing: Listing) -> Any:
    return override(listing.by.language)


def _prepared(listing: Listing, labels: bool) -> list[ExportColumn]:
    reader = reader_for(listing.by.language, listing.by.zone)
    with _in_language(listing):
        return columns_of(listing, reader, labels=labels)


def _pages(listing: Listing) -> Iterator[Sheaf]:
    """Rows in order. The language is set for each page, because others run between two of them."""
    found = sheaves(listing)
    while True:
        with _in_language(listing):
            rows = next(found, None)
        if rows is None:
            return
        yield rows


@contextmanager
def recorded(listing: Listing, ending: str, columns: list[str]) -> Iterator[Callable[[int], None]]:
    """Counts rows, and in the end records who took how many of them."""
    total, listing.way = 0, None
    uses.note(listing.resource, columns, "exported", listing.by)

    def count(rows: int) -> None:
        nonlocal total
        total += rows

    try:
        yield count
    finally:
        resource = listing.resource
        data = {
            "count": total,
            "format": ending,
            "resource": resource.slug,
            "columns": columns,
        }
        fact = ledger.Fact(MADE, resource.noun, 0, title=resource.slug, data=data)
        with transaction.atomic():
            ledger.record([fact], listing.by)
