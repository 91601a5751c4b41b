"""Statements about many rows of the index at once, where SQLite and PostgreSQL are spoken to differently."""
# ruff: noqa: S608 (every name that is put into a statement here is a literal of ours)

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from json import dumps
from typing import Any, TypeVar

from django.db import connection

from setia.foundation.bulk import is_postgresql

AT_ONCE = 2_000

Row = tuple[Any, ...]
Value = TypeVar("Value")


@dataclass(frozen=True)
class Table:
    """A table of the index, with its columns and their types on PostgreSQL."""

    name: str
    columns: dict[str, str]

    def add_missing(self, rows: Sequence[Row]) -> None:
        """Insert those rows that are not there yet."""
        into = f"INSERT INTO {self.name} ({', '.join(self.columns)})"
        values = self._arrays(len(self.columns)) if is_postgresql() else f"VALUES ({marks(self.columns)})"
        self._run(f"{into} {values} ON CONFLICT DO NOTHING", rows)

    def take_out(self, rows: Sequence[Row], by: int) -> None:
        """Delete the rows whose first `by` columns are as given."""
        names = list(self.columns)[:by]
        if is_postgresql():
            where = f"({', '.join(names)}) IN ({self._arrays(by)})"
        else:
            where = " AND ".join(f"{name} = %s" for name in names)
        self._run(f"DELETE FROM {self.name} WHERE {where}", rows)

    def _arrays(self, count: int) -> str:
        types = list(self.columns.values())[:count]
        return f"SELECT * FROM unnest({', '.join(f'%s::{kind}[]' for kind in types)})"

    def _run(self, sql: str, rows: Sequence[Row]) -> None:
        """PostgreSQL is given one array for each column, SQLite row after row."""
        with connection.cursor() as cursor:
            if not is_postgresql():
                cursor.executemany(sql, rows)
                return
            for some in portions(rows):
                cursor.execute(sql, [list(column) for column in zip(*some, strict=True)])


def select(sql: str, parameters: Iterable[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(parameters))
        return list(cursor.fetchall())


def portions(values: Iterable[Value], size: int = AT_ONCE) -> Iterator[list[Value]]:
    """The values in lists that fit into one statement."""
    remaining = iter(values)
    while some := list(islice(remaining, size)):
        yield some


def marks(values: Iterable[object]) -> str:
    """One placeholder for each value."""
    return ", ".join("%s" for _ in values)


def listed(values: Sequence[str]) -> tuple[str, Any]:
    """Texts as rows with one column `value`: what to write after FROM, and its parameter."""
    if is_postgresql():
        return "unnest(%s::text[]) AS listed(value)", list(values)
    return "json_each(%s) AS listed", dumps(list(values))
