"""What is told to one person alone: the bell of every face. A domain keeps it, faces ask here.

A notice names no record by itself: the words that name it are looked up for its reader each time, so that
what may no longer be seen is not called by its name either.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.functional import Promise

from setia.foundation.access import Actor
from setia.foundation.errors import NotFound

MOST_COUNTED = 99
"""Beyond it the bell says "99+"."""


@dataclass(frozen=True, slots=True)
class Notice:
    """`address` is the record it is about, "" for those of `resource` that fit the condition `where`.

    `title` is what the reader may know the record by; None when it may not be seen (any more).
    """

    id: int
    kind: str
    words: str
    icon: str
    at: datetime
    is_read: bool
    address: str = ""
    title: str | None = None
    resource: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Sort:
    """What can be told: `words` may say %(who)s did it, and %(day)s where the key of a telling is a day.

    `name` has at most twenty letters.
    """

    name: str
    words: str | Promise
    icon: str


@dataclass(frozen=True, slots=True)
class Told:
    """To whom, about which record, and what makes it another telling than the one before: an act, a day, a moment."""

    owner_id: int
    record_id: int
    key: str


_sorts: dict[str, Sort] = {}


def declare(sort: Sort) -> Sort:
    """Announce what a domain tells."""
    if sort.name in _sorts or len(sort.name) > 20:
        raise LookupError(f"{sort.name} is told already, or too long")
    _sorts[sort.name] = sort
    return sort


def sorts() -> dict[str, Sort]:
    return _sorts


class Notices(Protocol):
    """All about the notices of the acting person; nobody has a way to those of somebody else."""

    def unread(self, by: Actor) -> int:
        """How many have not been read, counted up to one more than the bell says; one cheap query."""

    def page(self, by: Actor, before: int, size: int) -> list[Notice]:
        """The newest first, those before the notice with this number (0 for the first page)."""

    def read(self, by: Actor, ids: Sequence[int] | None) -> int:
        """Mark these as read, or with None all; how many that were. Numbers of others are as if not there."""

    def digest_hour(self, by: Actor) -> int | None:
        """From which hour on a summary is sent each day; None for nobody who asked for it."""

    def choose_digest(self, by: Actor, hour: int | None) -> None:
        """Send a summary each day from this hour on, or none."""

    def tell(self, sort: Sort, noun: str, things: Iterable[Told], at: datetime, by: int | None) -> None:
        """Tell people something, each once for each key. Call inside the transaction of what is told."""

    def take_back(self, noun: str, ids: Iterable[int]) -> None:
        """Nobody need read any more what was told of these records."""


_kept: list[Notices] = []


def keep(notices: Notices) -> None:
    """Say who keeps notices; there is one keeper."""
    if _kept:
        raise LookupError("notices are kept already")
    _kept.append(notices)


def are_kept() -> bool:
    return bool(_kept)


def notices() -> Notices:
    if not _kept:
        raise NotFound()
    return _kept[0]


def tell(sort: Sort, noun: str, things: Iterable[Told], at: datetime, by: int | None = None) -> None:
    """Nothing happens where nobody keeps notices."""
    if _kept:
        _kept[0].tell(sort, noun, things, at, by)


def take_back(noun: str, ids: Iterable[int]) -> None:
    if _kept:
        _kept[0].take_back(noun, ids)
