"""The log of stages: every change with how long the stage before it lasted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from setia.domains.sales.opportunities.model import StageChange
from setia.domains.sales.stages.model import Status
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.kit.changes import Change
from setia.kit.writing import moment_of

COLUMNS = ("opportunity", "from_stage", "to_stage", "at", "seconds")


def log_stages(changes: Sequence[Change], by: Actor) -> None:
    bulk.insert(StageChange, COLUMNS, [_entry(c, by) for c in changes if c.changed("stage_id")])


def _entry(change: Change, by: Actor) -> tuple[Any, ...]:
    after, before = change.after, change.before
    at = after["stage_since"]
    if before is None:
        opened = moment_of(after["opened_on"]) if after["status"] != Status.OPEN else None
        seconds = max(0, int((at - opened).total_seconds())) if opened else None
        return change.id, None, after["stage_id"], at, seconds
    if at < before["stage_since"]:  # put back by undoing: the stage is entered again now
        at = by.at
    seconds = max(0, int((at - before["stage_since"]).total_seconds()))
    return change.id, before["stage_id"], after["stage_id"], at, seconds


def last_open_stages(ids: Iterable[int]) -> dict[int, int]:
    """The open stage that each of these opportunities left last."""
    rows = StageChange.objects.filter(from_stage__status=Status.OPEN).order_by("at", "id")
    return dict(bulk.found(rows, "opportunity_id", ids, "opportunity_id", "from_stage_id"))
