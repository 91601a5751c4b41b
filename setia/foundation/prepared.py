"""Questions that are asked again and again with other keys: their SQL is built once and kept.

Building a query with the ORM costs several times what the database needs to answer it, and a list
asks the same one for every page.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

import setia.foundation.among  # noqa: F401 (the look-up used below)

SIZES = (1, 5, 20, 50, 200)
MOST_KEPT = 500

Rows = Callable[[], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """The SQL of one question about a fixed number of keys, and what turns answers into Python values."""

    sql: str
    before: tuple[Any, ...]
    after: tuple[Any, ...]
    compiler: Any

    @classmethod
    def of(cls, rows: QuerySet[Any], path: str, names: Sequence[str], size: int) -> Prepared:
        marks = tuple(range(-size, 0))
        query = rows.filter(**{f"{path}__in": marks}).values_list(*names).query
        compiler = query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        at = parameters.index(marks[0])
        if parameters[at : at + size] != marks:
            raise LookupError(f"the keys of {path} are not in one place")
        return cls(sql, parameters[:at], parameters[at + size :], compiler)

    def ask(self, keys: Sequence[int]) -> Iterator[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [*self.before, *keys, *self.after])
            answers = cursor.fetchall()
        found: Iterator[tuple[Any, ...]] = self.compiler.results_iter([answers])
        return found


@dataclass(frozen=True, slots=True)
class Asked:
    """The SQL of one question with the places of its values; its answers are records."""

    sql: str
    parameters: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]
    names: tuple[str, ...]
    compiler: Any
    model: Any

    @classmethod
    def of(cls, build: Callable[..., QuerySet[Any]], values: Sequence[int | str]) -> Asked:
        stand_ins = [f"\uffff{at}" if isinstance(value, str) else -(10**15) - at for at, value in enumerate(values)]
        rows = build(*stand_ins)
        names = tuple(column.attname for column in rows.model._meta.concrete_fields)
        compiler = rows.values_list(*names).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        places = tuple((at, stand_ins.index(one)) for at, one in enumerate(parameters) if one in stand_ins)
        if {value for _at, value in places} != set(range(len(values))):
            raise LookupError("a value of the question does not stand in its SQL")
        return cls(sql, tuple(parameters), places, names, compiler, rows.model)

    def answer(self, values: Sequence[int | str]) -> list[Any]:
        parameters = list(self.parameters)
        for at, value in self.places:
            parameters[at] = values[value]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            answers = cursor.fetchall()
        found = self.compiler.results_iter([answers])
        return [self.model.from_db(connection.alias, self.names, row) for row in found]


def records(question: Hashable, build: Callable[..., QuerySet[Any]], *values: int | str) -> list[Any]:
    """The records of `build(*values)`, whose SQL is built once for every `question`.

    Whole numbers and texts may change from call to call; everything else about the query must not.
    """
    key = ("records", question)
    kept = _asked.get(key)
    if kept is None:
        kept = _asked[key] = Asked.of(build, values)
    return kept.answer(values)


_asked: dict[Hashable, Asked] = {}
_kept: dict[Hashable, Prepared] = {}


def among(
    question: Hashable, rows: Rows, path: str, keys: Sequence[int], names: Sequence[str]
) -> Iterator[Sequence[Any]]:
    """The values `names` of all rows whose `path` is one of the keys, in no certain order.

    `question` stands for everything about `rows` but the keys; the same one must always give the
    same queryset. Many keys at once are handed over as one parameter.
    """
    if not keys:
        return iter(())
    size = next((size for size in SIZES if size >= len(keys)), 0)
    if not size:
        return iter(rows().filter(**{f"{path}__among": set(keys)}).values_list(*names))
    kept = _kept.get((question, path, *names, size))
    if kept is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        kept = _kept[(question, path, *names, size)] = Prepared.of(rows(), path, names, size)
    return kept.ask([*keys, *[keys[-1]] * (size - len(keys))])
