"""What a kind of value can do: be shown, typed in, filtered, exported, sent as JSON and read in bulk.

A `Kind` knows nothing of any record; a `Field` gives it a name and a place. The Django form field
made by `form_field` holds the rules; `parse_column` is the same rules for a whole column of text
and may be faster, never different (the conformance suite compares them).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from setia.foundation.errors import Refusal

if TYPE_CHECKING:
    from setia.foundation.access import Access
    from setia.foundation.conditions import Nature
    from setia.foundation.formats import Order, Reader
    from setia.foundation.personal import Personal
    from setia.kit.kinds.asides import Aside

Row = Mapping[str, Any]
Words = str | Promise


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """How the texts of one import are to be understood."""

    currency: str = "USD"
    country: str = "US"
    language: str = "en"
    date_order: Order | None = None
    zone: str = "UTC"
    accept_nearest: bool = False


@dataclass(slots=True)
class Column:
    """A parsed column: a value per line, errors by line, and readings worth telling (text -> reading)."""

    values: list[Any]
    errors: dict[int, str] = field(default_factory=dict)
    notices: dict[str, str] = field(default_factory=dict)


def _left_to_the_reader(rows: list[dict[str, Any]]) -> None:
    """A list fills it with the rights of its reader."""


@dataclass(frozen=True)
class Field:
    """A named value of a resource.

    `sort_path` is the column it is sorted by when that is not its own (names are sorted folded).
    `path` is where the value is read (an attribute path for `values()`); `aliases` are the headers
    under which spreadsheets bring it. A computed field has no path and fills a whole page of rows
    at once through `compute`. `through` turns a condition on a many-valued path into EXISTS. `quotes`
    are the references whose titles stand in the value: it is known to whoever may see all their records.
    What follows from other records is filled, and asked about, with the rights of the reader: by `for_reader` and
    `through_for`. `aside` is the table in which `path` is a column, where the value is kept beside the record.
    `personal` says what it is kept for, where it tells something about a person.
    """

    name: str
    label: Words
    kind: Kind
    path: str = ""
    sort_path: str = ""
    required: bool = False
    editable: bool = True
    sortable: bool = False
    filterable: bool = True
    many: bool = False
    help: Words = ""
    default: Any = None
    aliases: tuple[str, ...] = ()
    personal: Personal | None = None
    compute: Callable[[list[dict[str, Any]]], None] | None = None
    through: Callable[[Q], Q] | None = None
    for_reader: Callable[[list[dict[str, Any]], Access], None] | None = None
    through_for: Callable[[Access], Callable[[Q], Q]] | None = None
    aside: Aside | None = None
    when_missing: str = "refuse"
    quotes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.for_reader and not self.compute:
            object.__setattr__(self, "compute", _left_to_the_reader)

    @property
    def attname(self) -> str:
        """The key of the stored value in a change: "owner" is stored as "owner_id"."""
        return self.path

    @property
    def is_said(self) -> bool:
        """Whether `compute` puts the very words to be shown under the name of the field.

        A reference, an amount or a number is put where its kind reads it, and shown by its kind.
        """
        return self.compute is not None and self.for_reader is None and self.kind.json_type is str

    def paths(self) -> tuple[str, ...]:
        return () if self.compute else self.kind.paths(self)

    def each(self, value: Any) -> list[Any]:
        """The single values of what was given: of a field of many a list, or a text with commas ("3,7")."""
        if not self.many:
            return [value]
        parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else [value]
        return [part for part in parts if part is not None and str(part).strip()]


class Kind:
    """Base of all kinds; a plain line of text unless a subclass says otherwise."""

    name: ClassVar[str] = "text"
    macro: ClassVar[str] = "text"
    align: ClassVar[str] = "start"
    operators: ClassVar[frozenset[str]] = frozenset({"=", "!=", "in", "not in", "is empty", "is not empty"})
    json_type: ClassVar[Any] = str
    nature: Nature = "plain"
    """How conditions treat it: "plain", "date", "moment" or "person"."""

    examples: ClassVar[tuple[str, ...]] = ()
    """Texts every face accepts, for documentation and for the conformance suite."""

    def paths(self, field: Field) -> tuple[str, ...]:
        """What has to be selected to show the value."""
        return (field.path,)

    def value(self, field: Field, row: Row) -> Any:
        return row.get(field.path)

    def form_field(self, field: Field) -> forms.Field:
        return forms.CharField(required=field.required, label=str(field.label), help_text=str(field.help))

    def say(self, value: Any, reader: Reader) -> str:
        """The value in words, for a reader."""
        return "" if value is None else str(value)

    def cell(self, field: Field, row: Row, reader: Reader) -> str:
        return self.say(self.value(field, row), reader)

    def export(self, field: Field, row: Row) -> Any:
        """The value for a spreadsheet: text or number, the same for every reader."""
        value = self.value(field, row)
        return "" if value is None else value

    def json(self, field: Field, row: Row) -> Any:
        return self.value(field, row)

    def initial(self, field: Field, value: Any) -> Any:
        """The stored value as it is put into an input."""
        return "" if value is None else value

    def read(self, raw: Any, operator: str) -> Any:
        """A value written in a condition."""
        try:
            return self.form_field(Field("value", "", self)).clean(raw)
        except ValidationError as refused:
            raise Refusal(" ".join(refused.messages)) from None

    def parse_column(self, texts: Sequence[str], field: Field, context: ReadingContext) -> Column:
        """Each distinct text through the form field once."""
        return self.through(self.form_field(field), texts)

    def through(self, rules: forms.Field, texts: Sequence[str], usual: Callable[[str], Any] | None = None) -> Column:
        """Each distinct text through the form field once. `usual` knows the values of texts that need no
        more than a look, and answers None for the others."""
        known: dict[str, Any] = {}
        faults: dict[str, str] = {}
        for text in dict.fromkeys(texts):
            value = usual(text) if usual else None
            if value is None:
                value, fault = self._parse_one(rules, text)
                if fault:
                    faults[text] = fault
            known[text] = value
        column = Column([known[text] for text in texts])
        if faults:
            column.errors = {line: faults[text] for line, text in enumerate(texts) if text in faults}
        return column

    @staticmethod
    def _parse_one(rules: forms.Field, text: str) -> tuple[Any, str]:
        try:
            return rules.clean(text), ""
        except ValidationError as refused:
            return None, " ".join(refused.messages)
        except Refusal as refused:
            return None, refused.message


def refused(message: str) -> ValidationError:
    return ValidationError(message, code="invalid")


def not_a(words: str, raw: Any) -> ValidationError:
    """The usual refusal of a value that cannot be read."""
    return refused(_("“%(value)s” is not %(what)s.") % {"value": str(raw)[:80], "what": words})
