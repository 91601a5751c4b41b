"""A process of its own that turns one sheet of a workbook into a table of text: child.py LIMITS FILE TABLE SHEET.

It imports nothing of Setia, and what it may use of memory, time and disk is limited by the operating system:
a file that lies about its size ends this process and nothing else. What it found it prints as JSON.
"""

import csv
import datetime
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import python_calamine as calamine

Told = dict[str, Any]
Moment = datetime.datetime | datetime.date | datetime.time | datetime.timedelta
Value = str | float | bool | int | Moment
TOO_MANY = "Cell limit exceeded"
PIECE, LONGEST_ROW = 1 << 20, 8 << 20
MOST_UNPACKED = 4 << 30
EXACT_DIGITS = 10**15
VISIBLE, WORKSHEET = calamine.SheetVisibleEnum.Visible, calamine.SheetTypeEnum.WorkSheet
CONTROL = dict.fromkeys([*range(9), *range(14, 32)])
ERROR = re.compile(r"#(N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)|Err:[0-9]{3}")
HALF_MILLISECOND = datetime.timedelta(microseconds=500)


def main(memory: str, seconds: str, disk: str, path: str, table: str, wanted: str) -> None:
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_FSIZE, disk)):
        resource.setrlimit(what, (int(most), int(most)))
    try:
        told = converted(path, table, wanted)
    except calamine.PasswordError:
        told = {"trouble": "password"}
    except (calamine.CalamineError, zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError) as trouble:
        told = {"trouble": "large" if TOO_MANY in str(trouble) else "broken"}
    except (MemoryError, OSError):
        told = {"trouble": "large"}
    print(json.dumps(told))


def converted(path: str, table: str, wanted: str) -> Told:
    book = calamine.load_workbook(path)
    hidden = {m.name: m.visible != VISIBLE for m in book.sheets_metadata if m.typ == WORKSHEET}
    sheets = [{"name": name, "hidden": hidden[name]} for name in hidden]
    names = sorted(hidden, key=hidden.__getitem__)
    if wanted and wanted not in names:
        return {"trouble": "sheet", "sheets": sheets}
    for name in [wanted] if wanted else names:
        sheet = book.get_sheet_by_name(name)
        if sheet.end is not None:
            seen = surveyed(path, name)
            cells = Cells()
            write(sheet, table, cells)
            return {
                "sheets": sheets, "sheet": name, **seen, "merged": len(sheet.merged_cell_ranges or ()),
                "errors": seen.get("errors", 0) + cells.errors, "rounded": cells.rounded,
                "pointed": sorted(cells.pointed),
            }  # fmt: skip
    return {"trouble": "empty", "sheets": sheets}


def write(sheet: calamine.CalamineSheet, table: str, cells: "Cells") -> None:
    """The rows at their places: what is empty above the first one counts as rows."""
    with open(table, "x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for row in sheet.iter_rows():
            texts = [cells.text(at, value) if value != "" else "" for at, value in enumerate(row)]
            if any(texts):
                writer.writerow(texts)
            else:
                file.write("\n")


class Cells:
    """Values as the texts that somebody would have typed, and what is to be said about them.

    `pointed` are the columns with numbers of three decimals, whose point could be taken for thousands.
    """

    def __init__(self) -> None:
        self.errors = self.rounded = 0
        self.pointed: set[int] = set()

    def text(self, at: int, value: Value) -> str:
        if isinstance(value, str):
            if value[0] in "#E" and ERROR.fullmatch(value):
                self.errors += 1
                return ""
            return value if value.isprintable() else value.replace("\r\n", "\n").translate(CONTROL)
        if isinstance(value, float):
            return self.number(at, value)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int):
            return str(value)
        return moment(value)

    def number(self, at: int, value: float) -> str:
        """Without the noise of binary fractions: spreadsheets show fifteen digits and no more."""
        if value != value or value in (float("inf"), float("-inf")):
            self.errors += 1
            return ""
        if value == int(value):
            self.rounded += abs(value) >= EXACT_DIGITS
            return str(int(value))
        text = format(value, ".15g")
        if "e" in text:
            text = format(Decimal(text), "f")
        if text[-4:-3] == ".":
            self.pointed.add(at)
        return text


