"""Values of fields that are emptied: in the records, in their entries in the ledger, and in search."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import models

from setia.foundation.access import Actor
from setia.foundation.fields import KeyField
from setia.foundation.own_values import PREFIX, nothing_at
from setia.foundation.search import fold
from setia.kit.changes import Change
from setia.kit.declaring import nameless
from setia.kit.forgetting import entries
from setia.kit.kinds import Field
from setia.kit.resources import Resource
from setia.kit.shaping.building import key_of
from setia.kit.shaping.model import OwnField
from setia.kit.verbs import is_column
from setia.kit.writing import changes_of, forget


def personal_fields(resource: Resource) -> dict[str, Field]:
    return {name: field for name, field in resource.fields.items() if field.personal}


def droppable(resource: Resource, name: str) -> bool:
    """Whether the value of the field is kept in the record itself, and may be missing there."""
    field = resource.fields.get(name)
    return field is not None and is_column(field) and not isinstance(field.kind.json_type, bool)


def put_away(resource: Resource) -> list[str]:
    """Paths of personal fields that people added and archived: what records hold under them is still there."""
    defined = OwnField.objects.filter(noun=resource.noun, archived_at__isnull=False).exclude(purpose="")
    return [f"{PREFIX}{key}" for one in defined.order_by("pk") if (key := key_of(one))]


def empty(
    resource: Resource,
    ids: Collection[int],
    names: Iterable[str],
    by: Actor,
    *,
    told: bool = True,
    paths: Collection[str] = (),
) -> int:
    """Empty these fields of these records, for good; how many held something. In one transaction.

    With `told` each record has a fact that names the fields, and not what they held. `paths` are of own values that
    no field leads to any more.
    """
    fields = [resource.fields[name] for name in names if droppable(resource, name)]
    if not fields and not paths:
        return 0
    changes = changes_of(resource, ids)
    for change in changes:
        _empty(resource, change, fields)
        change.after |= {path: nothing_at(path) for path in paths}
    if any(field.name == resource.title for field in fields):
        resource.rename(changes)
    altered = [change for change in changes if change.dirty()]
    forget(resource, altered, by, [field.name for field in fields] if told else ())
    columns = {field.path for field in fields} | {resource.sorted_by.get(field.name, field.path) for field in fields}
    columns |= set(paths)
    entries.drop_fields(resource, {change.id for change in changes}, columns)
    return len(altered)


def _empty(resource: Resource, change: Change, fields: Iterable[Field]) -> None:
    for field in fields:
        value = empty_value(resource, field, change.id)
        change.after[field.path] = value
        beneath = resource.sorted_by.get(field.name, "")
        column = next((c for c in resource.model._meta.concrete_fields if c.attname == beneath), None)
        if isinstance(column, KeyField):
            change.after[beneath] = fold(str(value))[: column.max_length]


def empty_value(resource: Resource, field: Field, record_id: int) -> Any:
    """What stands in a column that holds nothing; the words that name a record become its number."""
    column = next((c for c in resource.model._meta.concrete_fields if c.attname == field.path), None)
    if field.name == resource.title:
        return nameless(resource.label, record_id)
    if column is None or column.null:
        return None
    if column.has_default() and not callable(column.default):
        return column.default
    return "" if isinstance(column, (models.CharField, models.TextField)) else None
