"""A file is judged by what is in it; what cannot be read is refused in words."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from setia.foundation.errors import Refusal
from setia.kit.exchange import Sheet, look
from setia.kit.exchange.files.judging import MOST_COLUMNS, MOST_LINE
from setia.kit.exchange.files.reading import MOST_CELL, Position
from setia.kit.exchange.formulas import neutral, original


def sheet(folder: Path, content: bytes | str) -> Sheet:
    path = folder / "table.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return look(path)


def cells(found: Sheet) -> list[list[str]]:
    return [row for batch in found.batches() for row in batch.cells]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_ways_people_save_tables_are_read_alike(tmp_path: Path, delimiter: str, ending: str, encoding: str) -> None:
    rows = [["nom", "ville", "prix"], ["Hélène", "Nîmes", "1,5;2"], ["a\nb", 'say "hi"', ""]]
    text = ending.join(delimiter.join(f'"{c.replace(chr(34), chr(34) * 2)}"' for c in row) for row in rows)
    found = sheet(tmp_path, text.encode(encoding))
    assert found.headers == rows[0]
    assert cells(found) == rows[1:]
    assert bool(found.notices) == (encoding == "cp1252")


def test_rows_are_counted_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    found = sheet(tmp_path, 'a,b\n1,"x\ny"\n\n\n2,z\n')
    assert [number for batch in found.batches() for number in batch.numbers] == [2, 5]


def test_reading_goes_on_from_any_row(tmp_path: Path) -> None:
    found = sheet(tmp_path, "é,b\n" + "".join(f'{n},"ü\n{n}"\n' for n in range(30)))
    for batch in found.batches(size=7):
        rest = [row for later in found.batches(batch.end) for row in later.cells]
        assert rest == cells(found)[batch.end.row - 1 :]
    assert list(found.batches(Position(found.size, 31))) == []


def test_the_separator_that_excel_writes_in_front_is_understood(tmp_path: Path) -> None:
    assert sheet(tmp_path, "sep=;\na;b,c\n1;2\n").headers == ["a", "b,c"]


def test_missing_cells_are_empty_and_more_cells_than_columns_a_fault_of_the_row(tmp_path: Path) -> None:
    found = sheet(tmp_path, "a,b\n1\n1,2,3\n1,2,\n")
    (batch,) = found.batches()
    assert batch.cells == [["1", ""], ["1", "2"], ["1", "2"]]
    assert batch.faults == {1: "The row has 3 cells, but there are 2 columns."}
    assert "1 row has fewer cells" in found.notices[0]


def zip_of(name: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"0" * 50_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\n \n,,\n", "is empty"),
        (b"name,city\n", "no rows below"),
        (b"name,name\n1,2\n", "Two columns are called “name”"),
        (b'a,b\n1,"2\n3,4\n', "opened in row 2 is never closed"),
        (b'a,b\n1,2\n"1"x,2\n', "Row 3 has text behind a closing quotation mark"),
        (b"a,b\n1,2\n1,\x002\n", "Line 3 holds NUL bytes"),
        (gzip.compress(b"a,b\n1,2\n", mtime=0), "is packed"),
        (zip_of("table.csv"), "packed (zip)"),
        (b"\xd0\xcf\x11\xe0 old", "old Office file"),
        (b"%PDF-1.7 ...", "not a text file"),
        (b"\x89PNG\r\n\x1a\n", "not a text file"),
        (bytes(range(1, 256)) * 20, "Line "),
        ("é,b\n1,ü\n".encode() + b"\xff\n", "Line 3 cannot be read as UTF-8"),
        (b"a" * (MOST_LINE + 2), "Line 1 is longer"),
        (b"a,b\n" + b"x," * MOST_LINE, "Line 2 is longer"),
        (b"a" + b"," * MOST_COLUMNS + b"\n1\n", "more than 1000 columns"),
        (b"a,b\n" + b"x" * (MOST_CELL + 1) + b",1\n", "Row 2 holds a cell of more than"),
        (b'a,b\n"' + b"x,\n" * 600_000, "Row 2 holds a cell of more than"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        sheet(tmp_path, content)
    assert words in refused.value.message


def test_a_line_of_gigabytes_is_refused_after_the_first_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(b"name\n" + b"x" * 3_000_000)
        file.truncate(2_000_000_000)
    with pytest.raises(Refusal, match="Line 2 is longer"):
        look(path)


PIECES = [b"a", b",", b";", b'"', b"\n", b"\r", b"\x00", b"\xff", b"\xfe", b"'=", b"\xc3\xa9"]
NASTY = st.one_of(
    st.binary(max_size=400),
    st.lists(st.sampled_from(PIECES)).map(b"".join),
    st.text(max_size=200).map(str.encode),
)  # fmt: skip


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=NASTY)
@example(content=b"\xff\xfe\x00")
@example(content=b'"')
def test_no_bytes_cause_anything_but_a_refusal(tmp_path: Path, content: bytes) -> None:
    try:
        found = sheet(tmp_path, content)
    except Refusal:
        return
    assert len(cells(found)) == found.rows > 0
    assert all(len(row) == len(found.headers) for row in cells(found))


@given(text=st.text() | st.text("'=+-@\t1.", max_size=6))
def test_neutralised_text_is_never_a_formula_and_comes_back_as_it_was(text: str) -> None:
    safe = neutral(text)
    assert original(safe) == text
    assert safe[:1] not in {"=", "@", "\t", "\r"}
    assert safe[:1] not in {"+", "-"} or safe[1:].replace(".", "").replace(",", "").isdigit()
