"""What can be done to an opportunity."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.opportunities.model import Opportunity
from setia.domains.sales.stages.model import Stage, Status
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid, Refusal
from setia.foundation.staff.models import Staff
from setia.kit.kinds import Amount, Text
from setia.kit.operations import operation


def is_open(opportunity: Opportunity) -> bool:
    return opportunity.status == Status.OPEN


@operation(
    records="opportunity.moved",
    label=gettext_lazy("Move to a stage"),
    told=gettext_lazy("moved to another stage"),
    icon="move-right",
    labels={"stage": gettext_lazy("Stage")},
)
def move_opportunity(opportunity: Opportunity, *, stage: Stage, by: Actor) -> None:
    """The opportunity goes on to another stage. A stage that means won or lost closes it."""
    if opportunity.stage_id == stage.pk:
        raise Refusal(_("“%(name)s” is in this stage already.") % {"name": opportunity})
    opportunity.stage = stage


@operation(
    records="opportunity.won",
    label=gettext_lazy("Win"),
    told=gettext_lazy("won"),
    icon="trophy",
    tone="good",
    when=lambda opportunity: opportunity.status != Status.WON,
    choices={"amount": Amount()},
    labels={"on": gettext_lazy("Won on"), "amount": gettext_lazy("Value")},
    dated_by="on",
)
def win_opportunity(opportunity: Opportunity, *, on: date | None = None, amount: int | None = None, by: Actor) -> None:
    """The customer bought. The value may be corrected to what was agreed in the end."""
    _close(opportunity, Status.WON, on, by)
    if amount is not None:
        opportunity.amount = amount


@operation(
    records="opportunity.lost",
    label=gettext_lazy("Lose"),
    told=gettext_lazy("lost"),
    icon="thumbs-down",
    tone="danger",
    when=lambda opportunity: opportunity.status != Status.LOST,
    choices={"reason": Text(300)},
    labels={"reason": gettext_lazy("Why"), "on": gettext_lazy("Lost on")},
    dated_by="on",
)
def lose_opportunity(opportunity: Opportunity, *, reason: str, on: date | None = None, by: Actor) -> None:
    """The customer will not buy. The reason teaches us something for the next time."""
    _close(opportunity, Status.LOST, on, by)
    opportunity.lost_reason = reason


@operation(
    records="opportunity.reopened",
    label=gettext_lazy("Reopen"),
    told=gettext_lazy("reopened"),
    icon="rotate-ccw",
    when=lambda opportunity: not is_open(opportunity),
)
def reopen_opportunity(opportunity: Opportunity, *, by: Actor) -> None:
    """It is not over yet: the opportunity goes back to the open stage it was in before."""
    if is_open(opportunity):
        raise Refusal(_("“%(name)s” is open already.") % {"name": opportunity})
    opportunity.status = Status.OPEN.value


@operation(
    records="opportunity.assigned",
    label=gettext_lazy("Assign"),
    told=gettext_lazy("assigned"),
    icon="user-check",
    labels={"owner": gettext_lazy("To")},
)
def assign_opportunity(opportunity: Opportunity, *, owner: Staff, by: Actor) -> None:
    """Somebody else pursues the opportunity from now on."""
    opportunity.owner = owner


def _close(opportunity: Opportunity, status: Status, on: date | None, by: Actor) -> None:
    if opportunity.status == status:
        words = _("“%(name)s” is won already.") if status == Status.WON else _("“%(name)s” is lost already.")
        raise Refusal(words % {"name": opportunity})
    if on and on > by.today:
        raise Invalid({"on": [_("This day has not come yet.")]})
    opportunity.status = status.value
    opportunity.closed_on = on or by.today