def moment(value: Moment) -> str:
    if isinstance(value, datetime.datetime):
        value += HALF_MILLISECOND
        value = value.replace(microsecond=value.microsecond // 1000 * 1000)
        return value.isoformat(" ", "milliseconds" if value.microsecond else "seconds" if value.second else "minutes")
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(value, datetime.time):
        return value.isoformat("seconds" if value.second else "minutes")
    return value.isoformat()


# What the library does not tell: hidden rows, errors, formulas without a result -----------------------

ROW = re.compile(rb'<(?:\w+:)?row\b[^<>]*\bhidden="(?:1|true)"')
COLUMN = re.compile(rb'<(?:\w+:)?col\b[^<>]*\bhidden="(?:1|true)"')
XLSX_ERROR = re.compile(rb'<(?:\w+:)?c\b[^<>]*\bt="e"')
UNCOUNTED = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^<>]*/>)(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
ODS_ROW = re.compile(rb'<table:table-row\b[^<>]*\btable:visibility="(?:collapse|filter)"')
ODS_COLUMN = re.compile(rb'<table:table-column\b[^<>]*\btable:visibility="collapse"')
ODS_ERROR = re.compile(rb'<table:table-cell\b(?=[^<>]*\bcalcext:value-type="error")[^<>]*\boffice:string-value=""')
ODS_TABLE = re.compile(rb'<table:table\b[^<>]*\btable:name="([^"]*)"')
PATTERNS = {"hidden_rows": ROW, "hidden_columns": COLUMN, "errors": XLSX_ERROR, "uncounted": UNCOUNTED}
ODS_PATTERNS = {"hidden_rows": ODS_ROW, "hidden_columns": ODS_COLUMN, "errors": ODS_ERROR}
NEEDLES = {
    "hidden_rows": (b'hidden="', b'visibility="'),
    "hidden_columns": (b'hidden="', b'visibility="'),
    "errors": (b't="e"', b'-type="error"'),
    "uncounted": (b"</f>", b"<f/>", b":f"),
}
"""What stands near each pattern: most files have none of it, and looking for it is twenty times as fast."""
MAIN = "{*}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def surveyed(path: str, name: str) -> dict[str, int]:
    """How often each thing that a person should know of occurs in the sheet; nothing for older formats."""
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as packed:
        members = set(packed.namelist())
        if "content.xml" in members:
            return counted(of_table(pieces(packed, "content.xml"), name), ODS_PATTERNS, b">")
        part = part_of(packed, name) if "xl/workbook.xml" in members else ""
        return counted(pieces(packed, part), PATTERNS, b"row>") if part in members else {}


def part_of(packed: zipfile.ZipFile, name: str) -> str:
    """The member that holds a sheet of an Excel workbook."""
    book = ElementTree.parse(packed.open("xl/workbook.xml"))  # noqa: S314 (expat limits entities, the system the rest)
    links = ElementTree.parse(packed.open("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {link.get("Id"): link.get("Target", "") for link in links.getroot()}
    for sheet in book.iterfind(f".//{MAIN}sheet"):
        if sheet.get("name") == name:
            target = targets.get(sheet.get(RELATION) or sheet.get(STRICT_RELATION), "")
            return target.removeprefix("/") if target.startswith("/xl/") else f"xl/{target}"
    return ""


def pieces(packed: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """A member piece by piece, up to a size that no honest file reaches."""
    total = 0
    with packed.open(member) as file:
        while piece := file.read(PIECE):
            total += len(piece)
            if total > MOST_UNPACKED:
                raise MemoryError
            yield piece


def of_table(found: Iterable[bytes], name: str) -> Iterator[bytes]:
    """The part of an OpenDocument file that is about one table."""
    wanted = ElementTree.tostring(ElementTree.Element("x", n=name), "utf-8").partition(b'n="')[2].rpartition(b'"')[0]
    inside, rest = False, b""
    for piece in found:
        text = rest + piece
        end = text.rfind(b">") + 1
        rest, at = text[end:], 0
        for match in ODS_TABLE.finditer(text, 0, end):
            if inside:
                yield text[at : match.start()]
            inside, at = match[1] == wanted, match.start()
        if inside:
            yield text[at:end]


def counted(found: Iterable[bytes], patterns: dict[str, re.Pattern[bytes]], border: bytes) -> dict[str, int]:
    """How often each pattern occurs; text is cut behind a border that stands in none of them."""
    counts, rest = dict.fromkeys(patterns, 0), b""
    for piece in found:
        text = rest + piece
        end = text.rfind(border) + len(border)
        if end < len(border):
            end = 0 if len(text) < LONGEST_ROW else len(text)
        for name, pattern in patterns.items():
            if any(needle in text for needle in NEEDLES[name]):
                counts[name] += sum(1 for _match in pattern.finditer(text, 0, end))
        rest = text[end:]
    for name, pattern in patterns.items():
        counts[name] += sum(1 for _match in pattern.finditer(rest))
    return counts


if __name__ == "__main__":
    main(*sys.argv[1:])
