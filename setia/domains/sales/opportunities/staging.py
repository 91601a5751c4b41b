"""What follows from the stage of an opportunity: status, pipeline, probability, and when it closed."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from setia.domains.sales.stages.model import Stage, Status
from setia.domains.sales.stages.queries import first_stage
from setia.foundation.access import Actor
from setia.kit.changes import Change
from setia.kit.writing import moment_of


def settle_stage(change: Change, stages: dict[int, Stage], last_open: dict[int, int], by: Actor) -> None:
    """`last_open` is the open stage each opportunity was in before it closed, as far as is known."""
    stage = _stage_of(change, stages, last_open)
    if stage is None:
        return
    after = change.after
    was = stages.get(change.before["stage_id"]) if change.before else None
    after.update(stage_id=stage.pk, pipeline_id=stage.pipeline_id, status=stage.status)
    if stage != was and (after["probability"] is None or not (change.is_new or change.changed("probability"))):
        after["probability"] = stage.probability
    _settle_days(change, by)
    if stage != was:
        _enter(change, by)
        if was is not None:
            change.fact = fact_of(was.status, stage.status)


def fact_of(before: str, after: str) -> str:
    """What a move into another stage means."""
    if before != after and after != Status.OPEN:
        return f"opportunity.{after}"
    return "opportunity.reopened" if before != after else "opportunity.moved"


def _stage_of(change: Change, stages: dict[int, Stage], last_open: dict[int, int]) -> Stage | None:
    """The stage it will be in: the one given, else one that means the status given, else the first."""
    stage = stages.get(change.after["stage_id"])
    pipeline = change.after["pipeline_id"]
    if change.before and not change.changed("stage_id"):
        if change.changed("pipeline_id"):
            stage = first_stage(stages, pipeline)
        elif change.changed("status"):
            stage = _meaning(change, stages, last_open)
    elif stage is None:
        stage = first_stage(stages, pipeline)
    if stage is None:
        change.refuse("stage", _("This pipeline has no stage for that. Add one first."))
    elif pipeline not in (None, stage.pipeline_id):
        change.refuse("stage", _("“%(stage)s” is a stage of another pipeline.") % {"stage": stage})
    return stage


def _meaning(change: Change, stages: dict[int, Stage], last_open: dict[int, int]) -> Stage | None:
    status, pipeline = change.after["status"], change.after["pipeline_id"]
    last = stages.get(last_open.get(change.id, 0)) if status == Status.OPEN else None
    if last and last.status == Status.OPEN and last.pipeline_id == pipeline and last.archived_at is None:
        return last
    return first_stage(stages, pipeline, status)


def _settle_days(change: Change, by: Actor) -> None:
    after = change.after
    if after["status"] == Status.OPEN:
        after["closed_on"] = None
    elif after["closed_on"] is None:
        after["closed_on"] = by.today
    if after["status"] != Status.LOST:
        after["lost_reason"] = ""
    if change.is_new and after["opened_on"] is None and by.channel != "import":
        after["opened_on"] = min(by.today, after["closed_on"] or by.today)
    opened, closed = after["opened_on"], after["closed_on"]
    if opened and closed and closed < opened and (change.changed("opened_on") or change.changed("closed_on")):
        change.refuse("closed_on", _("It cannot be closed before it was opened."))


def _enter(change: Change, by: Actor) -> None:
    """When the stage was entered, unless the change says so itself (undoing one does)."""
    after, before = change.after, change.before
    if before is None:
        after["stage_since"] = moment_on(after["closed_on"] or after["opened_on"], by)
    elif after["stage_since"] == before["stage_since"]:
        after["stage_since"] = moment_on(after["closed_on"] if change.changed("closed_on") else None, by)


def moment_on(day: date | None, by: Actor) -> datetime:
    """Now if it is today or nobody said, else noon of the day."""
    return by.at if day is None or day == by.today else moment_of(day)
