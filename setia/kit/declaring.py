"""What follows for a noun from the columns of its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from setia.kit.kinds import Field, Text, kind_of_model_field

Words = str | Promise
Filling = tuple[str, tuple[Any, ...], Any]
OF_EVERY_RECORD: Mapping[str, Words] = {"id": gettext_lazy("Record number"), "version": gettext_lazy("Version")}


def declared(resource: Any, column: models.Field[Any, Any]) -> Field | None:
    name = column.name
    kind = resource.kinds.get(name) or kind_of_model_field(column)
    if kind is None:
        return None
    optional = column.null or column.blank or column.has_default()
    return Field(
        name=name,
        label=resource.labels.get(name) or OF_EVERY_RECORD.get(name, column.verbose_name),
        kind=kind,
        path=column.attname,
        sort_path=resource.sorted_by.get(name, ""),
        required=column.editable and not optional,
        editable=column.editable and not column.primary_key and name not in resource.read_only,
        sortable=name in resource.sortable,
        help=resource.helps.get(name, column.help_text),
        default=None if callable(column.default) or not column.has_default() else column.default,
        aliases=resource.aliases.get(name, ()),
        personal=resource.personal.get(name),
        when_missing=resource.when_missing.get(name, "refuse"),
        quotes=resource.quotes.get(name, ()),
    )


def fillings_of(model: type[models.Model]) -> tuple[Filling, ...]:
    """What is kept for a field left empty: column, the empty values, what is put in their place.

    Its default, where there must be something; nothing at all for numbers that must differ.
    """
    found: list[tuple[str, tuple[Any, ...], Any]] = []
    for column in model._meta.concrete_fields:
        if column.null and column.unique and isinstance(column, models.CharField):
            found.append((column.attname, ("",), None))
        elif not column.null and column.has_default() and not callable(column.default):
            is_text = isinstance(column, models.CharField) and not column.blank
            empty = ("", None) if is_text else (None,)
            found.append((column.attname, empty, column.default))
    return tuple(found)


def nameless(label: Any, record_id: int) -> str:
    """What a record is called that has lost its name."""
    return gettext("%(noun)s no. %(number)s") % {"noun": label, "number": record_id}


def identity(fields: Mapping[str, Field], names: Sequence[str], row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The columns that together say which record a row is about. A text that it leaves out is empty; without any of
    the others, or without the last of them, it says nothing."""
    found: dict[str, Any] = {}
    for name in names:
        is_text = isinstance(fields[name].kind, Text) and name != names[-1]
        found[fields[name].path] = row.get(name, "" if is_text else None)
    return found if found and None not in found.values() else None
