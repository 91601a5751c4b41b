"""One line of a card taken apart: its group, name, parameters and value (RFC 6350 §3.3, vCard 2.1 §2.1)."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from dataclasses import dataclass, field

from setia.kit.exchange.cards.charsets import USUAL, decoded

HEAD = re.compile(rb"(?:([A-Za-z0-9_-]+)\.)?([A-Za-z][A-Za-z0-9-]*)")
ENCODINGS = {"QUOTED-PRINTABLE": "q", "BASE64": "b", "B": "b", "8BIT": "", "7BIT": "", "Q": "q"}
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
LEAST_PREFERRED = 101


@dataclass(slots=True)
class Property:
    """`types` in lower case; `preference` as in vCard 4: 1 first, 100 last, 101 when nothing was said."""

    name: str
    value: str
    group: str = ""
    types: frozenset[str] = frozenset()
    preference: int = LEAST_PREFERRED
    parameters: dict[str, str] = field(default_factory=dict)
    is_binary: bool = False
    is_old: bool = False

    @property
    def text(self) -> str:
        """The value as a text."""
        return self._plain(self.value).strip()

    def parts(self, separator: str = ";") -> list[str]:
        """The components of a structured value."""
        return [self._plain(part).strip() for part in _split(self.value, separator)]

    def _plain(self, text: str) -> str:
        """Without its escapes. In version 2.1 only those are known that nobody could mean otherwise."""

        def meant(found: re.Match[str]) -> str:
            letter = found[1]
            if letter in "nN" and not self.is_old:
                return "\n"
            return letter if letter in ';,:\\"' else found[0]

        return ESCAPED.sub(meant, text)


def property_of(line: bytes, *, is_old: bool, usual: str = USUAL) -> Property | None:
    """The property in a logical line; None for what is none."""
    head = HEAD.match(line)
    if not head:
        return None
    colon = _colon(line)
    if colon < 0:
        return None
    pairs = _pairs(decoded(line[head.end() : colon], usual=usual))
    encoding = next((ENCODINGS[v.upper()] for n, v in pairs if n == "ENCODING" and v.upper() in ENCODINGS), "")
    charset = next((value for name, value in pairs if name == "CHARSET"), "")
    data, is_binary = _unpacked(line[colon + 1 :], encoding)
    found = Property(head[2].decode().upper(), "", (head[1] or b"").decode().lower(), is_old=is_old)
    found.is_binary = is_binary
    found.value = "" if is_binary else decoded(data, charset, usual).replace("\r\n", "\n").replace("\r", "\n")
    found.types = frozenset(word for n, v in pairs if n == "TYPE" for word in v.lower().split(","))
    found.preference = _preference(pairs, found.types)
    found.parameters = dict(pairs)
    return found


def _colon(line: bytes) -> int:
    """Where the value begins: at the first colon outside of quotation marks, if these are paired."""
    is_quoted = False
    for at, letter in enumerate(line):
        if letter == 0x22:
            is_quoted = not is_quoted
        elif letter == 0x3A and not is_quoted:
            return at
    return line.find(b":")


def _pairs(text: str) -> list[tuple[str, str]]:
    """Parameters as name and value. Version 2.1 writes only values, which tell by themselves what they are."""
    found = []
    for part in _split(text, ";", quotes=True):
        name, equals, value = part.strip().partition("=")
        if not name:
            continue
        value = value.strip().strip('"')
        if not equals:
            word = name.upper()
            found.append(("ENCODING", word) if word in ENCODINGS else ("TYPE", name))
        else:
            found.append((name.strip().upper(), value))
    return found


def _preference(pairs: list[tuple[str, str]], types: frozenset[str]) -> int:
    said = next((value for name, value in pairs if name == "PREF"), "")
    if said.isascii() and said.isdigit() and len(said) < 4:
        return int(said)
    return 1 if "pref" in types or said else LEAST_PREFERRED


def _unpacked(value: bytes, encoding: str) -> tuple[bytes, bool]:
    """The bytes of a value, and whether they are no text."""
    if encoding == "q":
        return quopri.decodestring(value), False
    if encoding == "b":
        try:
            data = base64.b64decode(value, validate=False)
        except (binascii.Error, ValueError):
            return b"", True
        return data, b"\0" in data or _is_no_text(data)
    return value, False


def _is_no_text(data: bytes) -> bool:
    try:
        return not data.decode().isprintable()
    except UnicodeDecodeError:
        return True


def _split(text: str, separator: str, *, quotes: bool = False) -> list[str]:
    """The parts between separators that are neither escaped nor, if these count, in quotation marks."""
    parts, part, is_quoted, is_escaped = [], "", False, False
    for letter in text:
        if is_escaped:
            part, is_escaped = part + letter, False
        elif letter == "\\":
            part, is_escaped = part + letter, True
        elif letter == separator and not is_quoted:
            parts.append(part)
            part = ""
        else:
            is_quoted = is_quoted ^ (quotes and letter == '"')
            part += letter
    return [*parts, part]
