"""Text, numbers and yes/no."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext as _

from setia.kit.kinds.kind import Column, Field, Kind, ReadingContext, Row, not_a

if TYPE_CHECKING:
    from setia.foundation.formats import Reader

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LINE_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028-\u202e\u2066-\u2069]")
"""In a line also breaks of other kinds, and marks that show letters in another order than they stand."""

WORDS_OF_YES = {"yes", "true", "1", "on", "y", "oui", "ya", "vrai", "benar"}
WORDS_OF_NO = {"no", "false", "0", "off", "n", "non", "tidak", "faux", "salah", ""}
COMPARED = frozenset({"=", "!=", ">", ">=", "<", "<=", "between", "in", "not in", "is empty", "is not empty"})


class TextField(forms.CharField):
    """A line, or a text, without control characters."""

    def __init__(self, *, many_lines: bool, **options: Any) -> None:
        self.unwanted = CONTROL if many_lines else LINE_CONTROL
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        if value is not None and not isinstance(value, str):
            if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
                value = str(value)
            else:
                raise not_a(_("a text"), value)
        text = str(super().to_python(value) or "")
        if self.unwanted.search(text):
            raise not_a(_("a text that can be kept (it holds control characters)"), self.unwanted.sub("?", text))
        return text


class Text(Kind):
    examples = ("Émile & Søns", "Second sample")
    operators = Kind.operators | {"contains", "starts with"}

    def __init__(self, longest: int = 200) -> None:
        self.longest = longest

    def form_field(self, field: Field) -> forms.Field:
        return TextField(
            many_lines=False, max_length=self.longest, required=field.required, label=str(field.label),
            help_text=str(field.help),
        )  # fmt: skip

    def parse_column(self, texts: Sequence[str], field: Field, context: ReadingContext) -> Column:
        whole = "".join(texts)
        if LINE_CONTROL.search(whole) or max(map(len, texts), default=0) > self.longest:
            return super().parse_column(texts, field, context)
        values = [text.strip() for text in texts]
        if field.required and not all(values):
            return super().parse_column(texts, field, context)
        return Column(list(values))


class Secret(Text):
    """A password: typed unseen, never kept in the ledger as it is."""

    name = "secret"
    macro = "password"
    operators: ClassVar = frozenset()


class LongText(Text):
    name = "longtext"
    macro = "textarea"

    def __init__(self, longest: int = 20_000) -> None:
        super().__init__(longest)

    def form_field(self, field: Field) -> forms.Field:
        return TextField(
            many_lines=True, max_length=self.longest, required=field.required, label=str(field.label),
            help_text=str(field.help),
        )  # fmt: skip

    def parse_column(self, texts: Sequence[str], field: Field, context: ReadingContext) -> Column:
        return Kind.parse_column(self, texts, field, context)


class WholeNumberField(forms.IntegerField):
    def to_python(self, value: Any) -> int | None:
        if isinstance(value, (bool, float, list, dict)):
            raise not_a(_("a whole number"), value)
        if isinstance(value, str):
            value = value.strip().replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
            if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+", value):
                value = value.replace(",", "")
        if value in (None, ""):
            return None
        if not re.fullmatch(r"[+-]?\d{1,18}", str(value)):
            raise not_a(_("a whole number"), value)
        return int(value)


class Whole(Kind):
    """A whole number within bounds."""

    name = "integer"
    macro = "number"
    align = "end"
    operators = COMPARED
    json_type = int
    examples = ("7", "12")

    def __init__(self, least: int = -(2**53), most: int = 2**53) -> None:
        self.least, self.most = least, most

    def form_field(self, field: Field) -> forms.Field:
        return WholeNumberField(
            min_value=self.least, max_value=self.most, required=field.required, label=str(field.label),
            help_text=str(field.help),
        )  # fmt: skip

    def say(self, value: Any, reader: Reader) -> str:
        return "" if value is None else reader.number(value)


class Year(Whole):
    """A year of the common era, written without separators."""

    name = "year"
    examples = ("1996", "2011")

    def __init__(self) -> None:
        super().__init__(1000, 2200)

    def say(self, value: Any, reader: Reader) -> str:
        return "" if value is None else str(value)


class Number(Kind):
    """A decimal number with a fixed count of places."""

    name = "number"
    macro = "number"
    align = "end"
    operators = COMPARED
    json_type = Decimal
    examples = ("2.5", "10")

    def __init__(self, places: int = 3, digits: int = 15, least: Decimal | None = None) -> None:
        self.places, self.digits, self.least = places, digits, least

    def form_field(self, field: Field) -> forms.Field:
        return forms.DecimalField(
            max_digits=self.digits, decimal_places=self.places, min_value=self.least, required=field.required,
            label=str(field.label), help_text=str(field.help),
        )  # fmt: skip

    def say(self, value: Any, reader: Reader) -> str:
        return "" if value is None else reader.number(value)

    def initial(self, field: Field, value: Any) -> Any:
        return "" if value is None else format(Decimal(value).normalize(), "f")

    def json(self, field: Field, row: Row) -> Any:
        value = self.value(field, row)
        return None if value is None else format(Decimal(value).normalize(), "f")

    export = json


class FlagField(forms.Field):
    def clean(self, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        word = str("" if value is None else value).strip().lower()
        if word in WORDS_OF_YES:
            return True
        if word in WORDS_OF_NO:
            return False
        raise not_a(_("yes or no"), value)


class Flag(Kind):
    name = "flag"
    macro = "switch"
    operators: ClassVar = frozenset({"=", "!="})
    json_type = bool
    examples = ("yes", "no")

    def form_field(self, field: Field) -> forms.Field:
        return FlagField(required=False, label=str(field.label), help_text=str(field.help))

    def say(self, value: Any, reader: Reader) -> str:
        return _("Yes") if value else _("No")

    def export(self, field: Field, row: Row) -> Any:
        return "yes" if self.value(field, row) else "no"

    def initial(self, field: Field, value: Any) -> Any:
        return bool(value)
