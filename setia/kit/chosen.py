"""The records that a list, a lane or a figure is about, and how they are asked about.

Pages ask the same things with other values: the orders of this customer, the deals in that stage. The
condition is therefore taken apart, and the database is asked in SQL that was prepared for its shape.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from setia.foundation import prepared
from setia.foundation.shapes import Shapeless, filled, shape_of
from setia.kit.resources import Resource

Build = Callable[..., QuerySet[Any]]


class Chosen:
    """The records of a resource for which every one of the conditions holds.

    A question stands for all that `build` makes of them: the same question must always come with the
    same query but for the values handed over with it.
    """

    def __init__(self, resource: Resource, archived: bool, conditions: Sequence[Q | None]) -> None:
        self.resource, self.archived = resource, archived
        self.conditions = [condition for condition in conditions if condition]

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

    @cached_property
    def _apart(self) -> tuple[Hashable, list[int | str]] | None:
        try:
            apart = [shape_of(condition) for condition in self.conditions]
        except Shapeless:
            return None
        values = [value for _shape, some in apart for value in some]
        return (self.resource.slug, self.archived, *(shape for shape, _values in apart)), values

    def _filling(self, build: Build) -> Build:
        def built(*values: int | str) -> QuerySet[Any]:
            following = iter(values)
            conditions = [filled(condition, following) for condition in self.conditions]
            return build(self._under(conditions), *following)

        return built

    def _under(self, conditions: Sequence[Q]) -> QuerySet[Any]:
        rows = self.resource.rows().filter(archived_at__isnull=not self.archived)
        for condition in conditions:
            rows = rows.filter(condition)
        return rows
