"""Which letters bytes are: by what they can be, then by what they are said to be.

Text that can be UTF-8 and is not ASCII is UTF-8, whatever CHARSET says: programs lie about it often, and bytes of
another charset form UTF-8 by accident hardly ever. Without a word about it bytes are Japanese (Shift-JIS) where all
of them can be and kana are among them, otherwise Windows-1252.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from setia.kit.exchange.cards.lines import of_words, physical_lines

CHARSET = re.compile(rb";\s*CHARSET\s*=\s*\"?([A-Za-z0-9_:.-]{2,30})", re.IGNORECASE)
KANA = re.compile("[\u3041-\u30fe]")
TEXT_CODECS = of_words("""
    utf-8 utf-16 utf-16-le utf-16-be utf-7 ascii cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258
    cp437 cp850 cp852 cp866 cp874 cp932 shift_jis euc_jp iso2022_jp gb2312 gbk gb18030 big5 big5hkscs euc_kr cp949
    koi8-r koi8-u mac-roman iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9
    iso8859-10 iso8859-11 iso8859-13 iso8859-14 iso8859-15 tis-620
""")
WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "shift_jis": "cp932", "gb2312": "gb18030", "gbk": "gb18030"}
"""What programs write that name the left one."""

USUAL, JAPANESE = "cp1252", "cp932"


def codec_named(name: str) -> str:
    """Python's name for a charset; "" for what is none of text."""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return WIDER.get(found, found if found in TEXT_CODECS else "")


def is_japanese(data: bytes) -> bool:
    try:
        return bool(KANA.search(data.decode(JAPANESE)))
    except UnicodeDecodeError:
        return False


def decoded(data: bytes, said: str = "", usual: str = USUAL) -> str:
    """The text of a value; never fails."""
    if data.isascii() and b"\x1b" not in data:
        return data.decode("ascii")
    named = codec_named(said) if said else ""
    guessed = JAPANESE if is_japanese(data) else usual
    for codec in dict.fromkeys(["iso2022_jp" if b"\x1b" in data else "utf-8", named, guessed]):
        try:
            if codec:
                return data.decode(codec)
        except UnicodeDecodeError:
            continue
    return data.decode(USUAL, "replace").replace("\ufffd", "")


def usual_charset(path: Path) -> str:
    """How the values of a file are written that are no UTF-8 and do not say what they are."""
    named: dict[str, int] = {}
    kana = others = 0
    for line in physical_lines(path):
        said = CHARSET.search(line[: line.find(b":") + 1])
        if said and (codec := codec_named(said[1].decode())) and not codec.startswith("utf"):
            named[codec] = named.get(codec, 0) + 1
        if line.isascii() or _is_utf8(line):
            continue
        kana += is_japanese(line)
        others += 1
    if named:
        return max(named, key=named.__getitem__)
    return JAPANESE if kana * 2 > others else USUAL


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
