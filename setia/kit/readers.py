"""What reads personal fields by itself: verbs, rules, estimates. Each says so where it is declared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils.functional import Promise

Words = str | Promise
_readers: dict[tuple[str, str], list[Words]] = defaultdict(list)


def reads(noun: str, fields: Iterable[str], by: Words) -> None:
    """Say that something called `by` needs these fields of a noun to do its work."""
    for field in fields:
        _readers[noun, field].append(by)


def readers_of(noun: str, field: str) -> tuple[Words, ...]:
    return tuple(_readers.get((noun, field), ()))
