"""Workbooks are read as their owners see them, or refused in words."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from setia.foundation.errors import Refusal
from setia.kit.exchange.arriving import arrived
from setia.kit.exchange.books import opening
from setia.kit.exchange.files import Sheet
from setia.kit.exchange.tests.workbooks import ods, repacked, row, text, without_end, xlsx

ADDRESSES = [["Name", "Number"], ["Ayu", 7]]


def table(path: Path, sheet: str = "") -> tuple[Sheet, list[list[str]]]:
    with arrived(path, path.name, sheet) as found:
        return found, [cells for batch in found.batches() for cells in batch.cells]


@pytest.mark.parametrize("is_of_mac", [False, True])
def test_cells_are_read_as_their_owner_sees_them(tmp_path: Path, is_of_mac: bool) -> None:
    values: list[Any] = [
        0.1 + 0.2, 1234567.1, 1234.567, 1234567890123456, "0049", True, ("=2*3", 6), -1e-7, 1e21,
        date(2024, 2, 29), datetime(2024, 2, 29, 13, 30, 0), datetime(2024, 2, 29, 23, 59, 59), time(9, 5),
        "a\nb", "'=1",
    ]  # fmt: skip
    path = xlsx(tmp_path / "a.xlsx", {"Data": [[f"c{n}" for n in range(len(values))], values]}, date_1904=is_of_mac)
    found, rows = table(path)
    assert rows == [[
        "0.3", "1234567.1", "1234.567", "1234567890123456", "0049", "true", "6", "-0.0000001",
        "1000000000000000000000", "2024-02-29", "2024-02-29 13:30", "2024-02-29 23:59:59", "09:05", "a\nb", "'=1",
    ]]  # fmt: skip
    assert found.origin is not None
    assert found.origin.pointed == [2]
    assert "2 numbers have more than fifteen digits" in " ".join(found.notices)


def test_the_first_sheet_with_something_in_it_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"Cover": [], "Clients": ADDRESSES, "Old": [["Name"], ["Budi"]]})
    found, rows = table(path)
    assert rows == [["Ayu", "7"]]
    assert found.notices == ["The sheet “Clients” is read. The workbook has others: “Cover”, “Old”."]
    assert table(path, "Old")[1] == [["Budi"]]
    with pytest.raises(Refusal, match="There is no sheet “New”; there are: “Cover”, “Clients”, “Old”"):
        table(path, "New")


def test_a_hidden_sheet_is_read_only_when_nothing_else_is_there(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"Lists": [["Code"], ["A"]], "Clients": ADDRESSES})
    repacked(path, {"xl/workbook.xml": [(b'name="Lists"', b'name="Lists" state="hidden"')]})
    found, rows = table(path)
    assert rows == [["Ayu", "7"]]
    assert "“Lists (hidden)”" in found.notices[0]


def test_rows_keep_the_numbers_that_the_spreadsheet_shows(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"S": [[], [], ["Name", "City"], [], ["Ayu", None], [], ["Budi", "Solo"]]})
    with arrived(path, path.name) as found:
        assert [number for batch in found.batches() for number in batch.numbers] == [5, 7]
        assert found.notices == []


def test_errors_hidden_rows_and_merged_cells_are_told(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"S": [["Name", "N"], ["Ayu", ("=NA()", "#N/A")], ["Budi", ("=1/0", "#DIV/0!")]]})
    repacked(path, {"xl/worksheets/sheet1.xml": [
        (b'<row r="3"', b'<row r="3" hidden="1"'),
        (b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'),
    ]})  # fmt: skip
    found, rows = table(path)
    assert rows == [["Ayu", ""], ["Budi", ""]]
    told = " ".join(found.notices)
    assert "2 cells hold an error such as #N/A" in told
    assert "1 row is hidden" in told
    assert "merged in 1 place" in told


def test_formulas_that_nobody_ever_calculated_are_told(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"S": [["Name", "N"], ["Ayu", ("=10+1", 11)], ["Budi", ("=10+2", 12)]]})
    repacked(path, {"xl/worksheets/sheet1.xml": [(b"<v>11</v>", b""), (b"<v>12</v>", b"<v></v>")]})
    found, rows = table(path)
    assert rows == [["Ayu", ""], ["Budi", ""]]
    assert "2 formulas have no result in the file" in " ".join(found.notices)


def test_a_file_of_libreoffice_is_read_like_any_other(tmp_path: Path) -> None:
    spread = text("x", ' table:number-columns-repeated="2"')
    error = text("#N/A", ' office:string-value="" calcext:value-type="error"')
    lines = text("one</text:p><text:p>two")
    rest = '<table:table-cell table:number-columns-repeated="16384"/>'
    path = ods(tmp_path / "a.ods", {
        "Blad “1” & Co": row("Name", "Born", "Sum", "Yes", "a", "b", "e")
        + row("Ayu", date(1990, 12, 31), 1234.5, True, spread, error, attributes=' table:visibility="collapse"')
        + row(rest, attributes=' table:number-rows-repeated="1048000"')
        + row(lines, datetime(2024, 2, 29, 13, 30), 0.1 + 0.2, False, "0012", None, 5),
        "Other": row("x", attributes=' table:visibility="collapse"') + row("y"),
    })  # fmt: skip
    found, rows = table(path)
    assert rows == [
        ["Ayu", "1990-12-31", "1234.5", "true", "x", "x", ""],
        ["one\ntwo", "2024-02-29 13:30", "0.3", "false", "0012", "", "5"],
    ]
    told = " ".join(found.notices)
    assert "“Blad “1” & Co” is read" in told
    assert "1 cell holds an error" in told
    assert "1 row is hidden" in told


def named(path: Path, name: str) -> Path:
    return path.rename(path.with_name(name))


def test_a_file_is_what_is_in_it_not_what_it_is_called(tmp_path: Path) -> None:
    assert table(named(xlsx(tmp_path / "a", {"S": ADDRESSES}), "clients.csv"))[1] == [["Ayu", "7"]]
    text = tmp_path / "clients.xlsx"
    text.write_text("Name;Number\nAyu;7\n")
    assert table(text)[1] == [["Ayu", "7"]]


def locked(names: bytes) -> bytes:
    """The beginning of an old Office file (MS-CFB) whose directory names this."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 1)
    return bytes(header) + bytes(512) + names.ljust(512, b"\0")


