"""One change of one record on its way to the database; a batch of them is how everything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from setia.foundation.access import Actor
from setia.foundation.errors import Invalid
from setia.foundation.own_values import is_own, nothing_at


@dataclass(slots=True)
class Change:
    """Values by attribute name ("owner_id") before and after; `before` is None for a new record.

    Own values stand beside the columns, under their paths ("custom__number_12").

    `extra` holds inputs that are not columns of the record; one that changes nothing is taken out by
    the domain's `settle`. `fact` says what happened when that follows from the values and not from the
    verb ("opportunity.won" when it was moved into a stage that means so), `at` when, if not all changes of
    the batch happened together. `line` is the position in the batch a person would recognise, for example
    the line of a file.
    """

    after: dict[str, Any]
    before: dict[str, Any] | None = None
    id: int = 0
    version: int = 0
    extra: dict[str, Any] = field(default_factory=dict)
    line: int = 0
    fact: str = ""
    at: datetime | None = None
    errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return self.before is None

    def refuse(self, name: str, words: Any) -> None:
        self.errors.setdefault(name, []).append(str(words))

    def changed(self, name: str) -> bool:
        return self.before is None or self.before.get(name) != self.after.get(name)

    def own(self) -> dict[str, Any]:
        """The own values that differ, by path."""
        before = self.before or {}
        return {
            path: value
            for path, value in self.after.items()
            if is_own(path) and value != before.get(path, nothing_at(path))
        }

    def dirty(self) -> list[str]:
        """Names of the columns, and paths of the own values, that differ."""
        if self.before is None:
            return list(self.after)
        before = self.before
        differing = [name for name, value in self.after.items() if name in before and before[name] != value]
        return [*differing, *(path for path in self.own() if path not in before)]

    def raise_errors(self) -> None:
        if self.errors:
            raise Invalid(self.errors)


def give_to_maker(changes: Iterable[Change], by: Actor, noun: str) -> None:
    """A new record without an owner belongs to whoever makes it.

    What is imported belongs to nobody, unless the importer could not see it then.
    """
    if by.staff_id is None or (by.channel == "import" and by.access.sight(noun) == "all"):
        return
    for change in changes:
        if change.is_new and change.after.get("owner_id") is None:
            change.after["owner_id"] = by.staff_id
