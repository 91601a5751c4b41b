"""The usual times of stages, learnt every night, and the day from which each opportunity counts as stalled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.db import transaction

from setia.domains.sales.opportunities.model import Opportunity, StageChange
from setia.domains.sales.stages.model import Stage, Status
from setia.domains.sales.stages.queries import known_stages
from setia.domains.sales.stages.usual import stalls_on, usual_times
from setia.foundation import bulk
from setia.foundation.access import Actor, system
from setia.foundation.jobs import every, hold_lease, task
from setia.foundation.ledger import Entry, reaction
from setia.kit.changes import Change

YEARS = timedelta(days=3 * 365)
"""How far back the usual times look."""

BATCH = 2_000
LEARNT = ["usual_days", "slow_days", "usual_from", "usual_basis"]


def settle_stalling(changes: Sequence[Change], stages: dict[int, Stage]) -> None:
    """An opportunity that comes into a stage stalls when it has been there for longer than is usual."""
    for change in changes:
        stage, since = stages.get(change.after["stage_id"]), change.after["stage_since"]
        if stage and since and (change.changed("stage_id") or change.changed("stage_since")):
            change.after["stalls_on"] = stalls_on(stage, since)


@every("nightly", at="01:40")
@task(own_transactions=True)
def follow_usual_times() -> None:
    """Learn what is usual, then bring the opportunities into line with it."""
    learn(system())


def learn(by: Actor) -> int:
    """How many opportunities stall on another day than was known."""
    logged = StageChange.objects.filter(at__gte=by.at - YEARS, at__lte=by.at, seconds__isnull=False)
    rows = logged.exclude(from_stage=None).order_by().values_list("from_stage_id", "seconds")
    usual = usual_times(rows.iterator(), known_stages().values())
    with transaction.atomic():
        hold_lease()
        told = [(one.median, one.slow, one.count, one.basis.value, stage) for stage, one in usual.items()]
        bulk.update(Stage, LEARNT, told)
    return sum(bring_into_line(stage) for stage in known_stages().values())


@reaction("stage.changed")
def follow_stage(entry: Entry) -> None:
    """Somebody said after how many days opportunities stall."""
    if "stalls_after" in entry.data.get("changes", {}):
        renew_stage.enqueue(entry.record_id)


@task(own_transactions=True)
def renew_stage(pk: int) -> None:
    stage = known_stages().get(pk)
    if stage:
        bring_into_line(stage)


def bring_into_line(stage: Stage) -> int:
    """The open opportunities of a stage, in batches; the day follows from the stage, so it is nobody's change."""
    if stage.status != Status.OPEN:
        return 0
    altered = 0
    for rows in _portions(stage):
        days = [(stalls_on(stage, since), pk) for pk, since, _old in rows]
        wrong = [(day, pk) for (day, pk), (_pk, _since, old) in zip(days, rows, strict=True) if day != old]
        with transaction.atomic():
            hold_lease()
            bulk.update(Opportunity, ["stalls_on"], wrong)
        altered += len(wrong)
    return altered


def _portions(stage: Stage) -> Iterator[list[tuple[int, object, object]]]:
    last = 0
    rows = Opportunity.objects.filter(stage=stage, status=Status.OPEN).order_by("pk")
    while some := list(rows.filter(pk__gt=last).values_list("pk", "stage_since", "stalls_on")[:BATCH]):
        last = some[-1][0]
        yield some
