"""When launches are planned: soon after somebody asked for it. And when they are compared with what came true."""

from __future__ import annotations

from datetime import datetime

from setia.domains.insight.launches import keeping
from setia.domains.insight.launches.inputs import MADE, stand_anew
from setia.domains.insight.launches.model import Launch, Standing
from setia.domains.insight.selling.queueing import put_in
from setia.domains.insight.selling.source import from_marts
from setia.domains.insight.warehouse.jobs import after_refresh
from setia.foundation.access import Actor, system
from setia.foundation.jobs import task
from setia.kit.chores import Tell

KEY = "launches:follow"


@task(own_transactions=True, retries=2)
def plan_launch(id: int) -> None:
    keeping.plan_launches([id], from_marts(), system())


@task(own_transactions=True, retries=2)
def follow_launches() -> None:
    _follow(system())


def _follow(by: Actor) -> None:
    """What waited for the first marts is planned now; of what is on sale it is counted who bought it."""
    waiting = Launch.objects.active().filter(status=Standing.WAITING).values_list("pk", flat=True)
    if waiting:
        keeping.plan_launches(waiting, from_marts(), by)
    keeping.follow_launches(from_marts(), by)
    # Imports that were undone take along what belonged to launches without another word.
    stand_anew(set(Launch.objects.active().filter(status__in=MADE).values_list("pk", flat=True)))


def soon() -> None:
    put_in(follow_launches, KEY)


def at_once(at: datetime, _tell: Tell) -> str:
    """For whoever refreshes the marts on the command line."""
    _follow(system(at=at))
    return ""


after_refresh(soon, at_once)
