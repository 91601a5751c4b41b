"""Workbooks for tests: made by a writer of Excel files, or put together by hand as LibreOffice writes them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter

FORMATS = {date: "dd/mm/yyyy", datetime: "dd/mm/yyyy hh:mm:ss", time: "hh:mm"}
NAMES = (
    "office:urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table:urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text:urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "calcext:urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
)
SPACES = " ".join(f'xmlns:{name.partition(":")[0]}="{name.partition(":")[2]}"' for name in NAMES)
MIME = "application/vnd.oasis.opendocument.spreadsheet"


def xlsx(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], **options: Any) -> Path:
    """A workbook; texts that begin with "=" are formulas whose result is the text behind them: ("=1+1", 2)."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False, **options})
    formats = {kind: book.add_format({"num_format": form}) for kind, form in FORMATS.items()}
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, tuple):
                    sheet.write_formula(at, column, value[0], None, value[1])
                elif type(value) in formats:
                    sheet.write_datetime(at, column, value, formats[type(value)])
                elif value is not None:
                    sheet.write(at, column, value)
    book.close()
    return path


def ods(path: Path, sheets: Mapping[str, str]) -> Path:
    """A file of LibreOffice; each sheet is given as its rows in XML (see `row`)."""
    tables = "".join(f"<table:table table:name={quoteattr(name)}>{rows}</table:table>" for name, rows in sheets.items())
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES}>{body}</office:document-content>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo("mimetype"), MIME)
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", _manifest())
    return path


def _manifest() -> str:
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entry = f'<m:file-entry m:full-path="/" m:media-type="{MIME}"/>'
    return f'<?xml version="1.0"?><m:manifest xmlns:m="{space}">{entry}</m:manifest>'


def row(*cells: Any, attributes: str = "") -> str:
    """A row of an OpenDocument table; a text that is XML already stays so."""
    return f"<table:table-row{attributes}>{''.join(map(cell, cells))}</table:table-row>"


def cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str) and value.startswith("<"):
        return value
    kind, shown = _typed(value)
    return f"<table:table-cell {kind}><text:p>{escape(shown)}</text:p></table:table-cell>"


def text(words: str, attributes: str = "") -> str:
    """A cell of text with what else is said about it."""
    return f'<table:table-cell office:value-type="string"{attributes}><text:p>{words}</text:p></table:table-cell>'


def _typed(value: Any) -> tuple[str, str]:
    if isinstance(value, bool):
        return f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"', str(value).upper()
    if isinstance(value, int | float):
        return f'office:value-type="float" office:value="{value}"', str(value)
    if isinstance(value, date):
        return f'office:value-type="date" office:date-value="{value.isoformat()}"', value.strftime("%d/%m/%y")
    return 'office:value-type="string"', str(value)


def without_end(path: Path, share: float = 0.5) -> Path:
    """The first part of a file, as after a broken download."""
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    return path


def repacked(path: Path, changes: Mapping[str, Iterable[tuple[bytes, bytes]]]) -> Path:
    """The same archive with some texts of its members replaced."""
    with zipfile.ZipFile(path) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            for before, after in changes.get(name, ()):
                content = content.replace(before, after)
            packed.writestr(name, content)
    return path
