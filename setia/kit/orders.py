"""In which order a list stands, and the rows of it from one of them on.

Rows without a sort value always stand last, in whatever direction: they are a part of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from django.db.models import Exists, Func, OuterRef, Q, QuerySet

from setia.foundation.access import Access
from setia.foundation.chosen import Chosen
from setia.foundation.own_values import column_at
from setia.kit.cursors import Position
from setia.kit.kinds import Field
from setia.kit.kinds.asides import Aside
from setia.kit.segments import Segment

Key = Sequence[Any]
NEAR = 20_000
"""So many rows of the other table are looked through before the records are gathered first."""
ALL = 2**62


class Part(Protocol):
    """The rows with a value, or those without."""

    def read(self, chosen: Chosen, at: Position | None, size: int) -> Sequence[Key]: ...


@dataclass(frozen=True)
class Order:
    """By a column of the records themselves."""

    path: str
    column: Any
    nullable: bool
    descending: bool

    @classmethod
    def by(cls, model: Any, path: str, descending: bool) -> Order:
        column = column_at(model, path)
        return cls(path, column, bool(getattr(column, "null", False)), descending)

    @property
    def segments(self) -> list[Segment]:
        """The list from its first row on, one part after the other."""
        parts = [False, True] if self.nullable else [False]
        return [Segment(self.path, self.nullable, empty, self.descending, ()) for empty in parts]

    def part(self, empty: bool, descending: bool, more: tuple[str | Func, ...]) -> Part:
        return Segment(self.path, self.nullable, empty, descending, more)

    def place(self, key: Key, backward: bool = False) -> Position:
        """Where that row stands."""
        return Position(key[1], key[0], backward)

    def keys(self, chosen: Chosen, at: Position | None, size: int, backward: bool, *more: str | Func) -> list[Key]:
        """(id, sort value, …) of the next rows; a column of the records gives the values of `more` as well."""
        parts = [False, True] if self.nullable else [False]
        if backward:
            parts.reverse()
        here = at is not None and self.nullable and at.value is None
        if here != parts[0] and at is not None and self.nullable:
            parts = parts[1:]
        found: list[Key] = []
        for empty in parts:
            position = at if at is not None and (not self.nullable or empty == here) else None
            part = self.part(empty, self.descending != backward, more)
            found += part.read(chosen, position, size - len(found))
            if len(found) >= size:
                break
        return found


@dataclass(frozen=True)
class AskedFor:
    """What the order of values kept in another table needs to know of a list.

    `few` are all of its records, if they are so few that they may be looked at one by one; `within` is what the list
    asks of rows of the table, `others` are the records for which the rest of its condition holds, `is_whole` tells that
    these are all there are.
    """

    access: Access
    is_whole: bool
    few: Callable[[], list[int] | None]
    within: Q
    others: Chosen


@dataclass(frozen=True)
class AsideOrder(Order):
    """By values that are kept in rows of another table, at most one for each record.

    Of rows with the same value the number of the row decides, not that of the record: so an index of that table
    alone holds the order.
    """

    aside: Aside
    listed: AskedFor

    @classmethod
    def kept(cls, field: Field, descending: bool, listed: AskedFor) -> AsideOrder:
        aside = field.aside
        if aside is None:
            raise TypeError(f"{field.name} is not kept beside its records")
        return cls(field.path, aside.model._meta.get_field(field.path), True, descending, aside, listed)

    @property
    def segments(self) -> list[Segment]:
        """None: it is read in another way."""
        return []

    def part(self, empty: bool, descending: bool, more: tuple[str | Func, ...]) -> Part:
        return AsidePart(self.path, self.aside, self.listed, empty, descending)

    def place(self, key: Key, backward: bool = False) -> Position:
        return Position(key[1], key[2], backward)


@dataclass(frozen=True)
class AsidePart:
    """The records with such a value, or those without: (id, value, what decides between equal values).

    The database is never left to choose where it begins, as it does not know how far it will have to go: it takes the
    records one by one where there are few, and otherwise the other table in the order of its index.
    """

    path: str
    aside: Aside
    listed: AskedFor
    empty: bool
    descending: bool

    def read(self, chosen: Chosen, at: Position | None, size: int) -> list[Key]:
        few = self.listed.few()
        if few == []:
            return []
        if not self.empty:
            return self._filled(few, at, size)
        ids = self._few_empty(few, at) if few is not None else self._many_empty(chosen, at)
        return [(id_, None, id_) for id_ in ids[:size]]

    @cached_property
    def _mark(self) -> str:
        return "-" if self.descending else ""

    def _filled(self, few: list[int] | None, at: Position | None, size: int) -> list[Key]:
        rows = self.aside.written(self.listed.access, self.path)
        if few is not None:
            return self._taken(self.aside.among(rows, few), at, size)
        rows, others = rows.filter(self.listed.within), self.listed.others.records
        one_by_one = rows.filter(Exists(others.filter(pk=OuterRef(self.aside.key))))
        edge = None if self.listed.is_whole else self._edge(at)
        if edge is None:
            return self._taken(one_by_one, at, size)
        found = self._taken(one_by_one.filter(edge), at, size)
        if len(found) >= size:
            return found
        # Those asked for seem to stand far behind, or to have no value: they are gathered first. PostgreSQL would walk
        # through all rows nevertheless, but it does not look into a subquery with a limit.
        gathered = others.order_by().values("pk")[:ALL]
        return self._taken(rows.filter(**{f"{self.aside.record}__in": gathered}), at, size)

    def _edge(self, at: Position | None) -> Q | None:
        """Not beyond so many rows from there, whoever may see them; None if there are fewer."""
        rows = self.aside.written(Access(is_admin=True), self.path).filter(self.listed.within)
        rest = self._from(rows, at)[-1].order_by(f"{self._mark}{self.path}").values_list(self.path, flat=True)
        last = list(rest[NEAR : NEAR + 1])
        return Q((f"{self.path}__{'gte' if self.descending else 'lte'}", last[0])) if last else None

    def _taken(self, rows: QuerySet[Any], at: Position | None, size: int) -> list[Key]:
        found: list[Key] = []
        for some in self._from(rows, at):
            ordered = some.order_by(f"{self._mark}{self.path}", f"{self._mark}id")
            found += ordered.values_list(self.aside.key, self.path, "id")[: size - len(found)]
            if len(found) >= size:
                break
        return found

    def _from(self, rows: QuerySet[Any], at: Position | None) -> list[QuerySet[Any]]:
        """The rest of those with the same value, then those beyond it: an index answers either, but not both."""
        if at is None:
            return [rows]
        beyond = "lt" if self.descending else "gt"
        same = rows.filter(**{self.path: at.value, f"id__{beyond}": at.id})
        return [same, rows.filter(**{f"{self.path}__{beyond}": at.value})]

    def _few_empty(self, few: list[int], at: Position | None) -> list[int]:
        rows = self.aside.written(self.listed.access, self.path)
        filled = set(self.aside.among(rows, few).values_list(self.aside.key, flat=True))
        left = sorted((id_ for id_ in few if id_ not in filled), reverse=self.descending)
        if at is None:
            return left
        return [id_ for id_ in left if (id_ < at.id if self.descending else id_ > at.id)]

    def _many_empty(self, chosen: Chosen, at: Position | None) -> QuerySet[Any]:
        theirs = self.aside.written(self.listed.access, self.path).filter(**{self.aside.key: OuterRef("pk")})
        rows = chosen.records.filter(~Exists(theirs))
        if at is not None:
            rows = rows.filter(**{"pk__lt" if self.descending else "pk__gt": at.id})
        return rows.order_by(f"{self._mark}pk").values_list("pk", flat=True)
