"""Field by field: whose value the party that stays has in the end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from setia.domains.parties.parties.model import Party
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid
from setia.kit.kinds import Field, Flag
from setia.kit.resources import Resource, registry
from setia.kit.verbs import is_column

Row = Mapping[str, Any]
TOGETHER = {"name": ("name", "first_name", "last_name", "sort_name"), "revenue": ("revenue", "currency")}
"""Columns that are chosen with a field, because they say one thing only together."""

FOLLOWING = frozenset({"first_name", "last_name", "currency"})
SAME_FOR_BOTH = frozenset({"kind"})


def parties() -> Resource:
    return registry.of_noun("parties.party")


def fields_to_choose() -> dict[str, Field]:
    """The fields of which one of two values has to be chosen."""
    return {
        name: field
        for name, field in parties().fields.items()
        if field.editable and is_column(field) and name not in FOLLOWING | SAME_FOR_BOTH
    }


def fields_named(text: str, by: Actor) -> set[str]:
    """The fields that somebody wrote down, separated by commas or spaces; refuses those nobody could choose."""
    known, writable = fields_to_choose(), parties().writable(by.access)
    named = set(text.replace(",", " ").split())
    if unknown := sorted(name for name in named if name not in known or name not in writable):
        some = ", ".join(sorted(known.keys() & writable.keys()))
        words = _("“%(names)s” cannot be chosen. These can: %(some)s.")
        raise Invalid({"take": [words % {"names": ", ".join(unknown)[:80], "some": some}]})
    return named


def joined(stays: Row, goes: Row, take: Collection[str]) -> dict[str, Any]:
    """The columns of the party that stays: what was `take`n from the other, and what only the other knew."""
    after = dict(stays)
    for name, field in fields_to_choose().items():
        mine, theirs = stays[field.path], goes[field.path]
        if isinstance(field.kind, Flag):
            after[field.path] = theirs if name in take else mine or theirs
        elif name in take or (is_empty(mine) and not is_empty(theirs)):
            after.update({column: goes[column] for column in columns_of(field)})
        elif name == "about" and theirs and theirs not in mine:
            after["about"] = f"{mine}\n\n{theirs}"
    if after["is_customer"] and "is_prospect" not in take:
        after["is_prospect"] = False
    for column in _loose_columns():
        after[column] = {**(goes[column] or {}), **(stays[column] or {})} or stays[column]
    return after


def columns_of(field: Field) -> tuple[str, ...]:
    return TOGETHER.get(field.name, (field.path,))


def _loose_columns() -> list[str]:
    """Columns that keep values by name: what only the other has is added."""
    return [c.attname for c in Party._meta.concrete_fields if isinstance(c, models.JSONField) and c.default is dict]


def taken_once(stays: Row, after: Row, goes: Row) -> list[str]:
    """Columns that only one party may have with this value, and that change hands."""
    return [
        column.attname
        for column in Party._meta.concrete_fields
        if column.unique and not column.primary_key and after[column.attname] is not None
        and after[column.attname] == goes[column.attname] != stays[column.attname]
    ]  # fmt: skip


def is_empty(value: Any) -> bool:
    return value is None or value == ""


def fuller(one: Row, other: Row) -> Row:
    """Who stays if nobody says so: of whom more is known, else who was changed last."""
    return max((one, other), key=lambda row: (_filled(row), row["updated_at"], -row["id"]))


def _filled(row: Row) -> int:
    names: Iterable[str] = (field.path for field in fields_to_choose().values())
    return sum(not is_empty(row.get(name)) and row[name] is not False for name in names)


def fields_one_of() -> list[str]:
    """Fields of which one of two values has to be given up; the others are joined."""
    fields = fields_to_choose()
    return [name for name, field in fields.items() if name != "about" and not isinstance(field.kind, Flag)]
