"""Many rows at once: the one place that knows how SQLite and PostgreSQL differ in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from json import dumps
from typing import Any, TypeVar

from django.db import connection

AT_ONCE = 5_000
COPY_FROM = 1_000

Row = tuple[Any, ...]
T = TypeVar("T")


@dataclass(frozen=True)
class Table:
    """A table of ours with the PostgreSQL types of its columns; both are literals, never input."""

    name: str
    columns: dict[str, str]

    def add(self, rows: Sequence[Row]) -> None:
        """Insert rows that are not there yet, in key order: then the pages being filled stay in memory."""
        if not on_postgresql() or len(rows) < COPY_FROM:
            return self.add_missing(rows, otherwise="")
        with connection.cursor() as cursor, cursor.copy(f"COPY {self.name} ({self._names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def add_missing(self, rows: Sequence[Row], otherwise: str = " ON CONFLICT DO NOTHING") -> None:
        """Insert rows of which some may be there already."""
        into = f"INSERT INTO {self.name} ({self._names})"
        if on_postgresql():
            self._together(f"{into} SELECT * FROM {self._given}{otherwise}", rows)
        else:
            self._one_by_one(f"{into} VALUES ({marks(self.columns)}){otherwise}", rows)

    def take_out(self, rows: Sequence[Row]) -> None:
        """Delete the rows whose first columns are as given."""
        if on_postgresql():
            given = Table("", dict(list(self.columns.items())[: len(rows[0])])) if rows else self
            sql = f"DELETE FROM {self.name} WHERE ({given._names}) IN (SELECT * FROM {given._given})"
            self._together(sql, rows)
        elif rows:
            same = " AND ".join(f"{column} = %s" for column in list(self.columns)[: len(rows[0])])
            self._one_by_one(f"DELETE FROM {self.name} WHERE {same}", rows)

    @property
    def _names(self) -> str:
        return ", ".join(self.columns)

    @property
    def _given(self) -> str:
        return f"unnest({', '.join(f'%s::{kind}[]' for kind in self.columns.values())})"

    def _one_by_one(self, sql: str, rows: Sequence[Row]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)

    def _together(self, sql: str, rows: Sequence[Row]) -> None:
        with connection.cursor() as cursor:
            for some in parts(rows, AT_ONCE):
                cursor.execute(sql, [list(column) for column in zip(*some, strict=True)])


def select(sql: str, parameters: Sequence[object]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def parts(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """The values in portions that fit into one statement."""
    remaining = iter(values)
    while some := list(islice(remaining, size)):
        yield some


def marks(values: Iterable[object]) -> str:
    """One placeholder for each value."""
    return ", ".join("%s" for _ in values)


def on_postgresql() -> bool:
    return connection.vendor == "postgresql"


def contains() -> str:
    """The function that says where in its first text the second one begins, or 0."""
    return "strpos" if on_postgresql() else "instr"


def listed(values: Sequence[str]) -> tuple[str, object]:
    """A list of texts as rows with one column `value`: what to write after FROM, and its parameter."""
    if on_postgresql():
        return "unnest(%s::text[]) AS listed(value)", list(values)
    return "json_each(%s) AS listed", dumps(list(values))


def within(ranges: Sequence[tuple[str, str]], noun_code: int, most: int) -> list[tuple[str, int, int]]:
    """Keys in any of the ranges, in the order of the ranges: key, record, number of the range."""
    if on_postgresql():
        return select(
            "SELECT near.key, near.record_id, wanted.n - 1 FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY"
            " AS wanted(low, high, n) CROSS JOIN LATERAL (SELECT key, record_id FROM search_key WHERE noun_code = %s"
            " AND key >= wanted.low AND key < wanted.high ORDER BY key, record_id LIMIT %s) AS near LIMIT %s",
            [*map(list, zip(*ranges, strict=True)), noun_code, most, most],
        )
    return select(
        "SELECT near.key, near.record_id, wanted.key FROM json_each(%s) AS wanted CROSS JOIN search_key AS near"
        " WHERE near.noun_code = %s AND near.key >= json_extract(wanted.value, '$[0]')"
        " AND near.key < json_extract(wanted.value, '$[1]') LIMIT %s",
        [dumps(ranges), noun_code, most],
    )
