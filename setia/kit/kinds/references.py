"""Links to other records, shown by their titles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.kit.kinds.kind import Field, Kind, Row, not_a

if TYPE_CHECKING:
    from setia.foundation.formats import Reader


STAFF = "staff.staff"
NOT_VISIBLE = gettext_lazy("not visible to you")
"""What stands for the title of a record that the reader may not see."""


class ReferenceField(forms.Field):
    """The id of a record, or its address ("parties.party:7"); whether it may be used is asked later."""

    def __init__(self, noun: str, **options: Any) -> None:
        self.noun = noun
        super().__init__(**options)

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        text = str(value)
        if text.startswith(f"{self.noun}:"):
            text = text.removeprefix(f"{self.noun}:")
        if isinstance(value, (bool, float, list, dict)) or not (text.isascii() and text.isdigit()) or len(text) > 18:
            raise not_a(_("the number of a record"), value)
        return int(text)


class Reference(Kind):
    """A record of `noun`; `title` is the path from the field to the words that name it."""

    name = "reference"
    macro = "reference"
    operators: ClassVar = frozenset({"=", "!=", "in", "not in", "is empty", "is not empty"})
    json_type = int
    is_loose = False
    """Whether no key of the database stands behind it, so that the other record's columns cannot be joined."""

    def __init__(self, noun: str, title: str = "name") -> None:
        self.noun, self.title = noun, title
        self.nature = "person" if noun == STAFF else "plain"

    def _relation(self, field: Field) -> str:
        return field.path.removesuffix("_id")

    def paths(self, field: Field) -> tuple[str, ...]:
        return (field.path, self.title_path(field))

    def title_path(self, field: Field) -> str:
        return f"{self._relation(field)}__{self.title}"

    def form_field(self, field: Field) -> forms.Field:
        return ReferenceField(self.noun, required=field.required, label=str(field.label), help_text=str(field.help))

    def cell(self, field: Field, row: Row, reader: Reader) -> str:
        return self.words(field, row)

    def export(self, field: Field, row: Row) -> Any:
        return self.words(field, row)

    def words(self, field: Field, row: Row) -> str:
        """The title; where there is a record, but its title was taken out, that the reader may not know it."""
        title = row.get(self.title_path(field))
        if title is None and row.get(field.path) is not None:
            return str(NOT_VISIBLE)
        return title or ""


ADDRESS = re.compile(r"([a-z_]+\.[a-z_]+):0*([1-9]\d{0,17})", re.ASCII)


class AddressField(forms.Field):
    """The address of a record of any noun; whether there is one, and it may be used, is asked later."""

    def to_python(self, value: Any) -> str:
        if value in self.empty_values:
            return ""
        found = ADDRESS.fullmatch(value.strip()) if isinstance(value, str) else None
        if found is None and str(value).strip():
            raise not_a(_("the address of a record, such as sales.opportunity:7"), value)
        return f"{found[1]}:{found[2]}" if found else ""


class AnyRecord(Kind):
    """The address of a record of any noun ("sales.opportunity:7"), kept as it is and shown by its title.

    The title is put beside it in a row, under `title_path`, for whoever may know it (`kit.seeing`).
    """

    name = "address"
    macro = "reference"

    def title_path(self, field: Field) -> str:
        return f"{field.path}__title"

    def form_field(self, field: Field) -> forms.Field:
        return AddressField(required=field.required, label=str(field.label), help_text=str(field.help))

    def cell(self, field: Field, row: Row, reader: Reader) -> str:
        if not row.get(field.path):
            return ""
        title = row.get(self.title_path(field))
        return str(NOT_VISIBLE) if title is None else str(title)
