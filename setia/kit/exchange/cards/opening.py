"""A file of cards becomes a table: a row for each card, with the columns that any of them fills."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from setia.foundation.citing import cited
from setia.kit.exchange.cards.charsets import usual_charset
from setia.kit.exchange.cards.columns import COLUMNS, Carried
from setia.kit.exchange.cards.lines import cards
from setia.kit.exchange.cards.reading import read_card
from setia.kit.exchange.files.judging import Layout, Unreadable

LAYOUT = Layout("utf-8", ",", 0, exact=True, first=0)
"""How the table is written: its header is row 0, so that rows have the numbers of their cards."""

BEGIN = re.compile(rb"(?:\A|[\r\n])[ \t]*BEGIN[ \t]*:[ \t]*VCARD[ \t]*[\r\n]", re.IGNORECASE)
LOOKED_AT, MOST_NAMED = 4_096, 8
CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])


@dataclass(slots=True)
class Seen:
    """What is to be said about a whole file."""

    filled: set[str]
    left: Counter[str]
    groups: int = 0
    noted: int = 0
    cut: int = 0


def is_cards(path: Path) -> bool:
    with path.open("rb") as file:
        beginning = file.read(LOOKED_AT)
    if beginning[:2] in (b"\xff\xfe", b"\xfe\xff"):
        beginning = beginning.decode("utf-16", "ignore").encode()
    return bool(BEGIN.search(beginning.removeprefix(b"\xef\xbb\xbf")))


def open_cards(path: Path, table: Path, into: Carried) -> list[str]:
    """Write the cards as a table; what there is to say about them."""
    whole = table.with_name(f"{table.name}-whole")
    try:
        with whole.open("x", encoding="utf-8", newline="") as file:
            seen = _write(path, csv.writer(file, lineterminator="\n"))
        if not seen.filled:
            raise Unreadable(_("No card of this file says who it is about."))
        _narrow(whole, table, seen, into)
    finally:
        whole.unlink(missing_ok=True)
    return list(_notices(seen))


def _write(path: Path, writer: csv.Writer) -> Seen:  # type: ignore[name-defined]
    """Every card with every column, and a blank row for what is no card of anybody."""
    usual, seen = usual_charset(path), Seen(set(), Counter())
    for card in cards(path):
        read = read_card(card, usual)
        seen.left.update(read.left)
        seen.noted += read.noted
        seen.groups += read.is_group
        seen.cut += not card.is_whole
        seen.filled |= read.cells.keys()
        writer.writerow([read.cells.get(column, "").translate(CONTROL) for column in COLUMNS])
    return seen


def _narrow(whole: Path, table: Path, seen: Seen, into: Carried) -> None:
    """Only the columns that something stands in, under the names of the fields they become."""
    places = [at for at, column in enumerate(COLUMNS) if column in seen.filled]
    with whole.open(encoding="utf-8", newline="") as file, table.open("x", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([into.header(COLUMNS[at]) for at in places])
        for row in csv.reader(file):
            cells = [row[at] for at in places]
            if any(cells):
                writer.writerow(cells)
            else:
                out.write("\n")


def _notices(seen: Seen) -> Iterator[str]:
    if seen.left:
        named = ", ".join(f"{cited(name, 30)} ({count})" for name, count in seen.left.most_common(MOST_NAMED))
        more = "…" if len(seen.left) > MOST_NAMED else ""
        yield _("These parts of the cards have no place here and are left out: %(names)s.") % {"names": named + more}
    if seen.noted:
        words = ngettext(
            "%(count)d number, address or date that nothing can be done with is kept as a note.",
            "%(count)d numbers, addresses or dates that nothing can be done with are kept as notes.",
            seen.noted,
        )
        yield words % {"count": seen.noted}
    if seen.groups:
        words = ngettext(
            "%(count)d card is a list of other cards and is left out.",
            "%(count)d cards are lists of other cards and are left out.",
            seen.groups,
        )
        yield words % {"count": seen.groups}
    if seen.cut:
        words = ngettext(
            "%(count)d card has no end; it is read as far as it goes.",
            "%(count)d cards have no end; they are read as far as they go.",
            seen.cut,
        )
        yield words % {"count": seen.cut}
