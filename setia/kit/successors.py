"""Records that went into others: their addresses lead on, their stories are told there, they stay put away.

A domain that merges records of a noun says how with `declare`; faces and the history ask here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from setia.foundation.access import Access, Actor
from setia.kit.changes import Change
from setia.kit.resources import Resource

Guard = Callable[[Sequence[Change], Actor], None]


@dataclass(frozen=True)
class Succession:
    """`into` tells into which record one went, `out_of` which records went into one (all the way down).

    `names` are what the records that went into each of some others were called, for search.
    """

    into: Callable[[int], int | None]
    out_of: Callable[[int], list[int]]
    names: Callable[[Collection[int]], Mapping[int, Sequence[str]]]


_declared: dict[str, Succession] = {}
_guards: dict[str, list[Guard]] = {}


def declare(noun: str, succession: Succession, guard: Guard) -> None:
    """`guard` refuses changes of such records that would contradict it, as `Resource.settle` would."""
    _declared[noun] = succession
    _guards.setdefault(noun, []).append(guard)


def has_successors(resource: Resource) -> bool:
    """Whether records of this noun can go into others."""
    return resource.noun in _declared


def guard(resource: Resource, changes: Sequence[Change], by: Actor) -> None:
    for one in _guards.get(resource.noun, ()):
        one(changes, by)


def successor(resource: Resource, record_id: int, access: Access) -> int | None:
    """The record into which an archived one went, if this person may see it."""
    known = _declared.get(resource.noun)
    found = known.into(record_id) if known else None
    if found is None or not resource.rows(access).filter(pk=found).exists():
        return None
    return found


def stories(resource: Resource, record_id: int) -> list[int]:
    """The record and those that went into it."""
    known = _declared.get(resource.noun)
    return [record_id, *known.out_of(record_id)] if known else [record_id]


def former_names(resource: Resource, ids: Collection[int]) -> Mapping[int, Sequence[str]]:
    """Names under which people still look for these records; one query at most."""
    known = _declared.get(resource.noun)
    return known.names(ids) if known and ids else {}
