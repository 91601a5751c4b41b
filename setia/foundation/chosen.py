"""The records that a list, a lane, a figure or a search is about, and how they are asked about.

Pages ask the same things with other values: the orders of this customer, the deals in that stage. The
conditions are therefore taken apart, and the database is asked in SQL that was prepared for their shape.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from setia.foundation import prepared
from setia.foundation.shapes import Shapeless, filled, shape_of

Build = Callable[..., QuerySet[Any]]


class Chosen:
    """Those of some rows for which every one of the conditions holds.

    `known_as` stands for the rows: whenever it is the same, `rows` must give the same query. Without it
    nothing is prepared. A question likewise stands for all that `build` makes of the records, but for
    the values handed over with it.
    """

    def __init__(
        self, rows: Callable[[], QuerySet[Any]], conditions: Sequence[Q | None] = (), known_as: Hashable = None
    ) -> None:
        self.rows, self.known_as = rows, known_as
        self.conditions = [condition for condition in conditions if condition]

    def only(self, condition: Q) -> Chosen:
        """Those of the records for which that holds too."""
        return Chosen(self.rows, (*self.conditions, condition), self.known_as)

    @cached_property
    def records(self) -> QuerySet[Any]:
        return self._under(self.conditions)

    def ask(self, question: Hashable, build: Build, *more: int | str) -> Sequence[Sequence[Any]]:
        """The rows of the `values_list` of `build(records, *more)`."""
        if self._apart is None:
            return list(build(self.records, *more))
        shape, values = self._apart
        return prepared.rows((shape, question), self._filling(build), *values, *more)

    def count(self, question: Hashable, build: Build) -> int:
        """How many rows that are."""
        if self._apart is None:
            return build(self.records).count()
        shape, values = self._apart
        return prepared.count((shape, question), self._filling(build), *values)

    def one(self, pk: int) -> Any:
        """The record with this number, or None."""

        def numbered(rows: QuerySet[Any], number: int) -> QuerySet[Any]:
            return rows.filter(pk=number)

        if self._apart is not None and abs(pk) < 2**63:
            shape, values = self._apart
            try:
                found = prepared.records((shape, "one"), self._filling(numbered), *values, pk)
            except prepared.NOT_PREPARED:
                return self.records.filter(pk=pk).first()
            return found[0] if found else None
        return self.records.filter(pk=pk).first()

    def written(self, question: Hashable, build: Build) -> tuple[str, Sequence[Any]]:
        """Its SQL and the parameters of that, for a subquery. Raises EmptyResultSet where nothing can be found."""
        if self._apart is None:
            return build(self.records).query.sql_with_params()
        shape, values = self._apart
        return prepared.written((shape, question), self._filling(build), *values)

    @cached_property
    def _apart(self) -> tuple[Hashable, list[int | str]] | None:
        if self.known_as is None:
            return None
        try:
            apart = [shape_of(condition) for condition in self.conditions]
        except Shapeless:
            return None
        shape = (self.known_as, *(shape for shape, _values in apart))
        return shape, [value for _shape, values in apart for value in values]

    def _filling(self, build: Build) -> Build:
        def built(*values: int | str) -> QuerySet[Any]:
            following = iter(values)
            conditions = [filled(condition, following) for condition in self.conditions]
            return build(self._under(conditions), *following)

        return built

    def _under(self, conditions: Sequence[Q]) -> QuerySet[Any]:
        rows = self.rows()
        for condition in conditions:
            rows = rows.filter(condition)
        return rows
