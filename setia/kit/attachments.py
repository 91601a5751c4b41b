"""Files at records of any noun. A domain keeps them, every face asks here.

Whoever may not see the record can neither see nor guess its files: what is asked about one that may not be
seen is answered like what is asked about one that was never there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from setia.foundation.access import Access, Actor
from setia.foundation.contents import Content
from setia.foundation.errors import NotFound
from setia.kit.resources import Resource

Size = Literal["small", "large"]
SIZES: tuple[Size, ...] = ("small", "large")
SLUG = "files"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file as a page shows it. `type` says in words what its content is, `warning` where its name says otherwise.

    `picture` tells whether there is one to be shown, or will be in a moment.
    """

    id: int
    name: str
    description: str
    size: int
    type: str
    warning: str
    at: datetime
    picture: Literal["", "soon", "there"]


@dataclass(frozen=True, slots=True)
class Held:
    """What is handed out of a file: where its content lies, and what it is. `sha256` never changes for a content."""

    path: Path
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Added:
    """A file that was added, the act that undoes it, and what a person should be told about its name."""

    id: int
    act: int | None
    name: str
    notices: Sequence[str] = field(default_factory=tuple)


class Attachments(Protocol):
    def may_be_at(self, resource: Resource, access: Access) -> bool:
        """Whether this person may know of files at records of this noun."""

    def may_add(self, resource: Resource, access: Access) -> bool:
        """Whether this person may add some."""

    def add(self, address: str, chunks: Iterable[bytes], name: str, by: Actor, description: str = "") -> Added:
        """Keep a file at the record with this address. Raises NotFound, Forbidden, TooLarge or another refusal."""

    def put(self, address: str, content: Content, name: str, by: Actor, description: str = "") -> Added:
        """The same with what is stored already, for whoever wants to store before a transaction begins."""

    def at(self, address: str, by: Actor, most: int) -> tuple[list[Attached], int]:
        """The newest files at a record that the person may see, and how many there are in all."""

    def of(self, pk: int, by: Actor) -> Attached:
        """One file. Raises NotFound."""

    def content(self, pk: int, by: Actor) -> Held:
        """What is in a file. Raises NotFound."""

    def missing(self, most: int) -> list[int]:
        """Files whose content is gone from the data folder, the first of them."""

    def picture(self, pk: int, by: Actor, size: Size) -> Path:
        """A picture of the file that we have drawn ourselves. Raises NotFound."""


_kept: list[Attachments] = []


def keep(attachments: Attachments) -> None:
    """Say who keeps files; there is one keeper."""
    if _kept:
        raise LookupError("files are kept already")
    _kept.append(attachments)


def are_kept() -> bool:
    return bool(_kept)


def attachments() -> Attachments:
    if not _kept:
        raise NotFound()
    return _kept[0]
