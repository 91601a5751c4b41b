"""Places outside of the records that hold something about them: files, notices, kept answers, mail.

A room that keeps such things says how they are forgotten with `place`, and how they are counted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from setia.foundation.errors import Refusal


@dataclass(frozen=True)
class Subject:
    """Who is forgotten: numbers of records of a noun, all that belongs to them by noun, and by what they are known.

    `sought` are texts that lead to nobody else: e-mail addresses, telephone numbers; `names` may be those of others.
    """

    noun: str
    ids: tuple[int, ...]
    belonging: Mapping[str, Sequence[int]] = field(default_factory=dict)
    sought: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


class NotYet(Refusal):
    """Somebody is at work there; to be asked again in a while."""


Forget = Callable[[Subject], int]
_places: dict[str, Forget] = {}


def place(name: str) -> Callable[[Forget], Forget]:
    """Declare how a place forgets somebody: called outside of a transaction, says how many things went."""

    def declare(forget: Forget) -> Forget:
        _places[name] = forget
        return forget

    return declare


def places() -> Mapping[str, Forget]:
    return _places
