"""Questions that are asked again and again with other values: their SQL is built once and kept.

Building a query with the ORM costs several times what the database needs to answer it, and a page
asks the same ones for every record.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet, ValidationError
from django.db import connection
from django.db.models import QuerySet

import setia.foundation.among  # noqa: F401 (the look-up used below)

SIZES = (1, 5, 20, 50, 200)
MOST_KEPT = 1_000

Value = int | str
Rows = Callable[[], QuerySet[Any]]
Build = Callable[..., QuerySet[Any]]

NOT_PREPARED = (LookupError, ValueError, TypeError, ArithmeticError, ValidationError, EmptyResultSet, FullResultSet)
"""What building a query raises when no stand-in can be put in the place of one of its values."""

_SALT = secrets.randbelow(10**14)
"""Nobody can write a number of their own that would be taken for the place of a value."""


@dataclass(frozen=True, slots=True)
class Converters:
    """What turns the database's answers into Python values: the ORM's own, without the query they came from."""

    each: Sequence[tuple[int, tuple[Sequence[Callable[..., Any]], Any]]]

    @classmethod
    def of(cls, compiler: Any) -> Converters:
        """Of a compiler that has already written its SQL."""
        expressions = [chosen[0] for chosen in compiler.select[: compiler.col_count]]
        return cls(list(compiler.get_converters(expressions).items()))

    def apply(self, rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        return map(self._converted, rows) if self.each else iter(rows)

    def _converted(self, answer: Sequence[Any]) -> Sequence[Any]:
        row = list(answer)
        for at, (converters, expression) in self.each:
            for converter in converters:
                row[at] = converter(row[at], expression, connection)
        return tuple(row)


@dataclass(frozen=True, slots=True)
class Prepared:
    """The SQL of one question about a fixed number of keys."""

    sql: str
    before: tuple[Any, ...]
    after: tuple[Any, ...]
    converters: Converters

    @classmethod
    def of(cls, rows: QuerySet[Any], path: str, names: Sequence[str], size: int) -> Prepared:
        marks = tuple(range(-size, 0))
        query = rows.filter(**{f"{path}__in": marks}).values_list(*names).query
        compiler = query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        at = parameters.index(marks[0])
        if parameters[at : at + size] != marks:
            raise LookupError(f"the keys of {path} are not in one place")
        return cls(sql, parameters[:at], parameters[at + size :], Converters.of(compiler))

    def ask(self, keys: Sequence[int]) -> Iterator[Sequence[Any]]:
        return self.converters.apply(_answers(self.sql, [*self.before, *keys, *self.after]))


@dataclass(frozen=True, slots=True)
class Asked:
    """The SQL of one question with the places of its values."""

    sql: str
    parameters: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]
    converters: Converters

    @classmethod
    def of(cls, build: Build, values: Sequence[Value]) -> Asked:
        """From a query of `values_list`. LookupError when one of the values does not stand in its SQL as it is."""
        stand_ins = [_stand_in(value, at) for at, value in enumerate(values)]
        compiler = build(*stand_ins).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        places = tuple((at, stand_ins.index(one)) for at, one in enumerate(parameters) if one in stand_ins)
        if {value for _at, value in places} != set(range(len(values))):
            raise LookupError("a value of the question does not stand in its SQL")
        return cls(sql, tuple(parameters), places, Converters.of(compiler))

    def rows(self, values: Sequence[Value]) -> Iterator[Sequence[Any]]:
        return self.converters.apply(_answers(self.sql, self.filled(values)))

    def count(self, values: Sequence[Value]) -> int:
        counted = f"SELECT COUNT(*) FROM ({self.sql}) AS counted"  # noqa: S608 (the ORM's own SQL)
        answers = _answers(counted, self.filled(values))
        return int(answers[0][0])

    def filled(self, values: Sequence[Value]) -> list[Any]:
        parameters = list(self.parameters)
        for at, value in self.places:
            parameters[at] = values[value]
        return parameters


@dataclass(frozen=True, slots=True)
class Records:
    """A question whose answers are records."""

    asked: Asked
    model: Any
    names: tuple[str, ...]

    @classmethod
    def of(cls, build: Build, values: Sequence[Value]) -> Records:
        model = build(*values).model
        names = tuple(column.attname for column in model._meta.concrete_fields)
        return cls(Asked.of(lambda *some: build(*some).values_list(*names), values), model, names)

    def answer(self, values: Sequence[Value]) -> list[Any]:
        return [self.model.from_db(connection.alias, self.names, row) for row in self.asked.rows(values)]


def _stand_in(value: Value, at: int) -> Value:
    return f"\uffff{_SALT}-{at}" if isinstance(value, str) else 10**15 + _SALT + at


def _answers(sql: str, parameters: Sequence[Any]) -> list[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found: list[Sequence[Any]] = cursor.fetchall()
    return found


_asked: dict[Hashable, Asked | None] = {}
_kept: dict[Hashable, Prepared] = {}
_records: dict[Hashable, Records] = {}


def _keep(kept: dict[Hashable, Any], question: Hashable, prepared: Any) -> Any:
    if len(kept) >= MOST_KEPT:
        kept.clear()
    kept[question] = prepared
    return prepared


def records(question: Hashable, build: Build, *values: Value) -> list[Any]:
    """The records of `build(*values)`, whose SQL is built once for every `question`.

    Whole numbers and texts may change from call to call; everything else about the query must not.
    """
    kept: Records = _records.get(question) or _keep(_records, question, Records.of(build, values))
    return kept.answer(values)


def rows(question: Hashable, build: Build, *values: Value) -> list[Sequence[Any]]:
    """The rows of the `values_list` of `build(*values)`, whose SQL is built once for every `question`.

    A query into which values cannot simply be put is built again each time.
    """
    asked = _prepared(question, build, values)
    return list(asked.rows(values)) if asked else list(build(*values))


def count(question: Hashable, build: Build, *values: Value) -> int:
    """How many rows that are."""
    asked = _prepared(question, build, values)
    return asked.count(values) if asked else build(*values).count()


def written(question: Hashable, build: Build, *values: Value) -> tuple[str, Sequence[Any]]:
    """Its SQL and the parameters of that, for a subquery. Raises EmptyResultSet where nothing can be found."""
    asked = _prepared(question, build, values)
    return (asked.sql, asked.filled(values)) if asked else build(*values).query.sql_with_params()


def _prepared(question: Hashable, build: Build, values: Sequence[Value]) -> Asked | None:
    if any(isinstance(value, int) and abs(value) >= 2**63 for value in values):
        return None
    key = (question, *map(type, values))
    try:
        return _asked[key]
    except KeyError:
        made: Asked | None = _keep(_asked, key, _as_far_as_possible(build, values))
        return made


def _as_far_as_possible(build: Build, values: Sequence[Value]) -> Asked | None:
    """None where a value becomes something else on its way into the SQL, as in `contains`."""
    try:
        return Asked.of(build, values)
    except NOT_PREPARED:
        return None


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
    key = (question, path, *names, size)
    kept: Prepared = _kept.get(key) or _keep(_kept, key, Prepared.of(rows(), path, names, size))
    return kept.ask([*keys, *[keys[-1]] * (size - len(keys))])
