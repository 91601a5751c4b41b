"""What takes the place of a promise that was renegotiated, and what becomes of those that rested on it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from setia.domains.promises.promises.model import Promise
from setia.domains.promises.promises.telling import NOUN, shake
from setia.foundation.access import Actor
from setia.kit.changes import Change
from setia.kit.resources import registry
from setia.kit.writing import write

TAKEN_OVER = (
    "party_id", "direction", "measure", "comparison", "value", "unit", "source", "campaign", "promised_by_id",
    "owner_id", "team_id", "product_id", "need_id", "about", "rests_on_id",
)  # fmt: skip


def succeed(
    promise: Promise, *, due_on: date | None, value: Decimal | None, name: str, owner_id: int | None, by: Actor
) -> int:
    """Make the successor, of what was not said as before; its number. What rested on the old one rests on it."""
    kept: dict[str, Any] = {name_: getattr(promise, name_) for name_ in TAKEN_OVER}
    said = {"due_on": due_on or promise.due_on, "name": name or promise.name, "made_on": by.today}
    if value is not None:
        said["value"] = value
    if owner_id:
        said |= {"owner_id": owner_id, "team_id": None}
    if due_on is None and promise.due_on and promise.due_on < by.today:
        said["due_on"] = None if kept["value"] is not None or value is not None else by.today
    change = Change({**kept, **said, "follows_id": promise.pk})
    write(registry.of_noun(NOUN), [change], by)
    shake([promise.pk], by, onto=change.id)
    return change.id
