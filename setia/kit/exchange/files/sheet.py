"""A file as a table: its header, its size, and a first look at what its columns hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from setia.foundation.errors import TooLarge
from setia.kit.exchange.files.judging import MOST_COLUMNS, Layout, Unreadable, layout_of
from setia.kit.exchange.files.reading import BATCH, Batch, Position, batches, rows

MOST_TEXTS = 2_000
LONGEST_TEXT = 200


@dataclass(slots=True)
class Sample:
    """What was seen of a column: how many cells are filled, some distinct texts, whether it counts rows."""

    header: str
    filled: int = 0
    texts: dict[str, None] = field(default_factory=dict)
    counts_rows: bool = True
    last: int = -1

    def look_at(self, cells: Sequence[str]) -> None:
        distinct = Counter(cells)
        self.filled += len(cells) - sum(n for text, n in distinct.items() if not text or text.isspace())
        if len(self.texts) < MOST_TEXTS:
            worth = (text for text in distinct if text.strip() and len(text) <= LONGEST_TEXT)
            self.texts.update(dict.fromkeys(islice(worth, MOST_TEXTS)))
        if self.counts_rows:
            self.counts_rows = self._goes_on(cells)

    def _goes_on(self, cells: Sequence[str]) -> bool:
        if not all(cell.isascii() and cell.isdigit() and len(cell) < 16 for cell in cells):
            return False
        numbers = [self.last, *map(int, cells)]
        self.last = numbers[-1]
        return all(earlier < later for earlier, later in zip(numbers, numbers[1:], strict=False))

    @property
    def examples(self) -> list[str]:
        return [text[:60] for text in islice(self.texts, 4)]


@dataclass(frozen=True, slots=True)
class Origin:
    """What a table was made from: the format, the sheet and its neighbours.

    `pointed` are the columns with numbers whose decimal point could be taken for one of thousands, `resource` is
    what the rows are when the format leaves no doubt.
    """

    format: str
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    pointed: list[int] = field(default_factory=list)
    resource: str = ""


@dataclass(slots=True)
class Sheet:
    """A file that was judged as a whole: every row of it can be read. `path` is where its table of text is."""

    path: Path
    name: str
    size: int
    layout: Layout
    headers: list[str]
    body: Position
    rows: int = 0
    columns: list[Sample] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    origin: Origin | None = None

    @property
    def stem(self) -> str:
        return Path(self.name).stem

    def batches(self, at: Position | None = None, size: int = BATCH) -> Iterator[Batch]:
        return batches(self.path, self.layout, len(self.headers), at or self.body, size)


def look(path: Path, name: str = "", layout: Layout | None = None) -> Sheet:
    """Judge a file from the first byte to the last, before anything is written.

    A `layout` is known of what Setia itself made from a workbook or from address cards.
    """
    layout = layout or layout_of(path)
    headers, body = _header(path, layout)
    sheet = Sheet(path, name or path.name, path.stat().st_size, layout, headers, body)
    sheet.columns = [Sample(header) for header in headers]
    short = 0
    for batch in sheet.batches():
        sheet.rows += len(batch.cells)
        short += batch.short
        for sample, cells in zip(sheet.columns, batch.columns(), strict=True):
            sample.look_at(cells)
    if not sheet.rows:
        raise Unreadable(_("The file has a row of column names, but no rows below it."))
    if layout.encoding == "cp1252":
        sheet.notices.append(
            _("The file is not written in UTF-8; it is read as Windows-1252. Check letters with accents.")
        )
    if short:
        words = ngettext(
            "%(count)d row has fewer cells than there are columns; the missing ones are read as empty.",
            "%(count)d rows have fewer cells than there are columns; the missing ones are read as empty.",
            short,
        )
        sheet.notices.append(words % {"count": short})
    return sheet


def _header(path: Path, layout: Layout) -> tuple[list[str], Position]:
    """The column names, and where the rows below them begin."""
    for byte, number, cells in rows(path, layout, Position(layout.start, layout.first - 1)):
        if not any(cell.strip() for cell in cells):
            continue
        headers = [" ".join(cell.split())[:LONGEST_TEXT] for cell in cells]
        if len(headers) > MOST_COLUMNS:
            words = _("The file has more than %(most)d columns. Remove those that are not needed.")
            raise TooLarge(words % {"most": MOST_COLUMNS}, field="file")
        twice = next((header for header, count in Counter(headers).items() if header and count > 1), "")
        if twice:
            words = _("Two columns are called “%(name)s”. Rename or remove one of them.")
            raise Unreadable(words % {"name": twice})
        return headers, Position(byte, number)
    raise Unreadable(_("The file is empty."))
