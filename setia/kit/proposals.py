"""What somebody outside is shown by a link and may accept or decline. A domain keeps it, a public page shows it.

The link is the only key: nobody signs in. Opening it changes nothing; only the answer does, and it is taken once.
Every text is in the language of whoever reads it, amounts are written out.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from setia.kit.attachments import Held

State = Literal["waiting", "accepted", "declined", "late", "replaced", "withdrawn"]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """`detail` says how the amount came about, `promise` what is promised with it."""

    id: int
    words: str
    detail: str
    amount: str
    promise: str = ""
    is_optional: bool = False
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """`sums` are for the lines that count, or would with those chosen; the last of them is the whole."""

    company: str
    letterhead: Sequence[str]
    name: str
    subject: str
    to: Sequence[str]
    made_on: str
    valid_until: str
    introduction: Sequence[str]
    lines: Sequence[Line]
    sums: Sequence[Pair]
    promises: Sequence[str]
    terms: Sequence[str]
    contact: Sequence[str]
    language: str
    state: State = "waiting"
    answered: str = ""
    has_paper: bool = False
    reasons: Sequence[Pair] = field(default_factory=tuple)


class Proposals(Protocol):
    def shown(self, secret: str, now: datetime, language: str = "", chosen: Collection[int] | None = None) -> Proposal:
        """Raises NotFound for a link that we never sent."""

    def accept(self, secret: str, name: str, chosen: Collection[int], sender: str, now: datetime) -> None:
        """Take it down if it is waited for; otherwise nothing happens. Raises Invalid without a name."""

    def decline(self, secret: str, reason: str, words: str, name: str, sender: str, now: datetime) -> None:
        """The same for a refusal."""

    def paper(self, secret: str) -> Held:
        """The document as it was sent. Raises NotFound."""


_kept: list[Proposals] = []


def keep(proposals: Proposals) -> None:
    if _kept:
        raise LookupError("proposals are kept already")
    _kept.append(proposals)


def proposals() -> Proposals:
    return _kept[0]
