"""Values of fields that people added themselves: one JSON column of every record, asked about like columns.

A key says of which type its value is and to which field it belongs: "number_12". So the tables need to know no
definitions, and `custom__number_12` is a path like any other: it is selected, compared, sorted and indexed.
Django's own look-ups hand the key over as a parameter, for which neither database uses an index (measured:
2,525 ms instead of 0.3 to 1.1); here it stands in the SQL, which is why nothing but such keys is let through.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Field, Transform
from django.db.models.lookups import Exact, In

if TYPE_CHECKING:
    Text = models.TextField[Any, Any]
else:
    Text = models.TextField

COLUMN = "custom"
PREFIX = f"{COLUMN}__"
NOW = "CURRENT_TIMESTAMP"
"""Stands in the SQL of formulas that know what day it is; nothing else asks the database for the time."""
TODAYS = "today_"
"""How the keys of such formulas begin."""
KEY = re.compile(r"(text|number|whole|day|moment|flag|list)_([1-9][0-9]{0,9})", re.ASCII)
MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"


class DayText(Text):
    """Days as ISO 8601 writes them, which sorts as they follow each other: the years have four digits."""

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> date | None:
        return None if value is None else date.fromisoformat(value)

    def to_python(self, value: Any) -> Any:
        return date.fromisoformat(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value


class MomentText(Text):
    """Moments in UTC, all of the same length."""

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)

    def to_python(self, value: Any) -> Any:
        return datetime.fromisoformat(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        return value.astimezone(UTC).strftime(MOMENT) if isinstance(value, datetime) else value


class CodesText(Text):
    """Several codes as "|red|blue|". To be equal to a code means to hold it."""


@CodesText.register_lookup
class HoldsCode(Exact):
    """One of the codes is this one; the empty text is only equal to itself."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if self.rhs == "":
            return super().as_sql(compiler, connection)
        sql, params = self.process_lhs(compiler, connection)
        return f"{sql} LIKE %s ESCAPE '\\'", [*params, _holding(self.rhs)]


@CodesText.register_lookup
class HoldsOneOf(In):
    def as_sql(self, compiler: Any, connection: Any) -> Any:
        sql, params = self.process_lhs(compiler, connection)
        wanted = list(dict.fromkeys(self.rhs))
        given = [param for code in wanted for param in (*params, _holding(code))]
        return "(" + " OR ".join([f"{sql} LIKE %s ESCAPE '\\'"] * len(wanted)) + ")", given


def _holding(code: Any) -> str:
    escaped = str(code).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%|{escaped.strip('|')}|%"


OUTPUTS: dict[str, Field[Any, Any]] = {
    "text": models.TextField(null=True),
    "number": models.DecimalField(max_digits=25, decimal_places=6, null=True),
    "whole": models.BigIntegerField(null=True),
    "day": DayText(null=True),
    "moment": MomentText(null=True),
    "flag": models.BooleanField(),
    "list": CodesText(null=True),
}
ON_SQLITE = {
    "number": "CAST(json_extract({}, '$.{}') AS REAL)",
    "whole": "CAST(json_extract({}, '$.{}') AS INTEGER)",
    "flag": "COALESCE(json_extract({}, '$.{}'), 0)",
}
ON_POSTGRESQL = {
    "number": "(({} ->> '{}')::numeric)",
    "whole": "(({} ->> '{}')::bigint)",
    "flag": "COALESCE(({} ->> '{}')::boolean, false)",
    "day": "(({} ->> '{}') COLLATE \"C\")",
    "moment": "(({} ->> '{}') COLLATE \"C\")",
}


def written(column: str, key: str, *, postgresql: bool) -> str:
    """The SQL of a value, from that of the column. Nothing else but keys may stand in it."""
    found = KEY.fullmatch(key)
    if found is None:
        raise ValueError(f"{key!r} is no key of an own value")
    if postgresql:
        return ON_POSTGRESQL.get(found[1], "({} ->> '{}')").format(column, key)
    return ON_SQLITE.get(found[1], "json_extract({}, '$.{}')").format(column, key)


