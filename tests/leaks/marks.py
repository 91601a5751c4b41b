"""Marks: words and numbers that occur nowhere else, put into every field of a record, and looked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from setia.kit.kinds import Amount, Email, Field, LongText, Phone, Text, Web, Whole, Year

STEM = "qzvx"
DIGITS_APART = re.compile("(?<=[0-9])(?:[.,'\u00a0\u202f\u2009 ]|&nbsp;)(?=[0-9])")


def plain(body: str) -> str:
    """An answer whose numbers are written without anything between their digits."""
    return DIGITS_APART.sub("", body)


@dataclass(frozen=True)
class Mark:
    """A word of its own for each field, all with one beginning, and one number of five digits."""

    word: str
    number: int

    def of(self, field: Field) -> str:
        """The word of a field: letters only, so that search reads it as one word."""
        return self.word + re.sub("[^a-z]", "", field.name)

    def raw(self, field: Field) -> str | None:
        """What is typed into a field to mark it; None where it cannot hold a mark."""
        kind, word = field.kind, self.of(field)
        if isinstance(kind, Email):
            return f"{word}@{word}.example"
        if isinstance(kind, Web):
            return f"https://{word}.example"
        if isinstance(kind, Phone):
            return f"+331{self.number}{sum(map(ord, field.name)) % 1000:03}"
        if isinstance(kind, Amount):
            return f"{self.number}.31"
        if isinstance(kind, Whole) and not isinstance(kind, Year):
            return str(self.number) if kind.least <= self.number <= kind.most else None
        if isinstance(kind, (Text, LongText)):
            if field.compute:
                return None  # put together from other records, whose own marks are looked for in it
            return word if len(word) <= getattr(kind, "longest", len(word)) else None
        return None

    def stands_in(self, body: str, field: Field | None = None) -> str:
        """Where in an answer the mark (of one field) stands, with what is around it; "" if nowhere."""
        return self.stands_in_plain(plain(body), field)

    def stands_in_plain(self, together: str, field: Field | None = None) -> str:
        """The same in an answer that was made plain before, for all the marks that are looked for in it."""
        if self.word not in together and str(self.number) not in together:
            return ""  # every pattern below holds one of the two
        if field is None:
            wanted = f"{self.word}|(?<![0-9])(?:\\+?331)?{self.number}(?:31)?(?![0-9])"
        else:
            wanted = looked_for(self, field)
        found = re.search(wanted, together)
        return together[max(0, found.start() - 150) : found.end() + 60] if found else ""


def looked_for(mark: Mark, field: Field) -> str:
    """The pattern of one field's mark, however a face writes it."""
    kind: Any = field.kind
    if isinstance(kind, Phone):
        return f"{mark.number}{sum(map(ord, field.name)) % 1000:03}"
    if isinstance(kind, (Amount, Whole)):
        return f"(?<![0-9]){mark.number}(?:31)?(?![0-9])"
    return f"{mark.of(field)}(?![a-z])"
