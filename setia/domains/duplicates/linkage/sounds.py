"""A rough key of how a word sounds, the same for most misspellings, in Latin script.

In the manner of Russell's Soundex (US patent 1,261,167 of 1918): the first sound, then groups of
consonants that are taken for each other. Spellings that differ between Dutch-Indonesian, French and
English are made one first (oe/u, dj/j, tj/c, ph/f, ck/k). Words of other scripts are their own key.
"""

from __future__ import annotations

import re

_SPELLINGS = (
    ("oe", "u"), ("dj", "j"), ("tj", "c"), ("ph", "f"), ("ck", "k"), ("sch", "s"), ("ch", "s"), ("sh", "s"),
    ("qu", "k"), ("gn", "n"), ("wr", "r"), ("kn", "n"), ("eau", "o"), ("au", "o"), ("th", "t"), ("rh", "r"),
)  # fmt: skip
_GROUPS = str.maketrans("bpfvwckgjqsxzdtlmnr", "1111122222222334556")
_UNSAID = re.compile("[aeiouyh]")
_TWICE = re.compile(r"(.)\1+")
LENGTH = 5


def sound(word: str) -> str:
    """Of one folded word."""
    if not word.isascii():
        return word[:LENGTH]
    for written, said in _SPELLINGS:
        if written in word:
            word = word.replace(written, said)
    first = "k" if word[:1] in "ckq" else "s" if word[:1] in "sz" else "i" if word[:1] in "yij" else word[:1]
    rest = _UNSAID.sub("", word[1:].translate(_GROUPS)) if word[1:].isalpha() else word[1:]
    return (first + _TWICE.sub(r"\1", rest))[:LENGTH]