class OwnValue(Transform):
    """The value under one key."""

    def __init__(self, lhs: Any, key: str) -> None:
        self.key = key
        super().__init__(lhs, output_field=OUTPUTS[key.partition("_")[0]])

    def as_sql(self, compiler: Any, connection: Any, *_more: Any, **_options: Any) -> Any:
        column, params = compiler.compile(self.source_expressions[0])
        return written(column, self.key, postgresql=connection.vendor == "postgresql"), params

    def as_sqlite(self, compiler: Any, connection: Any, **_options: Any) -> Any:
        """Without the cast that Django adds to every decimal: an index holds the expression as it is."""
        return self.as_sql(compiler, connection)


Derive = Callable[[Any], Transform]
derivations: dict[str, tuple[Derive, Field[Any, Any]]] = {}
"""What is worked out from other values of the record, by key; a definition that changes gets another key."""


class OwnValues(models.JSONField):
    """The column. What stands in it is written by us alone, so the database need not look whether it is JSON:
    on SQLite that would read the whole table when the column is added."""

    def get_transform(self, name: str) -> Any:
        if KEY.fullmatch(name):
            return lambda lhs, **_options: OwnValue(lhs, name)
        if name in derivations:
            return lambda lhs, **_options: derivations[name][0](lhs)
        return super().get_transform(name)

    def db_check(self, connection: Any) -> None:
        return None


def is_own(path: str) -> bool:
    """Whether a path leads to a value that is kept in the column of own values."""
    return path.startswith(PREFIX) and KEY.fullmatch(path.removeprefix(PREFIX)) is not None


def is_of_today(asked: str) -> bool:
    """Whether the answer to a question, told with its SQL and its paths, may be another tomorrow by itself."""
    return NOW in asked or f"{PREFIX}{TODAYS}" in asked


def column_at(model: type[models.Model], path: str) -> Any:
    """The column at a path, as which values are read and compared; of an own value what stands for it."""
    if not path.startswith(PREFIX):
        return model._meta.get_field(path)
    key = path.removeprefix(PREFIX)
    if key in derivations:
        return derivations[key][1]
    if KEY.fullmatch(key) is None:
        raise LookupError(f"{path!r} leads to no own value")
    return OUTPUTS[key.partition("_")[0]]


def nothing_at(path: str) -> Any:
    """What an own value is where nothing is written."""
    return False if path.startswith(f"{PREFIX}flag_") else None


def spread(row: dict[str, Any], paths: tuple[str, ...] = ()) -> dict[str, Any]:
    """The row with its own values beside the columns, under their paths; `paths` are there in any case."""
    kept = row.get(COLUMN)
    for path in paths:
        row[path] = nothing_at(path)
    for key, value in (kept or {}).items():
        if KEY.fullmatch(key):
            row[f"{PREFIX}{key}"] = _decoded(key, value)
    return row


def empty_own(values: dict[str, Any]) -> None:
    """An empty text, as forms and files have it, is nothing."""
    for path in [path for path, value in values.items() if value in ("", None) and is_own(path)]:
        values[path] = nothing_at(path)


def folded(kept: Mapping[str, Any] | None, values: Mapping[str, Any]) -> dict[str, Any] | None:
    """The column again: what was kept, with these values by path in it. None when nothing is left."""
    column = dict(kept or {})
    for path, value in values.items():
        key = path.removeprefix(PREFIX)
        if value is None or value == "" or value is False:
            column.pop(key, None)
        else:
            column[key] = _encoded(key, value)
    return column or None


def from_plain(path: str, value: Any) -> Any:
    """A value as the ledger kept it."""
    return nothing_at(path) if value is None else _decoded(path.removeprefix(PREFIX), value)


def _encoded(key: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime(MOMENT)
    if isinstance(value, date):
        return value.isoformat()
    # Fifteen digits, as many as a number can have here, come back from a float as they were.
    return float(value) if isinstance(value, Decimal) else value


def _decoded(key: str, value: Any) -> Any:
    match key.partition("_")[0]:
        case "number":
            return Decimal(str(value))
        case "day":
            return date.fromisoformat(value)
        case "moment":
            return datetime.fromisoformat(value)
        case _:
            return value
