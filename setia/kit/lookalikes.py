"""Who may be the same as somebody: asked of the domain that looks for duplicates, where records are made or shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from setia.foundation.access import Actor
from setia.kit.resources import Resource


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A record that may be the same one: its number, what it is called, how likely (in per cent), and why.

    `pair` is the number of the record in which it is decided, where there is one; `settled` says that they were
    merged already.
    """

    id: int
    title: str
    score: Decimal
    why: str
    pair: int | None = None
    settled: bool = False


@dataclass(frozen=True)
class Finder:
    """`like` finds records that may be the same as one with these values, `beside` those known of a record.

    `watched` are the fields by which it is found; `pairs` is the resource in which it is decided.
    """

    like: Callable[[Mapping[str, Any], Actor], Sequence[Lookalike]]
    beside: Callable[[int, Actor], Sequence[Lookalike]]
    watched: tuple[str, ...]
    pairs: str


_finders: dict[str, Finder] = {}


def declare(noun: str, finder: Finder) -> None:
    _finders[noun] = finder


def finder_of(resource: Resource) -> Finder | None:
    return _finders.get(resource.noun)


def like(resource: Resource, values: Mapping[str, Any], by: Actor) -> Sequence[Lookalike]:
    """Records that may be the same as one with these values; those that the person may see, by what they may know."""
    finder = _finders.get(resource.noun)
    if finder is None or not by.access.may("see", resource.governing):
        return ()
    return finder.like({**values, **resource.only}, by)


def beside(resource: Resource, record_id: int, by: Actor) -> Sequence[Lookalike]:
    finder = _finders.get(resource.noun)
    return finder.beside(record_id, by) if finder else ()
