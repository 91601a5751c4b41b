"""What reads fields by itself: verbs, rules, estimates, and records that hold a condition. Each says so itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.utils.functional import Promise

Words = str | Promise
Place = tuple[str, str]
Find = Callable[[], Iterable[tuple[str, str, Words]]]
_readers: dict[Place, list[Words]] = defaultdict(list)
_finders: list[Find] = []


def reads(noun: str, fields: Iterable[str], by: Words) -> None:
    """Say that something called `by` needs these fields of a noun to do its work."""
    for field in fields:
        _readers[noun, field].append(by)


def read_by_records(find: Find) -> None:
    """`find` tells which records of a domain read fields now: noun, field, and what the record is called."""
    _finders.append(find)


def all_readers() -> Mapping[Place, Sequence[Words]]:
    """Everything that reads a field now, by noun and field; one look at the records of each domain."""
    found = defaultdict(list, {place: list(words) for place, words in _readers.items()})
    for find in _finders:
        for noun, field, words in find():
            found[noun, field].append(words)
    return found


def readers_of(noun: str, field: str) -> tuple[Words, ...]:
    return tuple(all_readers().get((noun, field), ()))
