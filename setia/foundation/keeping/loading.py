"""Filling empty tables with the lines of a backup, at the speed of the database.

Indexes and foreign keys are taken away first and made again when the rows are there: that is quicker than
keeping them up row by row, and says in the end whether everything fits together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from setia.foundation.errors import Refusal
from setia.foundation.keeping.columns import Table

UNESCAPED = {"\\t": "\t", "\\n": "\n", "\\r": "\r", "\\b": "\b", "\\f": "\f", "\\v": "\v", "\\\\": "\\"}
ESCAPE = re.compile(r"\\.", re.DOTALL)


def load(table: Table, pieces: Iterable[bytes]) -> None:
    """Put the rows into the table, which is empty."""
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, table.names))
    try:
        with connection.wrap_database_errors, connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.cursor.copy(f"COPY {quote(table.name)} ({columns}) FROM STDIN") as copy:
                    for piece in pieces:
                        copy.write(piece)
                return
            marks = ", ".join("?" * len(table.columns))
            sql = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({marks})"  # noqa: S608
            for piece in pieces:
                connection.connection.executemany(sql, values(piece))
    except DatabaseError as trouble:
        raise unfit(table, trouble) from trouble


def unfit(table: Table, trouble: Exception) -> Refusal:
    words = _("This database does not take a row of %(table)s: %(reason)s. Nothing was changed.")
    return Refusal(words % {"table": table.name, "reason": " ".join(str(trouble).split())[:300]})


def unfitting(trouble: Exception) -> Refusal:
    words = _("The rows do not fit together: %(reason)s. Nothing was changed.")
    return Refusal(words % {"reason": " ".join(str(trouble).split())[:300]})


def values(piece: bytes) -> Iterator[list[str | None]]:
    """The values of each line, as texts; SQLite turns them into what the column is declared to hold."""
    for line in piece.decode().split("\n")[:-1]:
        texts: list[Any] = line.split("\t")
        if "\\" in line:
            texts = [None if text == "\\N" else unescaped(text) for text in texts]
        yield texts


def unescaped(text: str) -> str:
    return ESCAPE.sub(lambda found: UNESCAPED[found[0]], text) if "\\" in text else text


def empty(tables: Iterable[Table]) -> None:
    """Take out what the migrations themselves have put in."""
    quote = connection.ops.quote_name
    names = [quote(table.name) for table in tables]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(names)}")
            return
        for name in names:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608


@contextmanager
def without_indexes(tables: Iterable[Table]) -> Iterator[None]:
    """Unique keys and references are checked when they are made again."""
    names = [table.name for table in tables]
    aways, agains = _on_postgresql(names) if connection.vendor == "postgresql" else _on_sqlite(names)
    with connection.cursor() as cursor:
        for away in aways:
            cursor.execute(away)
        yield
        for again in agains:
            try:
                cursor.execute(again)
            except DatabaseError as trouble:
                raise unfitting(trouble) from trouble


Statements = tuple[list[str], list[str]]


def _on_sqlite(tables: list[str]) -> Statements:
    sql = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    with connection.cursor() as cursor:
        rows = cursor.execute(sql).fetchall()
    ours = [(name, again) for name, table, again in rows if table in tables]
    return [f'DROP INDEX "{name}"' for name, _again in ours], [again for _name, again in ours]


def _on_postgresql(tables: list[str]) -> Statements:
    """References first, because they lean on unique indexes, and the other way round afterwards."""
    references = """SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
        format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)"""
    indexes = """SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
        FROM pg_index WHERE indrelid::regclass::text = ANY(%s)
        AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)"""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'; SET LOCAL TimeZone = 'UTC'")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(references, [tables])
        leaning = cursor.fetchall()
        cursor.execute(indexes, [tables])
        others = cursor.fetchall()
    return [away for away, _again in [*leaning, *others]], [again for _away, again in [*others, *leaning]]


def go_on_from(table: Table, last_id: int) -> None:
    """The next identifier is the one that would have been next; none is handed out twice."""
    if not table.numbered:
        return
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max({quote(table.key[0])}), 0) FROM {quote(table.name)}")  # noqa: S608
        last = max(last_id, cursor.fetchone()[0])
        if connection.vendor == "postgresql":
            name = "pg_get_serial_sequence(%s, %s)"
            cursor.execute(f"SELECT setval({name}, %s, %s)", [quote(table.name), table.key[0], max(last, 1), last > 0])
            return
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
        if last:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table.name, last])
