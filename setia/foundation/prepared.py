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


_kept: dict[Hashable, Prepared] = {}


def among(
    question: Hashable, rows: Rows, path: str, keys: Sequence[int], names: Sequence[str]
) -> Iterator[Sequence[Any]]:
    """The values `names` of all rows whose `path` is one of the keys, in no certain order.

    `question` stands for everything about `rows` but the keys; the same one must always give the
    same queryset. Many keys at once are not worth keeping and are asked directly.
    """
    if not keys:
        return iter(())
    size = next((size for size in SIZES if size >= len(keys)), 0)
    if not size:
        return iter(rows().filter(**{f"{path}__in": keys}).values_list(*names))
    kept = _kept.get((question, path, *names, size))
    if kept is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        kept = _kept[(question, path, *names, size)] = Prepared.of(rows(), path, names, size)
    return kept.ask([*keys, *[keys[-1]] * (size - len(keys))])
