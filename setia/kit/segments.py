"""The rows of a list in their order, from its beginning or from one of them on.

Rows without a sort value always stand last: in whatever direction, they are a segment of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Func, QuerySet
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan

from setia.foundation.chosen import Chosen
from setia.kit.cursors import Position


@dataclass(frozen=True, slots=True)
class Segment:
    """The rows with a value at `path`, or, if `empty`, those without; of each its id, that value and `more`."""

    path: str
    nullable: bool
    empty: bool
    descending: bool
    more: tuple[str | Func, ...]

    def read(self, chosen: Chosen, at: Position | None, size: int) -> Sequence[Sequence[Any]]:
        """The next rows after the position."""
        if at is None:
            return chosen.ask((self, size), lambda rows: self._first(rows)[:size])
        if self.path == "id" or self.empty:
            return chosen.ask((self, size, "id"), lambda rows, id_: self._after_id(rows, id_)[:size], at.id)
        if isinstance(at.value, str):
            return chosen.ask(
                (self, size, "at"), lambda rows, *place: self._after(rows, *place)[:size], at.value, at.id
            )
        return list(self._after(chosen.records, at.value, at.id)[:size])

    def written(self, chosen: Chosen, size: int) -> tuple[str, Sequence[Any]]:
        """The SQL that finds the first ids, under the name "id", and its parameters."""
        return chosen.written(("ids", self, size), lambda rows: self._first(rows).values_list("id")[:size])

    def _first(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        mark = "-" if self.descending else ""
        order = ["id"] if self.path == "id" or self.empty else [self.path, "id"]
        if self.nullable:
            rows = rows.filter(**{f"{self.path}__isnull": self.empty})
        return rows.order_by(*(f"{mark}{name}" for name in order)).values_list("id", self.path, *self.more)

    def _after_id(self, rows: QuerySet[Any], id_: int) -> QuerySet[Any]:
        return self._first(rows.filter(**{"id__lt" if self.descending else "id__gt": id_}))

    def _after(self, rows: QuerySet[Any], value: Any, id_: int) -> QuerySet[Any]:
        beyond = TupleLessThan if self.descending else TupleGreaterThan
        # SQLite is not given row values but their meaning in "or", which no index answers: it begins at the first.
        begin = {f"{self.path}__lte" if self.descending else f"{self.path}__gte": value}
        return self._first(rows.filter(beyond((self.path, "id"), (value, id_)), **begin))
