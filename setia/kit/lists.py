"""Lists: one machine for the table on a page, the API, the command line and exports.

Pages continue from a row, never from an offset; only the columns shown are read; counts stop at a
cap; the number of queries does not depend on the number of rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import CharField, DateTimeField, F, Func, Q, QuerySet
from django.utils.translation import gettext as _

from setia.foundation import bulk, conditions, prepared
from setia.foundation.access import Actor
from setia.foundation.chosen import Chosen
from setia.foundation.errors import Malformed
from setia.kit import counts, uses
from setia.kit.counts import COUNT_CAP, Count
from setia.kit.cursors import position_of, written
from setia.kit.filters import as_query, beside
from setia.kit.kinds import Field
from setia.kit.orders import AsideOrder, AskedFor, Order
from setia.kit.resources import Resource
from setia.kit.searching import find
from setia.kit.seeing import hide_titles, name_addresses, quoted_paths

SEARCH_CAP = 200
CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of values in order, and the cursors of the pages beside this one ("" when there is none)."""

    rows: list[dict[str, Any]]
    next: str
    previous: str


class Listing:
    """The records of a resource that a person may see, under a condition and a search text."""

    def __init__(
        self,
        resource: Resource,
        by: Actor,
        *,
        columns: Sequence[str] = (),
        where: conditions.Condition = conditions.EVERYTHING,
        text: str = "",
        sort: str = "",
        archived: bool = False,
    ) -> None:
        by.access.require("see", resource.governing)
        self.resource, self.by, self.where, self.text, self.archived = resource, by, where, text.strip(), archived
        self._condition = as_query(resource, where, by)
        readable = resource.readable(by.access)
        wanted = tuple(columns) or tuple(name for name in resource.shown_columns if name in readable)
        for name in wanted:
            if name not in readable:
                raise Malformed(_("There is no column “%(name)s”.") % {"name": name[:60]}, field="columns")
        self.columns: dict[str, Field] = {name: readable[name] for name in wanted}
        self.by_rank = bool(self.text) and not sort
        self.way: uses.Way | None = "api" if by.channel in ("api", "cli") else "shown"
        uses.note_asked(resource, where, sort, by)
        self.sort = sort or (resource.sort if resource.sort.removeprefix("-") in readable else "-id")
        self.order = self._ordered(self.sort.removeprefix("-"), self.sort.startswith("-"), readable)

    def _ordered(self, name: str, descending: bool, readable: dict[str, Field]) -> Order:
        if name == "id":
            return Order.by(self.resource.model, "id", descending)
        field = readable.get(name)
        if field is None or not (field.sortable or self.resource.sort.lstrip("-") == name):
            possible = ", ".join(n for n, f in readable.items() if f.sortable)
            raise Malformed(
                _("The list cannot be sorted by “%(name)s”. Possible: %(possible)s.")
                % {"name": name[:60], "possible": possible},
                field="sort",
            )
        if field.aside is None:
            return Order.by(self.resource.model, field.sort_path or field.path, descending)
        left, within = beside(self.resource, self.where, field.aside, self.by)
        others = self.resource.chosen(self.by.access, archived=self.archived)
        others = others.only(as_query(self.resource, left, self.by)) if left != conditions.EVERYTHING else others
        is_whole = left == conditions.EVERYTHING and not (
            self.text or self.resource.only or self.by.access.narrows(self.resource.model)
        )
        about = AskedFor(self.by.access, is_whole, lambda: None if is_whole else self._few, within, others)
        return AsideOrder.kept(field, descending, about)

    # Which records ---------------------------------------------------------------------------------

    @cached_property
    def _visible(self) -> Chosen:
        visible = self.resource.chosen(self.by.access, archived=self.archived)
        return visible.only(self._condition) if self._condition else visible

    @cached_property
    def hits(self) -> list[int]:
        """Ids that the search text found, best first."""
        found = find(self.resource, self.text, SEARCH_CAP, self._visible, self.by.access)
        return [hit.record_id for hit in found]

    @cached_property
    def chosen(self) -> Chosen:
        return self._visible.only(Q(pk__in=self.hits)) if self.text else self._visible

    @property
    def records(self) -> QuerySet[Any]:
        return self.chosen.records

    def count(self) -> Count:
        """How many, exact up to the cap."""
        return self._count

    @cached_property
    def _count(self) -> Count:
        if self.text:
            return Count(len(self.hits), len(self.hits) >= SEARCH_CAP)
        if counts.is_beyond(self._known_as):
            return Count(COUNT_CAP, True)
        along = self._along()
        number = self.chosen.count(
            ("count", COUNT_CAP), lambda rows: rows.order_by(*along).values_list("pk")[: COUNT_CAP + 1]
        )
        return self.counted(number)

    def counted(self, number: int) -> Count:
        """What was counted in another way."""
        counts.remember(self._known_as, number)
        return Count.of(number)

    @cached_property
    def _few(self) -> list[int] | None:
        """All of them, where there are no more than the cap of counts."""
        if self.text:
            return self.hits
        along = self._along()
        if self.count().capped:
            return None
        return [id_ for (id_,) in self.chosen.ask("ids", lambda rows: rows.order_by(*along).values_list("pk"))]

    @property
    def is_small(self) -> bool:
        """Whether all of its records may be added up without counting them first."""
        return bool(self.text) or counts.is_far_below(self._known_as)

    @cached_property
    def _known_as(self) -> tuple[Any, ...]:
        return self.resource.slug, self.by.access.fingerprint(), self.archived, repr(self.where)

    def _along(self) -> list[str]:
        """The order of an index that holds every column asked about: counted along it, no row is touched."""
        asked = _columns_of(self._condition)
        if not asked:
            return []
        asked |= _columns_of(self.by.access.narrowing(self.resource.model) or Q())
        holding = [index.fields for index in self.resource.model._meta.indexes if asked <= set(index.fields)]
        holding.sort(key=lambda fields: fields[0] not in asked)
        return [holding[0][0]] if holding else []

    def count_beside(self, page: Page) -> Count:
        """How many, when a page has been read: a list that ends on its first page is not counted again."""
        whole = not (page.next or page.previous)
        return Count(len(page.rows), False) if whole and not self.text else self.count()

    def exact_count(self) -> int:
        return len(self.hits) if self.text else self.records.count()

    # Which page ------------------------------------------------------------------------------------

    def page(self, cursor: str = "", size: int = 50) -> Page:
        if self.by_rank:
            return self._ranked(cursor, size)
        ids, following, previous = self._place(cursor, size)
        return Page(self.read(ids), following, previous)

    def keys(self, cursor: str = "", size: int = 50) -> tuple[list[int], str]:
        """Only the ids of a page, and the cursor of the next one; for whoever reads several pages at once."""
        if self.by_rank:
            start = self._rank_of(cursor)
            return self.hits[start : start + size], self._rank_after(start, size)
        ids, following, _previous = self._place(cursor, size)
        return ids, following

    def values(self, cursor: str = "", size: int = CHUNK) -> tuple[list[Sequence[Any]], str]:
        """The values of `paths` of the next rows, straight from the table, and the cursor of what follows.

        For exports: nothing is computed, and no title hidden. Not for a list in the order of its search.
        """
        if isinstance(self.order, AsideOrder):
            ids, following, _before = self._place(cursor, size)
            by_id = {row[0]: row for row in self._read(ids)}
            return [by_id[id_] for id_ in ids if id_ in by_id], following
        at = position_of(cursor, self.order.column) if cursor else None
        found = self.order.keys(self.chosen, at, size + 1, False, *map(self._unread, self.paths))
        rows = found[:size]
        following = written(self.order.place(rows[-1])) if len(found) > size else ""
        return [row[2:] for row in rows], following

    def _unread(self, path: str) -> str | Func:
        """SQLite keeps moments as texts, which are read more quickly here than on their way through the ORM."""
        column = None if "__" in path else self.resource.model._meta.get_field(path)
        if bulk.is_postgresql() or not isinstance(column, DateTimeField):
            return path
        return Func(F(path), template="(%(expressions)s || '')", output_field=CharField())

    def _place(self, cursor: str, size: int) -> tuple[list[int], str, str]:
        at = position_of(cursor, self.order.column) if cursor else None
        backward = bool(at and at.backward)
        keys = self.order.keys(self.chosen, at, size + 1, backward)
        more, keys = len(keys) > size, keys[:size]
        if backward:
            keys.reverse()
        if not keys:
            return [], "", ""
        first, last = keys[0], keys[-1]
        has_next, has_previous = (True, more) if backward else (more, at is not None)
        return (
            [key for key, *_value in keys],
            written(self.order.place(last)) if has_next else "",
            written(self.order.place(first, backward=True)) if has_previous else "",
        )

    def _ranked(self, cursor: str, size: int) -> Page:
        start = self._rank_of(cursor)
        ids = self.hits[start : start + size]
        return Page(self.read(ids), self._rank_after(start, size), str(max(0, start - size)) if start else "")

    def _rank_of(self, cursor: str) -> int:
        if cursor and not (cursor.isascii() and cursor.isdigit() and len(cursor) < 6):
            raise Malformed(_("This page marker cannot be read. Begin again at the first page."), field="cursor")
        return int(cursor or 0)

    def _rank_after(self, start: int, size: int) -> str:
        return str(start + size) if start + size < len(self.hits) else ""

    # What is shown ---------------------------------------------------------------------------------

    @cached_property
    def paths(self) -> list[str]:
        """Everything that is selected, the id first: what names, dates and guards a row, and the columns."""
        naming = (self.resource.title, self.resource.subtitle)
        known = [name for name in naming if name and not self.resource.hides(name, self.by.access)]
        needed = ["id", "version", "archived_at", *known, *self._ticked]
        for field in self.columns.values():
            needed += field.paths()
        needed += quoted_paths(self.resource, self.columns)
        return list(dict.fromkeys(needed))

    @property
    def _ticked(self) -> list[str]:
        """What says whether a row can be done with one click."""
        tick = self.resource.tick
        return [tick.field] if tick and not self.resource.hides(tick.field, self.by.access) else []

    def read(self, ids: Sequence[int]) -> list[dict[str, Any]]:
        """Rows of values in the order of `ids`, computed columns filled for all of them at once."""
        by_id = {values[0]: dict(zip(self.paths, values, strict=True)) for values in self._read(ids)}
        rows = [by_id[id_] for id_ in ids if id_ in by_id]
        if self.way and rows:
            uses.note(self.resource, self.columns, self.way, self.by)
        filled = set()
        for field in self.columns.values():
            if field.compute and field.compute not in filled:  # one that fills several fields is asked once
                filled.add(field.compute)
                field.compute(rows)
            if field.for_reader:
                field.for_reader(rows, self.by.access)
        hide_titles(self.resource, self.columns, rows, self.by.access)
        name_addresses(self.columns, rows, self.by.access)
        return rows

    def _read(self, ids: Sequence[int]) -> Iterator[Sequence[Any]]:
        return prepared.among(self.resource.slug, self.resource.rows, "pk", ids, self.paths)

    def each(self, size: int = CHUNK) -> Iterator[dict[str, Any]]:
        """All rows in order, read in chunks, for exports."""
        cursor = ""
        while True:
            page = self.page(cursor, size)
            yield from page.rows
            cursor = page.next
            if not cursor:
                return


def _columns_of(condition: Q | tuple[str, Any] | Any) -> set[str]:
    """The columns of the table that a condition asks about; what is no plain test counts as none of them."""
    if isinstance(condition, Q):
        return set().union(*(_columns_of(part) for part in condition.children))
    return {condition[0].partition("__")[0].removesuffix("_id")} if isinstance(condition, tuple) else {"?"}
