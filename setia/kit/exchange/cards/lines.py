"""The lines of a file of cards, put together again from their pieces, card by card.

Lines are folded by space or tab (RFC 2426 §2.6, RFC 6350 §3.2), by the soft breaks of quoted-printable
(vCard 2.1 §2.1.3), and, by programs that know no better, by nothing at all: what has no name of a property
in front belongs to the line before.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


def of_words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LONGEST_LINE, MOST_LINES = 60_000, 5_000
PIECE = 1 << 16
KNOWN = of_words("""
    ADR AGENT ANNIVERSARY BDAY BEGIN BIRTHPLACE CALADRURI CALURI CATEGORIES CLASS CLIENTPIDMAP CONTACT-URI CREATED
    DEATHDATE DEATHPLACE EMAIL END EXPERTISE FBURL FN GENDER GEO GRAMGENDER HOBBY IMPP INTEREST JSPROP KEY KIND
    LABEL LANG LANGUAGE LOGO MAILER MEMBER N NAME NICKNAME NOTE ORG ORG-DIRECTORY PHOTO PRODID PROFILE PRONOUNS
    RELATED REV ROLE SOCIALPROFILE SORT-STRING SOUND SOURCE TEL TITLE TZ UID URL VERSION XML
""")
PROPERTY = re.compile(rb"\s*(?:([A-Za-z0-9_-]+)\.)?([A-Za-z][A-Za-z0-9-]*)((?:;[^:]*)?):")
QUOTED = re.compile(rb";\s*(?:ENCODING\s*=\s*)?\"?QUOTED-PRINTABLE", re.IGNORECASE)
BINARY = re.compile(rb";\s*(?:ENCODING\s*=\s*)?\"?(?:BASE64|B)(?=[;:\"])", re.IGNORECASE)
MEDIA = re.compile(rb"(?:[A-Za-z0-9_-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|X-)", re.IGNORECASE)
OLD_CARD = re.compile(rb"VERSION\s*:\s*2", re.IGNORECASE)
HEX = re.compile(rb"\s+=[0-9A-Fa-f]{2}")
ALMOST_FULL = 70


@dataclass(slots=True)
class RawCard:
    """The logical lines of one card, as bytes. `is_whole` is False where the end was missing.

    `is_old` cards are of version 2.1; `length` is that of the line read last, before it was put together.
    """

    number: int
    lines: list[bytes] = field(default_factory=list)
    is_whole: bool = True
    is_old: bool = False
    length: int = 0


def is_property(line: bytes) -> bool:
    """Whether a line begins with the name of a property; an address in a note ("http:") does not."""
    found = PROPERTY.match(line)
    return bool(found) and (found[2].upper().decode() in KNOWN or found[2][:2].upper() == b"X-")  # type: ignore[index]


def physical_lines(path: Path) -> Iterator[bytes]:
    """The lines as they stand, without their ends, of at most a bounded length; UTF-16 becomes UTF-8."""
    with path.open("rb") as file:
        wide = file.read(2) in (b"\xff\xfe", b"\xfe\xff")
        file.seek(0)
        text = io.TextIOWrapper(file, "utf-16" if wide else "latin-1", errors="replace", newline=None)
        line, is_cut = "", False
        while piece := text.readline(PIECE):
            if not is_cut:
                line += piece
            is_cut = len(line) > LONGEST_LINE
            if piece.endswith("\n"):
                yield line[: LONGEST_LINE + 1].rstrip("\n").encode("utf-8" if wide else "latin-1", "replace")
                line, is_cut = "", False
        if line:
            yield line[: LONGEST_LINE + 1].encode("utf-8" if wide else "latin-1", "replace")


def cards(path: Path) -> Iterator[RawCard]:
    """Every card of a file, numbered from 1. Cards inside cards (agents) are left out."""
    card: RawCard | None = None
    number = depth = 0
    for line in physical_lines(path):
        mark = line.strip(b" \t\xef\xbb\xbf").upper().replace(b" ", b"")
        if mark == b"BEGIN:VCARD":
            is_inside = card is not None and (depth > 1 or bool(card.lines) and card.lines[-1][:5].upper() == b"AGENT")
            if is_inside:
                depth += 1
                continue
            if card:
                card.is_whole = False
                yield card
            number, depth = number + 1, 1
            card = RawCard(number)
        elif mark == b"END:VCARD":
            depth = max(0, depth - 1)
            if card and not depth:
                yield card
                card = None
        elif card and depth == 1:
            _take(card, line)
    if card:
        card.is_whole = False
        yield card


def _take(card: RawCard, line: bytes) -> None:
    """Add a line to a card: a property of its own, or the rest of the one before."""
    lines, was_full, card.length = card.lines, card.length >= ALMOST_FULL, len(line)
    before = lines[-1] if lines else b""
    head = before[: before.find(b":") + 1]
    if before.endswith(b"=") and QUOTED.search(head):
        lines[-1] = _bounded(before[:-1] + (line.lstrip() if HEX.match(line) else line))
    elif (
        before
        and MEDIA.match(head)
        and BINARY.search(head)
        and (line[:1] in (b"", b" ", b"\t") or not is_property(line))
    ):
        return  # pictures, sounds and keys have no place here: their first line says enough
    elif before and line[:1] in (b" ", b"\t"):
        lines[-1] = _bounded(before + (b" " + line.lstrip() if card.is_old and not QUOTED.search(head) else line[1:]))
    elif is_property(line):
        card.is_old = card.is_old or bool(OLD_CARD.match(line))
        if len(lines) < MOST_LINES:
            lines.append(line.lstrip())
    elif before and line.strip():
        joint = b"" if QUOTED.search(head) or was_full else b"\n"
        lines[-1] = _bounded(before + joint + line)


def _bounded(line: bytes) -> bytes:
    return line[: LONGEST_LINE + 1]
