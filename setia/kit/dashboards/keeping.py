"""What every face asks of whoever keeps dashboards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from setia.foundation.access import Actor
from setia.foundation.errors import NotFound
from setia.kit.dashboards.tiles import Tile

NOUN = "insight.dashboard"
"""What the ledger calls them, whoever keeps them."""


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A dashboard as one person gets it: `key` is its number, or the name of one that came with Setia.

    `record` is its number, 0 for what came with Setia. `may_change` says whether this person may change its tiles.
    """

    key: str
    label: str
    about: str
    tiles: Sequence[Tile]
    record: int = 0
    version: int = 0
    may_change: bool = False


class Dashboards(Protocol):
    def shown_to(self, by: Actor) -> list[Dashboard]:
        """Those that are meant for this person, the first one to begin with; a fixed number of queries."""

    def one(self, key: str, by: Actor) -> Dashboard:
        """NotFound where there is none of that name for this person."""

    def copied(self, key: str, by: Actor) -> int:
        """Make it one of the person's own, which they may change; its number."""


_keepers: list[Dashboards] = []


def keep(keeper: Dashboards) -> None:
    """Say who keeps dashboards; there is one keeper."""
    if _keepers:
        raise LookupError("dashboards are kept already")
    _keepers.append(keeper)


def are_kept() -> bool:
    return bool(_keepers)


def dashboards() -> Dashboards:
    if not _keepers:
        raise NotFound()
    return _keepers[0]
