"""Who is told of a promise: whoever has to keep it, and whoever made one that rests on what was broken or put off."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from setia.domains.promises.promises.model import State
from setia.domains.promises.promises.resting import resting_on
from setia.domains.work.notifications.telling import tell_assigned
from setia.foundation import ledger
from setia.foundation.access import Actor
from setia.kit import notices
from setia.kit.changes import Change
from setia.kit.notices import Sort, Told
from setia.kit.resources import registry
from setia.kit.writing import changes_of, write

NOUN = "promises.promise"
MOVING = ("owner_id", "status", "archived_at", "due_on")
SHAKEN = notices.declare(Sort("promise_shaken", _("What this rests on was broken or put off"), "triangle-alert"))
ledger.declare("promise.shaken", _("in danger: what it rests on was broken or put off"), "triangle-alert")


def told_by_promises(changes: Sequence[Change], by: Actor) -> None:
    moved = [c for c in changes if not c.is_new and any(map(c.changed, MOVING))]
    if moved:
        notices.take_back(NOUN, [change.id for change in moved])
    given = [c for c in changes if c.after["owner_id"] and c.changed("owner_id") and _is_open(c)]
    tell_assigned(NOUN, ((c.after["owner_id"], c.id) for c in given), by)
    shake([change.id for change in changes if _gives_way(change)], by)


def _is_open(change: Change) -> bool:
    return change.after["status"] == State.OPEN and change.after["archived_at"] is None


def _gives_way(change: Change) -> bool:
    """Broken, waived or put off: whoever relied on it has to know at once."""
    if change.before is None:
        return False
    if change.changed("status"):
        return change.after["status"] in (State.BROKEN, State.WAIVED)
    before, after = change.before["due_on"], change.after["due_on"]
    return change.changed("due_on") and before is not None and (after is None or after > before)


def shake(ids: Sequence[int], by: Actor, *, onto: int | None = None) -> None:
    """Warn of everything that rests on these, by whatever number of steps, in the same act.

    With `onto` what rests on them directly rests on that one from now on: their successor.
    """
    if not ids:
        return
    changes = changes_of(registry.of_noun(NOUN), dict(resting_on(ids)))
    for change in changes:
        change.after["warned_at"] = by.at
        if onto and change.after["rests_on_id"] in ids:
            change.after["rests_on_id"] = onto
    if not changes:
        return
    write(registry.of_noun(NOUN), changes, by, fact="promise.shaken")
    key = str(by.act or 0)
    told = [Told(change.after["owner_id"], change.id, key) for change in changes if change.after["owner_id"]]
    notices.tell(SHAKEN, NOUN, told, by.at, by.staff_id)
