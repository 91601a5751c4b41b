"""The kinds of own fields: the usual ones, with the rules that somebody gave them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from setia.foundation import money
from setia.foundation.search import fold
from setia.kit.kinds import Amount, Choice, Column, Field, LongText, Number, ReadingContext, Reference, Text
from setia.kit.kinds.kind import Kind, Row, refused

if TYPE_CHECKING:
    from setia.foundation.formats import Reader

MARKS = {"9": "[0-9]", "A": "[^\\W\\d_]", "*": "[^\\W_]"}
"""What stands for a digit, a letter, and either, in the pattern of a text."""


def matcher(pattern: str) -> re.Pattern[str]:
    """A pattern such as AA-9999 as a regular expression; it can only be compared, never run away."""
    return re.compile("".join(MARKS.get(mark) or re.escape(mark) for mark in pattern))


class PatternText(Text):
    """A line of text that looks like its pattern."""

    def __init__(self, longest: int, pattern: str) -> None:
        super().__init__(longest)
        self.pattern = pattern

    @property
    def examples(self) -> tuple[str, ...]:  # type: ignore[override]
        return tuple("".join({"9": d, "A": a, "*": a}.get(m, m) for m in self.pattern) for d, a in ("1K", "2M"))

    def form_field(self, field: Field) -> forms.Field:
        found = super().form_field(field)
        found.validators.append(self.judge)
        return found

    def judge(self, text: str) -> None:
        if text and matcher(self.pattern).fullmatch(text) is None:
            words = _("“%(value)s” does not look like %(pattern)s (9 is a digit, A a letter, * either).")
            raise refused(words % {"value": text[:60], "pattern": self.pattern})

    def read(self, raw: Any, operator: str) -> Any:
        return str(raw)

    def parse_column(self, texts: Sequence[str], field: Field, context: ReadingContext) -> Column:
        return Kind.parse_column(self, texts, field, context)


class BoundedNumber(Number):
    def __init__(self, places: int, least: Decimal | None, most: Decimal | None) -> None:
        super().__init__(places, 15, least)
        self.most = most

    def form_field(self, field: Field) -> forms.Field:
        return forms.DecimalField(
            max_digits=self.digits, decimal_places=self.places, min_value=self.least, max_value=self.most,
            required=field.required, label=str(field.label), help_text=str(field.help),
        )  # fmt: skip

    def read(self, raw: Any, operator: str) -> Any:
        return Number(6).read(raw, operator)

    @property
    def examples(self) -> tuple[str, ...]:  # type: ignore[override]
        if self.least is None and self.most is None:
            return ("2.5", "10") if self.places else ("2", "10")
        some = self.least if self.least is not None else self.most
        return (format((some or Decimal()).normalize(), "f"),) * 2


class FixedAmount(Amount):
    """An amount in the one currency of its field, whatever the record's."""

    def __init__(self, code: str, least: Decimal | None, most: Decimal | None) -> None:
        places = Decimal(10) ** money.exponent(code)
        super().__init__("", None if least is None else int(least * places))
        self.fixed, self.most = code, None if most is None else int(most * places)

    @property
    def examples(self) -> tuple[str, ...]:  # type: ignore[override]
        edge = self.least if self.least is not None else self.most
        return ("1054", "12") if not edge else (str(money.decimal(edge, self.fixed)),) * 2

    def paths(self, field: Field) -> tuple[str, ...]:
        return (field.path,)

    def currency_path(self, field: Field) -> str:
        return ""

    def currency_of(self, field: Field, row: Row) -> str:
        return self.fixed

    def form_field(self, field: Field, currency: str | None = None) -> forms.Field:
        found = super().form_field(field, self.fixed)
        found.validators.append(self.judge)
        return found

    def judge(self, minor: int) -> None:
        if self.most is not None and minor > self.most:
            raise refused(_("An amount above %(most)s is not possible here.") % {
                "most": money.decimal(self.most, self.fixed)
            })  # fmt: skip
        if self.least is not None and minor < self.least:
            raise refused(_("An amount below %(least)s is not possible here.") % {
                "least": money.decimal(self.least, self.fixed)
            })  # fmt: skip

    def read(self, raw: Any, operator: str) -> Any:
        return FixedAmount(self.fixed, None, None)._read_freely(raw, operator)

    def _read_freely(self, raw: Any, operator: str) -> Any:
        return super().read(raw, operator)

    def say(self, value: Any, reader: Reader) -> str:
        return "" if value is None else reader.minor(value, self.fixed)

    def initial(self, field: Field, value: Any) -> Any:
        return "" if value is None else str(money.decimal(value, self.fixed))

    def parse_column(self, texts: Sequence[str], field: Field, context: ReadingContext) -> Column:
        column = super().parse_column(texts, field, replace(context, currency=self.fixed))
        for line, value in enumerate(column.values):
            if value is not None and line not in column.errors:
                try:
                    self.judge(value)
                except ValidationError as no:
                    column.errors[line], column.values[line] = " ".join(no.messages), None
        return column


