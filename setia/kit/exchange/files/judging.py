"""Whether some bytes are a table of text, and how they are written: judged by content, never by name.

A file is read once from front to back in pieces of bounded size, whatever it claims to be, and is
never unpacked. What cannot be read is refused with the line and with what to do about it.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from setia.foundation.errors import Refusal, TooLarge, Words

PIECE = 1 << 20
MOST_LINE = 1_000_000
MOST_COLUMNS = 1_000
SAMPLE = 1 << 16
SAMPLE_ROWS = 200
DELIMITERS = ",;\t|"
MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
NAMES = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "cp1252": "UTF-8 / Windows-1252"}
SEPARATOR_LINE = re.compile(r"sep=(.)(?:\r\n|\r|\n)", re.IGNORECASE)
MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!doctype html|html|table|workbook)[\s>]", re.IGNORECASE)
CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f]")
PACKED = (
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"\x28\xb5\x2f\xfd",
    b"PK\x05\x06",
)
PICTURES_AND_PAPERS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"{\\rtf",
    b"\x7fELF",
    b"MZ\x90",
)


class Unreadable(Refusal):
    """A file that is not a table of text."""

    status = 422
    code = "unreadable-file"

    def __init__(self, message: Words) -> None:
        super().__init__(message, field="file")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is written: encoding, delimiter, and the byte at which its first row begins.

    In an `exact` one an apostrophe before what looks like a formula is a part of the text. `first` is the number
    of its first row.
    """

    encoding: str
    delimiter: str
    start: int
    exact: bool = False
    first: int = 1

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Layout:
        """The layout again from what was kept of it."""
        return cls(**{name: kept[name] for name in cls.__slots__ if name in kept})


def layout_of(path: Path) -> Layout:
    """How the file is to be read; refuses what is not text, or is not written in one encoding."""
    with path.open("rb") as file:
        beginning = file.read(SAMPLE)
        if not beginning:
            raise Unreadable(_("The file is empty."))
        _refuse_other_formats(beginning)
        encoding, start = _encoding(beginning, file)
        file.seek(start)
        sample = codecs.getincrementaldecoder(encoding)().decode(file.read(SAMPLE))
    if not sample.strip():
        raise Unreadable(_("The file is empty."))
    if len(CONTROL.findall(sample)) * 100 > len(sample):
        raise Unreadable(_("This is not a text file. Save the table as CSV (UTF-8) and try again."))
    if named := SEPARATOR_LINE.match(sample):
        return Layout(encoding, named[1], start + len(named[0].encode(encoding)))
    return Layout(encoding, _delimiter(sample), start)


def _refuse_other_formats(beginning: bytes) -> None:
    if beginning.startswith(b"PK\x03\x04"):
        raise Unreadable(_("This file is packed (zip). Unpack it and choose the table inside."))
    if beginning.startswith(PACKED):
        raise Unreadable(_("This file is packed. Unpack it and choose the table inside."))
    if beginning.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(_("This is an old Office file without a table. Save the table as XLSX or CSV (UTF-8)."))
    if MARKUP.match(beginning):
        raise Unreadable(
            _("This is a web page or XML, whatever it is called. Open it in a spreadsheet and save it as XLSX.")
        )
    if beginning.startswith(PICTURES_AND_PAPERS):
        raise Unreadable(_("This is not a text file. Save the table as CSV (UTF-8) and try again."))


def _encoding(beginning: bytes, file: BinaryIO) -> tuple[str, int]:
    """The encoding in which the whole file can be read, and the length of the mark in front."""
    for mark, encoding in MARKS.items():
        if beginning.startswith(mark):
            _read_through(file, encoding, len(mark))
            return encoding, len(mark)
    if unmarked := _unmarked_utf16(beginning):
        _read_through(file, unmarked, 0)
        return unmarked, 0
    try:
        _read_through(file, "utf-8", 0)
        return "utf-8", 0
    except NotInEncoding as broken:
        if broken.was_right_before:
            raise
    _read_through(file, "cp1252", 0)
    return "cp1252", 0


def _unmarked_utf16(beginning: bytes) -> str:
    """Latin text in UTF-16 has a NUL in every second byte."""
    even, odd = beginning[0:4000:2], beginning[1:4000:2]
    if len(odd) > 1 and odd.count(0) > 0.6 * len(odd) and not even.count(0):
        return "utf-16-le"
    if len(odd) > 1 and even.count(0) > 0.6 * len(even) and not odd.count(0):
        return "utf-16-be"
    return ""


class NotInEncoding(Unreadable):
    """Bytes that the encoding does not know; `was_right_before` when earlier ones proved the encoding."""

    was_right_before = False


def _read_through(file: BinaryIO, encoding: str, start: int) -> None:
    """Read everything once: it can be decoded, holds no NUL, and has no line of absurd length."""
    file.seek(start)
    lines, length, foreign = 1, 0, False
    for text, whole in _decoded(file, encoding):
        ends = [at for at in (text.find("\n"), text.find("\r")) if at >= 0]
        if length + (min(ends) if ends else len(text)) > MOST_LINE:
            raise TooLarge(_too_long(lines), field="file")
        if "\0" in text:
            lines += _line_ends(text[: text.index("\0")])
            raise Unreadable(
                _("Line %(line)d holds NUL bytes, so this is not a text file. Save the table as CSV (UTF-8).")
                % {"line": lines}
            )
        lines += _line_ends(text)
        length = len(text) - max(text.rfind("\n"), text.rfind("\r")) - 1 if ends else length + len(text)
        foreign = foreign or not text.isascii()
        if not whole:
            broken = NotInEncoding(
                _("Line %(line)d cannot be read as %(encoding)s. Save the table as CSV (UTF-8).")
                % {"line": lines, "encoding": NAMES[encoding]}
            )
            broken.was_right_before = foreign or start > 0
            raise broken


def _decoded(file: BinaryIO, encoding: str) -> Iterator[tuple[str, bool]]:
    """Pieces of text; False beside the last one when the bytes behind it cannot be decoded."""
    decoder = codecs.getincrementaldecoder(encoding)()
    while True:
        piece = file.read(PIECE)
        pending = decoder.getstate()[0]
        try:
            yield decoder.decode(piece, final=not piece), True
        except UnicodeDecodeError as error:
            yield (pending + piece)[: error.start].decode(encoding, "ignore"), False
            return
        if not piece:
            return


def _line_ends(text: str) -> int:
    return text.count("\n") or text.count("\r")


def _too_long(line: int) -> str:
    return _(
        "Line %(line)d is longer than %(most)s characters. This does not look like a table; "
        "check the file for a missing line break or quotation mark."
    ) % {"line": line, "most": f"{MOST_LINE:,}"}


def _delimiter(sample: str) -> str:
    """The sign that parts the first rows into the same number of cells; a comma when there is one column."""
    lines = sample.splitlines(keepends=True)
    lines = lines[:-1] if len(lines) > 1 and len(sample) >= SAMPLE // 4 else lines
    best, best_score = ",", (0.0, 1)
    for delimiter in DELIMITERS:
        counts = list(_cell_counts(lines, delimiter))
        if counts and counts[0] > 1:
            alike = sum(count == counts[0] for count in counts) / len(counts)
            best, best_score = max((best, best_score), (delimiter, (round(alike, 2), counts[0])), key=lambda b: b[1])
    return best


def _cell_counts(lines: list[str], delimiter: str) -> Iterator[int]:
    rows = csv.reader(lines, delimiter=delimiter)
    try:
        for found, row in enumerate(row for row in rows if row):
            if found == SAMPLE_ROWS:
                return
            yield len(row)
    except csv.Error:
        return
