"""A workbook becomes a table of text: by a process that has only so much memory, time and disk.

XLSX, XLSM, XLSB, XLS and ODS are read by calamine. Which of them a file is, is seen from its content.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from setia.foundation.citing import cited
from setia.foundation.errors import Refusal, TooLarge
from setia.kit.exchange.files.judging import Layout, Unreadable

if sys.platform != "win32":
    import fcntl

CHILD = Path(__file__).with_name("child.py")
MEMORY, SECONDS, DISK = 2 << 30, 120, 4 << 30
PATIENCE = 30
TAIL = 1 << 16
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")
OLD_BOOKS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook of which one sheet was read: its format, the sheet, all sheets, and what to say about it.

    `pointed` are the columns with numbers whose decimal point could be taken for one of thousands.
    """

    format: str
    sheet: str
    sheets: list[str]
    notices: list[str]
    pointed: list[int] = field(default_factory=list)


LAYOUT = Layout("utf-8", ",", 0, exact=True)
"""How the table is written that a workbook becomes."""


def is_workbook(path: Path) -> str:
    """The format of a workbook, "" for everything else; refuses workbooks that cannot be opened."""
    size = path.stat().st_size
    with path.open("rb") as file:
        beginning = file.read(TAIL)
        file.seek(max(0, size - TAIL))
        end = file.read()
    if beginning.startswith(b"PK\x03\x04"):
        return _packed_format(beginning, end)
    if not beginning.startswith(OLD):
        return ""
    directory = _directory(path, beginning)
    if LOCKED in directory:
        raise Unreadable(_locked())
    return "xls" if any(name in directory for name in OLD_BOOKS) else ""


def _packed_format(beginning: bytes, end: bytes) -> str:
    if b"opendocument.spreadsheet" in beginning[:200] or b"opendocument.spreadsheet" in beginning:
        return "ods"
    if b"xl/workbook.bin" in end or b"xl/workbook.bin" in beginning:
        return "xlsb"
    return "xlsx" if b"xl/" in beginning or b"xl/" in end else ""


def _directory(path: Path, beginning: bytes) -> bytes:
    """The names in an old Office file (MS-CFB: the sector of the directory is named in the header)."""
    shift, first = int.from_bytes(beginning[30:32], "little"), int.from_bytes(beginning[48:52], "little")
    if shift not in (9, 12):
        return b""
    with path.open("rb") as file:
        file.seek((first + 1) << shift)
        return file.read(1 << 12)


def open_book(path: Path, table: Path, format_: str, sheet: str = "") -> Book:
    """Write a sheet of the workbook as a table; the first with something in it, unless one is named."""
    with _one_by_one(table.parent):
        told = _told(path, table, sheet)
    sheets = [each["name"] for each in told.get("sheets", ())]
    if trouble := told.get("trouble"):
        raise _refusal(trouble, sheet, sheets)
    return Book(format_, told["sheet"], sheets, list(_notices(told)), told["pointed"])


@contextmanager
def _one_by_one(folder: Path) -> Iterator[None]:
    """One workbook at a time on a machine: several at once might take more memory than it has."""
    handle = os.open(folder / "workbook.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform != "win32":
            _wait_for(handle)
        yield
    finally:
        os.close(handle)


def _wait_for(handle: int) -> None:
    patience = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > patience:
                words = _("Another large workbook is being read just now. Try again in a minute.")
                raise Refusal(words, field="file") from None
            time.sleep(0.05)


def _told(path: Path, table: Path, sheet: str) -> dict[str, Any]:
    command = [
        sys.executable,
        "-I",
        "-B",
        str(CHILD),
        str(MEMORY),
        str(SECONDS),
        str(DISK),
        str(path),
        str(table),
        sheet,
    ]
    try:
        done = subprocess.run(command, capture_output=True, timeout=2 * SECONDS, check=False)  # noqa: S603
        return json.loads(done.stdout) if done.returncode == 0 else {"trouble": "large"}
    except (subprocess.TimeoutExpired, ValueError):
        return {"trouble": "large"}


def _refusal(trouble: str, sheet: str, sheets: list[str]) -> Refusal:
    if trouble == "password":
        return Unreadable(_locked())
    if trouble == "empty":
        return Unreadable(_("No sheet of this workbook has anything in it."))
    if trouble == "sheet":
        words = _("There is no sheet “%(name)s”; there are: %(names)s.")
        return Refusal(words % {"name": cited(sheet), "names": _listed(sheets)}, field="sheet")
    if trouble == "large":
        words = _(
            "This workbook takes more memory or time than one file may. Save the sheet as CSV (UTF-8), or in parts."
        )
        return TooLarge(words, field="file")
    return Unreadable(_("This workbook is damaged or not complete. Open it in a spreadsheet, save it again and try."))


def _locked() -> str:
    return _("This workbook is protected by a password. Save it without one (File, Save as) and try again.")


def _listed(names: list[str]) -> str:
    return ", ".join(f"“{cited(name)}”" for name in names[:MOST_NAMED]) + ("…" if len(names) > MOST_NAMED else "")


def _notices(told: Mapping[str, Any]) -> Iterator[str]:
    """What a person should know of the sheet before its rows become records."""
    others = [
        _("%(name)s (hidden)") % {"name": each["name"]} if each["hidden"] else each["name"]
        for each in told["sheets"]
        if each["name"] != told["sheet"]
    ]
    if others:
        words = _("The sheet “%(name)s” is read. The workbook has others: %(names)s.")
        yield words % {"name": cited(told["sheet"]), "names": _listed(others)}
    for name, words in _words(told).items():
        if told.get(name):
            yield words % {"count": told[name]}


def _words(told: Mapping[str, Any]) -> dict[str, str]:
    """What is said about so many of each thing."""
    return {
        "errors": ngettext(
            "%(count)d cell holds an error such as #N/A; it is read as empty.",
            "%(count)d cells hold an error such as #N/A; they are read as empty.",
            told.get("errors", 0),
        ),
        "uncounted": ngettext(
            "%(count)d formula has no result in the file and is read as empty. Open and save it in a spreadsheet.",
            "%(count)d formulas have no result in the file and are read as empty. Open and save it in a spreadsheet.",
            told.get("uncounted", 0),
        ),
        "rounded": ngettext(
            "%(count)d number has more than fifteen digits, which spreadsheets round. Keep such numbers as text.",
            "%(count)d numbers have more than fifteen digits, which spreadsheets round. Keep such numbers as text.",
            told.get("rounded", 0),
        ),
        "merged": ngettext(
            "Cells are merged in %(count)d place; what stands there counts for the first of them.",
            "Cells are merged in %(count)d places; what stands there counts for the first of them.",
            told.get("merged", 0),
        ),
        "hidden_rows": ngettext(
            "%(count)d row is hidden in the sheet. It is read like the others.",
            "%(count)d rows are hidden in the sheet. They are read like the others.",
            told.get("hidden_rows", 0),
        ),
        "hidden_columns": ngettext(
            "Columns are hidden in %(count)d place of the sheet. They are read like the others.",
            "Columns are hidden in %(count)d places of the sheet. They are read like the others.",
            told.get("hidden_columns", 0),
        ),
    }
