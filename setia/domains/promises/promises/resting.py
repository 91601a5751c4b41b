"""Promises that rest on others: a customer's delivery on the vendor's. Never in a ring."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from setia.domains.promises.promises.model import Promise
from setia.foundation import bulk
from setia.kit.changes import Change

DEEPEST = 50


def settle_resting(changes: Sequence[Change]) -> None:
    """Refuse what would rest on itself, by however many steps."""
    asked = [c for c in changes if c.id and c.after["rests_on_id"] and c.changed("rests_on_id")]
    if not asked:
        return
    under = {change.id: change.after["rests_on_id"] for change in asked}
    below = _below(under.values(), under)
    for change in asked:
        if change.id in _way_down(change.after["rests_on_id"], {**below, **under}):
            change.refuse("rests_on", _("A promise cannot rest on itself, nor on one that rests on it."))


def _below(ids: Iterable[int], known: dict[int, int]) -> dict[int, int]:
    """What each of these rests on, and what that rests on, down to the ground; a query for each step."""
    found: dict[int, int] = {}
    wanted = set(ids)
    for _step in range(DEEPEST):
        rows = Promise.objects.filter(rests_on__isnull=False)
        step = dict(bulk.found(rows, "pk", wanted, "pk", "rests_on_id"))
        found |= step
        wanted = {known.get(pk, under) for pk, under in step.items()} - found.keys()
        if not wanted:
            break
    return found


def _way_down(first: int, rests_on: dict[int, int]) -> list[int]:
    way, here = [], first
    while here and here not in way:
        way.append(here)
        here = rests_on.get(here, 0)
    return way


def resting_on(ids: Iterable[int]) -> list[tuple[int, int]]:
    """The open promises that rest on these, by whatever number of steps, and who has to keep each."""
    found: dict[int, int] = {}
    wanted = set(ids)
    for _step in range(DEEPEST):
        rows = Promise.objects.active().filter(status="open", party__erased_at__isnull=True)
        step = dict(bulk.found(rows, "rests_on_id", wanted, "pk", "owner_id"))
        wanted = step.keys() - found.keys()
        found |= step
        if not wanted:
            break
    return sorted((pk, owner or 0) for pk, owner in found.items())
