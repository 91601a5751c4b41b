"""The rows of an export as columns: what a file is written from, a few thousand rows at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from setia.kit.lists import Listing
from setia.kit.seeing import hides_titles

ROWS = 5_000


class Sheaf:
    """Values by path, all as long as each other; whoever needs whole rows can have them."""

    def __init__(self, paths: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        self.length = len(rows)
        self._columns: dict[str, Sequence[Any]] = dict(zip(paths, zip(*rows, strict=True), strict=True))

    def __getitem__(self, path: str) -> Sequence[Any]:
        return self._columns[path]

    def rows(self) -> Iterator[dict[str, Any]]:
        paths = tuple(self._columns)
        for values in zip(*self._columns.values(), strict=True):
            yield dict(zip(paths, values, strict=True))


def sheaves(listing: Listing) -> Iterator[Sheaf]:
    """Everything of a list, in order. Only rows with computed or hidden values are built one by one."""
    filled = any(f.compute or getattr(f.kind, "is_loose", False) for f in listing.columns.values())
    plain = not listing.by_rank and not filled
    if plain and not hides_titles(listing.resource, listing.columns, listing.by.access):
        yield from _straight(listing)
        return
    cursor = ""
    while True:
        page = listing.page(cursor, ROWS)
        if page.rows:
            paths = tuple(page.rows[0])
            yield Sheaf(paths, [tuple(row.values()) for row in page.rows])
        cursor = page.next
        if not cursor:
            return


def _straight(listing: Listing) -> Iterator[Sheaf]:
    cursor = ""
    while True:
        rows, cursor = listing.values(cursor, ROWS)
        if rows:
            yield Sheaf(listing.paths, rows)
        if not cursor:
            return
