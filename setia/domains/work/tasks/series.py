"""Tasks that repeat: what a rule needs, and the task that follows when one is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from setia.domains.work.tasks.model import CountedFrom, Status, Task
from setia.domains.work.tasks.turns import next_turn, turn_of
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.kit.changes import Change

RULE = ("due_on", "repeat_every", "repeat_unit")
PLACE = ("series_on", "series_step", "postponed")
KEPT = (
    "name", "party_id", "about", "details", "owner_id", "due_time", "priority", "repeat_every", "repeat_unit",
    "repeat_from", "repeat_until", "remind_before",
)  # fmt: skip
"""What a task that follows has from the one before."""


def settle_series(change: Change) -> None:
    """A rule has all its parts; another rule or another day begins a series of its own, postponing does not."""
    after = change.after
    if not after["repeat_every"] and not after["repeat_unit"]:
        after["series_on"], after["series_step"] = None, 0
        return
    if not after["repeat_every"] or not after["repeat_unit"]:
        missing = "repeat_unit" if after["repeat_every"] else "repeat_every"
        change.refuse(missing, _("Say both how many and whether days, weeks, months or years."))
        return
    if after["due_on"] is None:
        change.refuse("due_on", _("What repeats needs a day on which it is due the first time."))
        return
    if after["repeat_until"] and after["repeat_until"] < after["due_on"]:
        change.refuse("repeat_until", _("This is before the day on which it is due."))
    is_other = not change.is_new and any(map(change.changed, RULE)) and not any(map(change.changed, PLACE))
    if after["series_on"] is None or is_other:
        after["series_on"], after["series_step"] = after["due_on"], 0


def followers(changes: Sequence[Change], by: Actor) -> list[Change]:
    """The tasks that follow on those that were done now, where none does yet."""
    done = [c for c in changes if not c.is_new and c.after["status"] == Status.DONE and c.changed("status")]
    done = [c for c in done if c.after["series_on"] is not None]
    followed = _followed(c.id for c in done)
    found = (_following(c, by) for c in done if c.id not in followed)
    return [change for change in found if change]


def _followed(ids: Iterable[int]) -> set[int]:
    return {id_ for (id_,) in bulk.found(Task.objects.active(), "follows_id", ids, "follows_id")}


def _following(done: Change, by: Actor) -> Change | None:
    was = done.after
    day = was["done_at"].astimezone(ZoneInfo(by.zone)).date()
    try:
        start, turn = _place(was, day)
        due_on = turn_of(start, was["repeat_every"], was["repeat_unit"], turn)
    except Refusal:  # beyond the last year that there is
        return None
    if was["repeat_until"] and due_on > was["repeat_until"]:
        return None
    kept = {name: was[name] for name in KEPT}
    place = {"due_on": due_on, "series_on": start, "series_step": turn, "follows_id": done.id}
    return Change({**kept, **place, "remind_at": _moved(was, due_on)}, line=done.line)


def _place(was: dict[str, Any], day: date) -> tuple[date, int]:
    """The day from which the next turn is counted, and which turn it is."""
    if was["repeat_from"] == CountedFrom.DONE:
        return day, 1
    return was["series_on"], next_turn(
        was["series_on"], was["repeat_every"], was["repeat_unit"], was["series_step"], day
    )


def _moved(was: dict[str, Any], due_on: date) -> Any:
    """A reminder at a moment comes as many days later as the task does."""
    return was["remind_at"] and was["remind_at"] + timedelta(days=(due_on - was["due_on"]).days)
