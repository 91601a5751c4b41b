"""Long work of a domain that the owner of the machine can ask for by name, with somebody watching."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Tell = Callable[[int, int, str], None]
"""How much is done, of how much, and what is being done."""


@dataclass(frozen=True)
class Chore:
    """`run` does the work and says what came of it; `options` are its switches, with their purpose."""

    room: str
    name: str
    purpose: str
    run: Callable[..., str]
    options: Mapping[str, str] = field(default_factory=dict)
    after_restore: bool = False


_chores: dict[str, dict[str, Chore]] = {}


def chore(
    room: str, name: str, purpose: str, *, after_restore: bool = False, **options: str
) -> Callable[[Callable[..., str]], Callable[..., str]]:
    """Declare `run(by: Actor, tell: Tell, **options: bool)`: "setia ROOM NAME --option".

    `after_restore`: it is also done by itself when a backup has taken the place of what was here.
    """

    def declare(run: Callable[..., str]) -> Callable[..., str]:
        _chores.setdefault(room, {})[name] = Chore(room, name, purpose, run, options, after_restore)
        return run

    return declare


def chores() -> Mapping[str, Mapping[str, Chore]]:
    return _chores
