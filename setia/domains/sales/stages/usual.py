"""How long opportunities usually stay in a stage, and from when on one of them has stalled.

The usual time is the median of what was logged when opportunities left the stage in the last years, the limit the
80th percentile. Where fewer than `ENOUGH` have left it, all open stages of its pipeline are taken together; where
that is not enough either, `DEFAULT_DAYS` count, and it is said so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from setia.domains.sales.stages.model import Basis, Stage, Status
from setia.foundation.periods import days_later

ENOUGH = 20
DEFAULT_DAYS = 30
SLOW = 0.8
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Usual:
    """Days in whole, rounded up, so that nothing stalls on the day it came."""

    median: int | None
    slow: int | None
    count: int
    basis: Basis


def quantile(sorted_values: Sequence[int], share: float) -> int:
    """The smallest value that at least this share of the values does not exceed."""
    return sorted_values[max(0, ceil(share * len(sorted_values)) - 1)]


def usual_times(logged: Iterable[tuple[int, int]], stages: Iterable[Stage]) -> dict[int, Usual]:
    """From (stage left, seconds it was stayed in) to what is usual in each open stage."""
    of_stage: dict[int, list[int]] = defaultdict(list)
    for stage, seconds in logged:
        of_stage[stage].append(ceil(seconds / DAY))
    known = [stage for stage in stages if stage.status == Status.OPEN]
    of_pipeline: dict[int, list[int]] = defaultdict(list)
    for stage in known:
        of_pipeline[stage.pipeline_id] += of_stage[stage.pk]
    found = {}
    for stage in known:
        own, together = sorted(of_stage[stage.pk]), sorted(of_pipeline[stage.pipeline_id])
        if len(own) >= ENOUGH:
            found[stage.pk] = Usual(max(1, quantile(own, 0.5)), max(1, quantile(own, SLOW)), len(own), Basis.STAGE)
        elif len(together) >= ENOUGH:
            median, slow = max(1, quantile(together, 0.5)), max(1, quantile(together, SLOW))
            found[stage.pk] = Usual(median, slow, len(together), Basis.PIPELINE)
        else:
            found[stage.pk] = Usual(None, None, len(own), Basis.NOTHING)
    return found


def patience(stage: Stage) -> int:
    """Days after which an opportunity in this stage has stalled."""
    return stage.stalls_after or stage.slow_days or DEFAULT_DAYS


def stalls_on(stage: Stage, since: datetime) -> date | None:
    """The first day on which it has been there for too long; None where it is over."""
    if stage.status != Status.OPEN:
        return None
    return days_later(since.date(), patience(stage) + 1)


def explain(rows: list[dict[str, Any]]) -> None:
    """For a page of stages, in words: what is usual there, and what that rests on."""
    stages = Stage.objects.in_bulk([row["id"] for row in rows])
    for row in rows:
        stage = stages.get(row["id"])
        row["usual"] = in_words(stage) if stage else ""


def in_words(stage: Stage) -> str:
    if stage.status != Status.OPEN:
        return ""
    if stage.usual_days is None:
        words = _("Fewer than %(enough)s opportunities have left the stages of this pipeline: %(days)s days count.")
        told = words % {"enough": ENOUGH, "days": DEFAULT_DAYS}
    else:
        words = ngettext(
            "Half of them leave within %(days)s day, four of five within %(slow)s.",
            "Half of them leave within %(days)s days, four of five within %(slow)s.",
            stage.usual_days,
        )
        told = words % {"days": stage.usual_days, "slow": stage.slow_days}
        rests = {
            Basis.STAGE: _("That rests on %(count)s opportunities that left this stage."),
            Basis.PIPELINE: _("Too few have left this stage: that rests on %(count)s stays in the whole pipeline."),
        }
        told += " " + rests[Basis(stage.usual_basis)] % {"count": stage.usual_from}
    if stage.stalls_after:
        told += " " + _("You have said %(days)s days instead.") % {"days": stage.stalls_after}
    return told
