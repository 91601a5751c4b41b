"""Who keeps the marts: every face asks here. A domain keeps them (`insight` does)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, Protocol

from setia.foundation.access import Actor
from setia.foundation.errors import NotFound
from setia.kit.marts.declaring import Mart, Type, marts
from setia.kit.marts.rights import may_ask


@dataclass(frozen=True, slots=True)
class Kept:
    """One mart as it is now: how many rows in how many bytes. What it `lacks` are columns of fields that were added
    since, which come with the next refresh."""

    name: str
    rows: int
    bytes: int
    lacks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands there: as of which day and moment, up to which position of the ledger. `state` is that of a refresh
    that waits, runs or failed, "" for none."""

    as_of: date | None
    made_at: datetime | None
    position: int
    newest: int
    marts: Sequence[Kept]
    state: str = ""
    done: int = 0
    total: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question was answered with; `is_cut` where there were more rows than are shown."""

    columns: Sequence[str]
    types: Sequence[Type | Literal["number"]]
    rows: Sequence[Sequence[Any]]
    is_cut: bool
    seconds: float
    as_of: date


@dataclass(frozen=True, slots=True)
class Question:
    """A question in SQL that was kept. Ready-made ones have no number."""

    id: int
    name: str
    sql: str
    is_shared: bool
    is_mine: bool


class Warehouse(Protocol):
    """Everything is asked as somebody, who gets no mart and no column that is not theirs."""

    def standing(self, by: Actor) -> Standing: ...

    def start(self, by: Actor) -> None:
        """Let a worker bring the marts up to date; while one does, this does nothing."""

    def ask(self, sql: str, by: Actor) -> Answer:
        """Refuses in words what is no question about the marts, or takes too long."""

    def questions(self, by: Actor) -> Sequence[Question]: ...

    def keep(self, name: str, sql: str, by: Actor, *, is_shared: bool = False) -> int: ...

    def drop(self, id: int, by: Actor) -> None: ...

    def file_of(self, mart: str, by: Actor) -> Path:
        """All rows in one Parquet file, with the columns that are theirs; whoever asked removes it."""

    def refresh(self, by: Actor, tell: Callable[[int, int, str], None], *, full: bool, engine: str) -> str:
        """Bring them up to date here and now; what was done, in words."""


_kept: list[Warehouse] = []


def keep(warehouse: Warehouse) -> None:
    """Say who keeps the marts; there is one keeper."""
    if _kept:
        raise LookupError("marts are kept already")
    _kept.append(warehouse)


def are_kept() -> bool:
    return bool(_kept)


def warehouse() -> Warehouse:
    if not _kept:
        raise NotFound()
    return _kept[0]


def open_to(by: Actor) -> list[Mart]:
    """The marts that this person may ask; none where nobody keeps them."""
    return [mart for mart in marts().values() if may_ask(mart, by)] if _kept else []
