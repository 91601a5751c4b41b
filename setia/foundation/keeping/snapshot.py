"""All rows of the database as they were at one moment, as lines of text, while others go on writing.

SQLite reads inside one transaction of the write-ahead log; PostgreSQL inside one that is repeatable
and read only. Both turn rows into lines themselves, so that Python only passes pieces on.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal
from itertools import chain
from typing import Any

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from setia.foundation.keeping.columns import Column, Table

AT_ONCE = 2_000
ESCAPES = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


class Snapshot:
    """What can be asked of the moment; made by `snapshot`."""

    def __init__(self, own: BaseDatabaseWrapper) -> None:
        self._own = own
        self._quote = own.ops.quote_name

    def count(self, table: Table) -> int:
        return int(self._one(f"SELECT count(*) FROM {self._quote(table.name)}"))  # noqa: S608

    def last_id(self, table: Table) -> int:
        """The last identifier that was handed out, also when its row is gone; 0 without such a column."""
        raise NotImplementedError

    def pieces(self, table: Table) -> Generator[bytes]:
        """Whole lines, in the order of the primary key."""
        raise NotImplementedError

    def _one(self, sql: str, *parameters: Any) -> Any:
        with self._own.cursor() as cursor:
            cursor.execute(sql, parameters)
            row = cursor.fetchone()
        return row[0] if row and row[0] is not None else 0

    def _select(self, table: Table, what: str) -> str:
        order = ", ".join(map(self._quote, table.key))
        return f"SELECT {what} FROM {self._quote(table.name)} ORDER BY {order}"  # noqa: S608


class OnSQLite(Snapshot):
    def last_id(self, table: Table) -> int:
        if not table.numbered:
            return 0
        return int(self._one("SELECT seq FROM sqlite_sequence WHERE name = %s", table.name))

    def pieces(self, table: Table) -> Generator[bytes]:
        line = "||char(9)||".join(f"coalesce({self._text(column)},'\\N')" for column in table.columns)
        rows = self._own.connection.cursor()
        # As bytes: decoding each line only to encode it again would cost more than reading it.
        rows.execute(self._select(table, f"cast({line} AS blob)"))
        while some := rows.fetchmany(AT_ONCE):
            yield b"\n".join(chain.from_iterable(some)) + b"\n"

    def _text(self, column: Column) -> str:
        name = self._quote(column.name)
        if column.kind in ("text", "json"):
            for found, written in ESCAPES.items():
                name = f"replace({name},char({ord(found)}),'{written}')"
            return name
        if column.kind == "number":
            return f"setia_number({name})"
        if column.kind == "decimal":
            return f"setia_decimal({name},{column.places})"
        return f"cast({name} AS text)"


class OnPostgreSQL(Snapshot):
    def last_id(self, table: Table) -> int:
        if not table.numbered:
            return 0
        name = self._one("SELECT pg_get_serial_sequence(%s, %s)", self._quote(table.name), table.key[0])
        return int(self._one(f"SELECT last_value FROM {name} WHERE is_called"))  # noqa: S608

    def pieces(self, table: Table) -> Generator[bytes]:
        columns = ", ".join(map(self._text, table.columns))
        with self._own.cursor() as cursor:
            copy: Callable[[str], Any] = cursor.cursor.copy
            with copy(f"COPY ({self._select(table, columns)}) TO STDOUT") as rows:
                yield from joined(map(bytes, rows))

    def _text(self, column: Column) -> str:
        name = self._quote(column.name)
        if column.kind == "moment":
            return f"replace(to_char({name}, 'YYYY-MM-DD HH24:MI:SS.US'), '.000000', '')"
        if column.kind == "address":
            return f"host({name})"
        return f"{name}::int" if column.kind == "flag" else name


def joined(lines: Iterator[bytes], size: int = 1 << 18) -> Iterator[bytes]:
    """Rows that come one by one in pieces that are worth compressing."""
    waiting: list[bytes] = []
    length = 0
    for line in lines:
        waiting.append(line)
        length += len(line)
        if length >= size:
            yield b"".join(waiting)
            waiting, length = [], 0
    if waiting:
        yield b"".join(waiting)


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Through a connection of its own. What others commit from now on is not seen."""
    own = connection.copy()
    own.connect()
    try:
        if own.vendor == "sqlite":
            own.connection.execute("BEGIN DEFERRED")
            own.connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        else:
            with own.cursor() as cursor:
                cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                cursor.execute("SELECT count(*) FROM pg_namespace")
        with as_seen_by(own) as seen:
            yield seen
    finally:
        with suppress(DatabaseError):  # the database may be what went away
            own.rollback()
        own.close()


@contextmanager
def as_seen_by(own: Any) -> Iterator[Snapshot]:
    """What a connection with an open transaction sees."""
    if own.vendor == "postgresql":
        with own.cursor() as cursor:
            cursor.execute("SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'")
            cursor.execute("SET LOCAL statement_timeout = 0")
        yield OnPostgreSQL(own)
        return
    own.connection.create_function("setia_number", 1, _number, deterministic=True)
    own.connection.create_function("setia_decimal", 2, _decimal, deterministic=True)
    yield OnSQLite(own)


def _number(value: Any) -> str | None:
    """The shortest text that reads back as exactly this number."""
    return None if value is None else repr(float(value))


def _decimal(value: Any, places: int) -> str | None:
    """SQLite keeps decimals as floating numbers; fifteen digits of them are exact."""
    if value is None:
        return None
    text = value.decode() if isinstance(value, bytes) else format(value, ".15g")
    return str(Decimal(text).quantize(Decimal(1).scaleb(-places)))