class RecordAmount(Amount):
    """An amount that is worked out, in the currency of its record."""

    def currency_path(self, field: Field) -> str:
        return self.currency


Listed = tuple[tuple[str, str, bool], ...]
"""Code, label, and whether it is archived."""


class OwnChoice(Choice):
    """One of a list that somebody made. Archived ones can be read, and kept, but not chosen anew."""

    keeps_archived = True

    def __init__(self, listed: Listed) -> None:
        super().__init__([(code, label) for code, label, archived in listed if not archived])
        self._labels = {code: label for code, label, _archived in listed}

    def label_of(self, code: Any) -> str:
        return self._labels.get(str(code), str(code))

    def read(self, raw: Any, operator: str) -> Any:
        """Archived ones are asked about too, by code or label."""
        text = str(raw).strip()
        known = {fold(label): code for code, label in self._labels.items()}
        return text if text in self._labels else known.get(fold(text)) or super().read(raw, operator)


class ChoicesField(forms.Field):
    """Codes or names of several choices: a list, or a text in which commas or semicolons stand between them."""

    def __init__(self, kind: OwnChoices, **options: Any) -> None:
        self.kind = kind
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        if value in self.empty_values:
            return ""
        if isinstance(value, str):
            value = re.split(r"[,;|]", value)
        if not isinstance(value, (list, tuple)) or not all(isinstance(one, str) for one in value):
            raise self.kind.not_listed(value)
        names, codes = self.kind.names(), []
        for one in filter(str.strip, value):
            code, certain = self.kind.code_for(one.strip(), names)
            if code is None or not certain:
                raise self.kind.not_listed(one)
            codes.append(code)
        kept = [code for code, _label in self.kind.choices if code in codes]
        return f"|{'|'.join(kept)}|" if kept else ""


class OwnChoices(OwnChoice):
    """Several of such a list, kept as "|red|blue|" in the order of the list."""

    name = "choices"
    macro = "checks"
    json_type: ClassVar[Any] = list

    def form_field(self, field: Field) -> forms.Field:
        return ChoicesField(self, required=field.required, label=str(field.label), help_text=str(field.help))

    def codes(self, value: Any) -> list[str]:
        return [code for code in str(value or "").split("|") if code]

    def say(self, value: Any, reader: Reader) -> str:
        return ", ".join(map(self.label_of, self.codes(value)))

    def json(self, field: Field, row: Row) -> Any:
        return self.codes(self.value(field, row))

    def export(self, field: Field, row: Row) -> Any:
        return ", ".join(self.codes(self.value(field, row)))

    def initial(self, field: Field, value: Any) -> Any:
        return ", ".join(map(self.label_of, self.codes(value)))

    def parse_column(self, texts: Sequence[str], field: Field, context: ReadingContext) -> Column:
        return Kind.parse_column(self, texts, field, context)


class OwnReference(Reference):
    """A record of a noun by its number. There is no key between the tables, so its title is put beside it
    afterwards (`seeing.name_addresses`), and a record that is gone leaves only its number."""

    is_loose = True

    def paths(self, field: Field) -> tuple[str, ...]:
        return (field.path,)

    def title_path(self, field: Field) -> str:
        return f"{field.path}__title"


def text_kind(longest: int | None, pattern: str) -> Kind:
    return PatternText(longest or 200, pattern) if pattern else Text(longest or 200)


def long_text_kind(longest: int | None) -> Kind:
    return LongText(longest or 20_000)
