"""The tables as they stand at a certain state of the migrations, and what kind of value each column holds.

Taken from the migrations and not from the models of this version, so that the database of an older
version can be read and made again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from django.apps.registry import Apps
from django.db import models

Kind = Literal["whole", "number", "decimal", "flag", "text", "json", "moment", "day", "time", "address"]

KINDS: dict[str, Kind] = {
    "AutoField": "whole",
    "BigAutoField": "whole",
    "SmallAutoField": "whole",
    "IntegerField": "whole",
    "BigIntegerField": "whole",
    "SmallIntegerField": "whole",
    "PositiveIntegerField": "whole",
    "PositiveBigIntegerField": "whole",
    "PositiveSmallIntegerField": "whole",
    "FloatField": "number",
    "DecimalField": "decimal",
    "BooleanField": "flag",
    "CharField": "text",
    "TextField": "text",
    "SlugField": "text",
    "FileField": "text",
    "JSONField": "json",
    "DateTimeField": "moment",
    "DateField": "day",
    "TimeField": "time",
    "GenericIPAddressField": "address",
}


@dataclass(frozen=True)
class Column:
    """`places` are the decimal places of a decimal number."""

    name: str
    kind: Kind
    places: int = 0


@dataclass(frozen=True)
class Table:
    """`key` are the columns of the primary key; `numbered` says that the database hands out the identifiers."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    numbered: bool

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def to_json(self) -> dict[str, Any]:
        columns = [[column.name, column.kind, column.places] for column in self.columns]
        return {"name": self.name, "columns": columns, "key": list(self.key), "numbered": self.numbered}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Table:
        columns = tuple(Column(*column) for column in told["columns"])
        return cls(told["name"], columns, tuple(told["key"]), told["numbered"])


def tables_of(apps: Apps) -> list[Table]:
    """Every table of these models, in the order of their names."""
    found = [
        table_of(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]
    return sorted(found, key=lambda table: table.name)


def table_of(model: type[models.Model]) -> Table:
    columns = tuple(column_of(field) for field in model._meta.local_concrete_fields)
    key = tuple(str(field.column) for field in model._meta.pk_fields)
    return Table(model._meta.db_table, columns, key, isinstance(model._meta.auto_field, models.AutoField))


def column_of(field: Any) -> Column:
    """Raises LookupError for a kind of column that no backup knows yet: it has to be added here first."""
    kept = field
    while kept.is_relation:
        kept = kept.target_field
    name = kept.get_internal_type()
    if name not in KINDS:
        raise LookupError(f"{field}: a backup does not know how to keep a {name}")
    return Column(field.column, KINDS[name], getattr(kept, "decimal_places", 0) or 0)
