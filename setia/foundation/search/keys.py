"""Under which short texts a record is filed, and where a prefix begins and ends among them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

from setia.foundation.search.folding import KEY_LENGTH, fold, joined_code, plain_code, readings

MOST_TURNS = 8
MOST_KEYS = 24
TURNED = " ~"
LONGEST_MARK = 4
AT_DOMAIN = " @"
_NUMBER = re.compile("[0-9]+")
_NO_DIGIT = re.compile("[^0-9]+")
_PHONE = re.compile(r"[0-9+()./-]+")


class Document(NamedTuple):
    """What one record is found by.

    `names` are found by the start of any word. `codes` are found by their own start: e-mail addresses
    (also by their domain), phone numbers as "+" and digits (also without the country's number) and
    references such as a customer's or an order's number (also by their last group of digits).
    """

    record_id: int
    names: Sequence[str] = ()
    codes: Sequence[str] = ()


def keys_of(document: Document) -> list[str]:
    """Every key of the record, at most MOST_KEYS: whole codes come before the second form of anything."""
    names = [turns(reading) for name in document.names if name for reading in readings(name)]
    codes = [forms(code) for code in document.codes]
    first = names[0] if names else []
    wanted = chain(first, (form[0] for form in codes), *names[1:], *(form[1:] for form in codes))
    keys = dict.fromkeys(wanted)
    keys.pop("", None)
    return list(keys)[:MOST_KEYS]


def is_answered(ways: Sequence[Sequence[str]], keys: Sequence[str]) -> bool:
    """Whether, in any of the ways, each of its words is the beginning of a word in some key."""
    together = "".join(f"\n {key}" for key in keys)
    return any(all(f" {word}" in together for word in way) for way in ways)


def turns(words: str) -> list[str]:
    """The words in order, then turned so that each of them comes first, marked by how far they are turned."""
    parts = words[: KEY_LENGTH - LONGEST_MARK].split()
    if len(parts) == 2:
        return [f"{parts[0]} {parts[1]}", f"{parts[1]} {parts[0]}{TURNED}1"]
    far = range(1, min(len(parts), MOST_TURNS))
    return [" ".join(parts), *(" ".join(parts[n:] + parts[:n]) + f"{TURNED}{n}" for n in far)]


def forms(code: str) -> list[str]:
    """One code in the ways people begin to write it, the whole one first."""
    plain = plain_code(code)[: KEY_LENGTH - 1]
    if "@" in plain:
        local, _, domain = plain.rpartition("@")
        return [plain, f"{domain}{AT_DOMAIN}{local}"]
    if plain.startswith("+"):
        digits = plain[1:]
        if not (digits.isascii() and digits.isdigit()):
            digits = _NO_DIGIT.sub("", plain)
        return [digits, national(digits)]
    joined = joined_code(plain)[:KEY_LENGTH]
    return [joined, *(number.lstrip("0") for number in _NUMBER.findall(plain)[-1:])]


def national(digits: str) -> str:
    """An international number without the number of its country; empty when that is unknown."""
    length = _length_of_country(digits[:3])
    return digits[length:].lstrip("0") if length else ""


@cache
def _length_of_country(start: str) -> int:
    """How many of the first figures are the country's number; 0 when there is no such country."""
    lengths = range(1, 1 + 3 if start else 1)
    return next((length for length in lengths if int(start[:length]) in COUNTRY_CODE_TO_REGION_CODE), 0)


def readable(key: str) -> str:
    """The key as the name or the address was written, turned back."""
    words, mark, turned = key.rpartition(TURNED)
    if mark and turned.isdecimal():
        parts = words.split(" ")
        return " ".join(parts[-int(turned) :] + parts[: -int(turned)])
    domain, mark, local = key.partition(AT_DOMAIN)
    return f"{local}@{domain}" if mark else key


def beginnings(text: str) -> list[str]:
    """The starts of codes that a typed text may be: of an address, a domain, a phone number, a reference."""
    plain = plain_code(text)
    found: set[str] = set()
    if is_phone(text):
        digits = _NO_DIGIT.sub("", plain)
        found = {digits, digits.lstrip("0"), fold(text)}
    elif not plain.isalnum() and len(text.split()) == 1:
        found = {plain.lstrip("@")}
    if "@" not in plain and _NUMBER.search(plain):
        found.add(joined_code(plain))
    return sorted(key[:KEY_LENGTH] for key in found if key)


def pieces(text: str) -> list[str]:
    """The parts of a text between spaces, each as the start of a word or of one code."""
    found: list[str] = []
    for part in text.split():
        if is_phone(part):
            found.append(_NO_DIGIT.sub("", plain_code(part)).lstrip("0"))
        elif "@" in part or "." in part.strip("."):
            found.append(plain_code(part).lstrip("@"))
        elif _NUMBER.search(part):
            found.append(joined_code(part))
        else:
            found += readings(part)[0].split()
    return [piece for piece in found if piece]


def is_phone(text: str) -> bool:
    return _PHONE.fullmatch(plain_code(text)) is not None


def is_address(text: str) -> bool:
    return "@" in text and len(text.split()) == 1


def after(prefix: str) -> str:
    """The first text that is beyond everything beginning with `prefix` (which is not empty)."""
    last = ord(prefix[-1]) + 1
    return prefix[:-1] + chr(0xE000 if 0xD800 <= last <= 0xDFFF else min(last, 0x10FFFF))
