"""How text becomes comparable: without case, accents and punctuation, in every script.

Nothing here raises, whatever the text holds, and everything is bounded.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category, combining, digit, normalize

MOST_TEXT = 400
KEY_LENGTH = 120
WORD_LENGTH = 32
STEM_LENGTH = 8

# Letters that Unicode does not take apart by itself.
_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ŋ": "n", "ŧ": "t"}
    | {"ı": "i", "ĸ": "k", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ə": "e", "ɔ": "o", "ɛ": "e"}
)
_JOINED = str.maketrans(dict.fromkeys("'’‘ʼʹ`´′＇", ""))
_ABBREVIATED = re.compile(r"(?<![^\W_])([^\W\d_])\.(?=[^\W\d_](?![^\W_]))")
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_ASCII_CODE = {code: chr(code).lower() if 32 < code < 127 else "" for code in range(128)}
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


def fold(text: str) -> str:
    """Lower case words separated by single spaces; folding twice changes nothing."""
    text = text[:MOST_TEXT]
    if text.isascii():
        return " ".join(text.translate(_ASCII).split())
    apart = normalize("NFKD", normalize("NFKD", text).casefold()).translate(_LETTERS)
    plain = normalize("NFC", "".join(letter for letter in apart if not _is_accent(letter)))
    return " ".join("".join(map(_written, plain)).split())


@lru_cache(maxsize=4096)
def _is_accent(character: str) -> bool:
    """Marks left out in Latin, Greek, Cyrillic, Hebrew and Arabic; the vowels of other scripts stay."""
    weight = combining(character)
    return weight == 1 or 10 <= weight <= 35 or weight >= 200 or character in _INVISIBLE


@lru_cache(maxsize=4096)
def _written(character: str) -> str:
    """Letters, digits and the vowels of scripts that need them; anything else parts words.

    Han and kana are written without spaces, so each of their characters counts as a word.
    """
    if category(character)[0] not in "LNM":
        return " "
    if category(character) == "Nd":
        return str(digit(character))
    if "\u3041" <= character <= "\u30ff" or "\u3400" <= character <= "\u9fff" or character >= "\U00020000":
        return f" {character} "
    return character


def readings(name: str) -> list[str]:
    """The name folded; one with an apostrophe is read both ways, L'Oréal as "loreal" and "l oreal"."""
    name = name[:MOST_TEXT]
    if "." in name:
        name = _ABBREVIATED.sub(r"\1", name)
    joined = name.translate(_JOINED)
    return [fold(joined)] if joined == name else [fold(joined), fold(name)]


def plain_code(text: str) -> str:
    """An e-mail address or a reference as it is written, but in lower case and without spaces."""
    text = text[:MOST_TEXT]
    if text.isascii():
        return text.translate(_ASCII_CODE)
    text = normalize("NFKC", normalize("NFKC", text).casefold())
    return "".join(letter for letter in text if category(letter)[0] not in "CZ")


def joined_code(text: str) -> str:
    """A reference without what separates its parts: SO-2024/17 becomes so202417."""
    return fold(text).replace(" ", "")
