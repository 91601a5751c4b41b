"""What an upper domain refuses of writes of any noun, as `Resource.settle` does for its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from setia.foundation.access import Actor
from setia.kit.changes import Change
from setia.kit.resources import Resource

Guard = Callable[[Resource, Sequence[Change], Actor], None]
_guards: list[Guard] = []


def guard(function: Guard) -> Guard:
    """Let the function put its refusals on changes, on every way on which records are written."""
    _guards.append(function)
    return function


def judge(resource: Resource, changes: Sequence[Change], by: Actor) -> None:
    for one in _guards:
        one(resource, changes, by)
