"""What can be done with a launch: have it planned."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.insight.launches.jobs import plan_launch as job
from setia.domains.insight.launches.model import Launch, LaunchAnalogue, Standing
from setia.domains.insight.launches.rights import may_plan
from setia.domains.insight.selling.queueing import put_in
from setia.foundation import ledger
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.kit.operations import operation

ledger.declare("launch.reckoned", gettext_lazy("planned from what was sold"), "chart-line")
ledger.declare("launch.lacked", gettext_lazy("found too little known to plan"), "chart-line")
ledger.declare("launch.followed", gettext_lazy("compared with what came true"), "crosshair")


@operation(
    records="launch.planned",
    label=gettext_lazy("Make the plan"),
    told=gettext_lazy("asked for a plan"),
    icon="chart-line",
    bulk=False,
    when=lambda launch: launch.archived_at is None,
)
def plan_launch(launch: Launch, *, by: Actor) -> None:
    """Work out, from products like it, what may be bought month by month: ranges, never one number."""
    if not may_plan(by.access):
        raise Refusal(_("A plan is made of all orders: only who sees all of them may make one."))
    if not launch.market or not launch.price:
        raise Refusal(_("Say how many could be reached, and at which price."))
    if not LaunchAnalogue.objects.active().filter(launch=launch).exists():
        raise Refusal(_("Name at least one product like it."))
    launch.status = Standing.WAITING.value
    put_in(job, f"launch:{launch.pk}", launch.pk)
