"""What somebody outside is asked by a link in a message. A domain asks, the public page shows and answers.

The link is the only key: nobody signs in. Opening it changes nothing, since programs that look for harm in
mail open every link; only the answer does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

State = Literal["waiting", "granted", "refused", "withdrawn", "expired", "late", "replaced"]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for, word for word, and how it stands now. `language` is that of the person."""

    company: str
    purpose: str
    wording: str
    language: str
    state: State
    at: datetime | None


class Confirmations(Protocol):
    def question(self, secret: str, now: datetime) -> Question:
        """Raises NotFound for a link that we never sent."""

    def answer(self, secret: str, yes: bool, sender: str, now: datetime) -> Question:
        """Take the answer down if it is waited for; how it stands then. `sender` is a network address."""


_kept: list[Confirmations] = []


def keep(confirmations: Confirmations) -> None:
    if _kept:
        raise LookupError("confirmations are kept already")
    _kept.append(confirmations)


def confirmations() -> Confirmations:
    return _kept[0]
