"""Many rows at once: the one place where the two databases are written to differently.

SQLite takes `executemany`, PostgreSQL takes COPY. Identifiers are reserved first, so that facts,
search keys and parts can name their record before anything is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models, transaction

from setia.foundation.among import are_plain

COPY_FROM = 200
SHARED_FROM = 50
PORTION = 2_000
MOST_AT_ONCE = 50_000
_HARMLESS = re.compile(r"[A-Za-z0-9_.:+ -]*")


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def analyse(table: str = "") -> None:
    """Let the database look at a table, or all, so that it finds good plans for what has changed a lot.

    SQLite looks at the first entries of each index only: below some thousands it takes a value that a
    third of the rows have for a rare one.
    """
    name = connection.ops.quote_name(table) if table else ""
    with connection.cursor() as cursor:
        if not is_postgresql():
            cursor.execute("PRAGMA analysis_limit = 20000")
        cursor.execute(f"ANALYZE {name}")


def reserve_ids(model: type[models.Model], count: int) -> range | list[int]:
    """Identifiers nobody else will get. Call inside the transaction that inserts them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [row[0] for row in cursor.fetchall()]
        # Immediate transactions: whoever is here holds the only write lock.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        start = (row[0] if row else 0) + 1
        return range(start, start + count)


def _json(value: Any) -> Any:
    if not value:
        return value if value is None else json.dumps(value)
    return json.dumps(value, ensure_ascii=False, default=str)


def _adapter(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """How a column's Python values are handed to the driver; None when they can go as they are.

    The same moments, days and quantities stand in many rows: each is brought into its form once.
    """
    if isinstance(field, models.JSONField):
        return _json
    if is_postgresql() or not isinstance(field, (models.DateField, models.DecimalField, models.TimeField)):
        return None
    known: dict[Any, Any] = {None: None}

    def adapt(value: Any) -> Any:
        if value not in known:
            known[value] = field.get_db_prep_save(value, connection)
        return known[value]

    return adapt


def _columns(fields: Sequence[Any], rows: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
    """The values column by column, as the driver takes them."""
    columns: list[Any] = list(zip(*rows, strict=True))
    for at, field in enumerate(fields):
        if adapt := _adapter(field):
            columns[at] = list(map(adapt, columns[at]))
    return columns


def _literal(column: Sequence[Any]) -> str | None:
    """A value that stands in every row, as SQL; None for values that differ, or that SQL could take amiss."""
    value = column[0]
    if column.count(value) < len(column):
        return None
    if value is None:
        return "NULL"
    if type(value) is str:
        return f"'{value}'" if _HARMLESS.fullmatch(value) else None
    return str(int(value)) if set(map(type, column)) <= {int, bool} else None


def found(rows: models.QuerySet[Any], path: str, keys: Iterable[Any], *names: str) -> Iterator[tuple[Any, ...]]:
    """The values `names` of all rows whose `path` is one of the keys, asked for in portions."""
    for some in _portions(keys):
        yield from rows.filter(**{f"{path}__{_way(some)}": some}).values_list(*names)


def _portions(keys: Iterable[Any]) -> Iterator[Collection[Any]]:
    remaining = iter(sorted(set(keys)))
    while some := list(islice(remaining, PORTION)):
        yield set(some) if are_plain(some) else some


def _way(keys: Collection[Any]) -> str:
    return "among" if isinstance(keys, set) else "in"


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of values for the attribute names given; constraints hold, hooks do not exist."""
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    into = f"{quote(model._meta.db_table)} ({', '.join(quote(field.column) for field in fields)})"
    remaining = iter(rows)
    while some := list(islice(remaining, MOST_AT_ONCE)):
        columns = _columns(fields, some)
        with transaction.atomic(savepoint=False), connection.cursor() as cursor:
            if is_postgresql() and len(some) >= COPY_FROM:
                # What the driver refuses here does not pass through Django's cursor, which would give it its name.
                with connection.wrap_database_errors, cursor.cursor.copy(f"COPY {into} FROM STDIN") as copy:
                    for values in zip(*columns, strict=True):
                        copy.write_row(values)
            else:
                _insert_values(cursor, into, columns)


def _insert_values(cursor: Any, into: str, columns: Sequence[Sequence[Any]]) -> None:
    """Row after row. To hand over a value costs as much as to store it: what all rows share is said once."""
    many = not is_postgresql() and len(columns[0]) >= SHARED_FROM
    marks = [(_literal(column) if many else None) or "%s" for column in columns]
    if "%s" not in marks:
        marks[0] = "%s"
    given = [column for column, mark in zip(columns, marks, strict=True) if mark == "%s"]
    cursor.executemany(f"INSERT INTO {into} VALUES ({', '.join(marks)})", zip(*given, strict=True))  # noqa: S608


def update(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Update rows by id; each row is the values for `names` followed by the id."""
    some = list(rows)
    if not some:
        return
    fields: list[Any] = [*(model._meta.get_field(name) for name in names), model._meta.pk]
    quote = connection.ops.quote_name
    assignments = ", ".join(f"{quote(field.column)} = %s" for field in fields[:-1])
    table = quote(model._meta.db_table)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        ready: Any = zip(*_columns(fields, some), strict=True)
        cursor.executemany(f"UPDATE {table} SET {assignments} WHERE id = %s", ready)  # noqa: S608


def delete(model: type[models.Model], name: str, keys: Iterable[Any]) -> None:
    """Delete the rows whose attribute is one of the keys, and nothing else: no hooks, no parts."""
    for some in _portions(keys):
        model._base_manager.filter(**{f"{name}__{_way(some)}": some})._raw_delete(connection.alias)