def packed(name: str, size: int) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"0" * size)
    return found.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (locked("EncryptedPackage".encode("utf-16-le")), "protected by a password"),
        (locked("Workbook".encode("utf-16-le")), "damaged or not complete"),
        (locked("WordDocument".encode("utf-16-le")), "old Office file without a table"),
        (packed("xl/workbook.xml", 1_000), "damaged or not complete"),
        (b"PK\x03\x04 xl/ and nothing more", "damaged or not complete"),
        (b"<html><table><tr><td>Name</td></tr></table></html>", "web page or XML"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "web page or XML"),
    ],
)
def test_what_is_no_workbook_is_refused_with_what_to_do(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "table.xlsx"
    path.write_bytes(content)
    with pytest.raises(Refusal, match=words.replace("(", ".")):
        table(path)
    assert list(tmp_path.glob("*-table")) == []


def test_a_download_that_broke_off_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="damaged or not complete"):
        table(without_end(xlsx(tmp_path / "a.xlsx", {"S": ADDRESSES * 500})))
    with pytest.raises(Refusal, match="No sheet of this workbook has anything in it"):
        table(xlsx(tmp_path / "b.xlsx", {"S": []}))
    with pytest.raises(Refusal, match="no rows below"):
        table(xlsx(tmp_path / "c.xlsx", {"S": ADDRESSES[:1]}))


def test_a_workbook_that_grows_without_end_takes_no_more_than_it_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two cells at the far corners of a sheet: seventeen thousand million cells lie between them."""
    path = xlsx(tmp_path / "corners.xlsx", {"S": ADDRESSES})
    repacked(path, {"xl/worksheets/sheet1.xml": [(b'r="B2"', b'r="XFD1048576"')]})
    monkeypatch.setattr(opening, "MEMORY", 1 << 29)
    with pytest.raises(Refusal, match="more memory or time than one file may"):
        table(path)
    bomb = text("x", ' table:number-columns-repeated="16384"')
    repeated = row(bomb, attributes=' table:number-rows-repeated="1048576"')
    with pytest.raises(Refusal, match="more memory or time than one file may"):
        table(ods(tmp_path / "bomb.ods", {"S": repeated}))
