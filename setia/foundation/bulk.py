"""Many rows at once: the one place where the two databases are written to differently.

SQLite takes `executemany`, PostgreSQL takes COPY. Identifiers are reserved first, so that facts,
search keys and parts can name their record before anything is written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models, transaction

COPY_FROM = 200
PORTION = 2_000


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


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


def _ready(fields: Sequence[Any], rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    adapters = [(at, adapt) for at, field in enumerate(fields) if (adapt := _adapter(field))]
    ready: list[list[Any]] = []
    for row in rows:
        values = list(row)
        for at, adapt in adapters:
            values[at] = adapt(values[at])
        ready.append(values)
    return ready


def found(rows: models.QuerySet[Any], path: str, keys: Iterable[Any], *names: str) -> Iterator[tuple[Any, ...]]:
    """The values `names` of all rows whose `path` is one of the keys, asked for in portions."""
    remaining = iter(sorted(set(keys)))
    while some := list(islice(remaining, PORTION)):
        yield from rows.filter(**{f"{path}__in": some}).values_list(*names)


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of values for the attribute names given; constraints hold, hooks do not exist."""
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    ready = _ready(fields, rows)
    if not ready:
        return
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    table = quote(model._meta.db_table)
    with transaction.atomic(), connection.cursor() as cursor:
        if is_postgresql() and len(ready) >= COPY_FROM:
            with cursor.cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for values in ready:
                    copy.write_row(values)
            return
        marks = ", ".join(["%s"] * len(fields))
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", ready)  # noqa: S608


def update(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Update rows by id; each row is the values for `names` followed by the id."""
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    assignments = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    table = quote(model._meta.db_table)
    ready = _ready(fields, rows)
    if not ready:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {assignments} WHERE id = %s", ready)  # noqa: S608
