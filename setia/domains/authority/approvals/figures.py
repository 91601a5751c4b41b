"""What a decider needs to know, as it was when they were asked: words and a value, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from setia.kit.kinds import Field, Kind
from setia.kit.kinds.kind import Row

Lines = Sequence[tuple[str, str]]
MOST, LONGEST = 40, 300


def kept(lines: Lines) -> list[list[str]]:
    """As they are stored; what is beyond forty lines, or a line's length, is cut off."""
    return [[str(words)[:LONGEST], str(value)[:LONGEST]] for words, value in list(lines)[:MOST]]


class Figures(Kind):
    """Written by machines, read by people."""

    name = "figures"
    macro = "textarea"
    operators: ClassVar[frozenset[str]] = frozenset()

    def form_field(self, field: Field) -> forms.Field:
        return forms.CharField(required=False, label=str(field.label), disabled=True)

    def say(self, value: Any, reader: Any) -> str:
        return "\n".join(f"{words}: {figure}" for words, figure in value or ())

    def export(self, field: Field, row: Row) -> Any:
        return self.say(self.value(field, row), None)

    json = export

    def initial(self, field: Field, value: Any) -> Any:
        return self.say(value, None)
