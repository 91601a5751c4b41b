"""What can be done to an opportunity."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.competitors.model import Competitor
from setia.domains.sales.opportunities.model import Opportunity
from setia.domains.sales.reasons.model import Reason
from setia.domains.sales.stages.model import Stage, Status
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid, Refusal
from setia.foundation.records import address
from setia.foundation.staff.models import Staff
from setia.kit import verbs
from setia.kit.changes import Change
from setia.kit.kinds import Amount, Text
from setia.kit.operations import operation
from setia.kit.resources import registry
from setia.kit.writing import changes_of, write

STEP = ("next_step", "next_step_on")
STEP_LABELS = {"next_step": gettext_lazy("Next step"), "next_step_on": gettext_lazy("Next step on")}


def is_open(opportunity: Opportunity) -> bool:
    return opportunity.status == Status.OPEN


@operation(
    records="opportunity.moved",
    label=gettext_lazy("Move to a stage"),
    told=gettext_lazy("moved to another stage"),
    icon="move-right",
    choices={"next_step": Text(300)},
    labels={"stage": gettext_lazy("Stage"), **STEP_LABELS},
    prefilled=STEP,
)
def move_opportunity(
    opportunity: Opportunity, *, stage: Stage, next_step: str = "", next_step_on: date | None = None, by: Actor
) -> None:
    """The opportunity goes on to another stage. A stage that means won or lost closes it."""
    if opportunity.stage_id == stage.pk:
        raise Refusal(_("“%(name)s” is in this stage already.") % {"name": opportunity})
    opportunity.stage = stage
    _step(opportunity, next_step, next_step_on)


@operation(
    records="opportunity.won",
    label=gettext_lazy("Win"),
    told=gettext_lazy("won"),
    icon="trophy",
    tone="good",
    when=lambda opportunity: opportunity.status != Status.WON,
    choices={"amount": Amount()},
    labels={
        "on": gettext_lazy("Won on"), "amount": gettext_lazy("Value"), "because": gettext_lazy("What decided it"),
    },
    dated_by="on",
    prefilled=("amount",),
)  # fmt: skip
def win_opportunity(
    opportunity: Opportunity,
    *,
    on: date | None = None,
    amount: int | None = None,
    because: Reason | None = None,
    by: Actor,
) -> None:
    """The customer bought. The value may be corrected to what was agreed in the end."""
    _close(opportunity, Status.WON, on, by)
    opportunity.reason = because
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
    labels={
        "because": gettext_lazy("What decided it"), "reason": gettext_lazy("Why, in words"),
        "to": gettext_lazy("Lost to"), "on": gettext_lazy("Lost on"),
    },
    dated_by="on",
)  # fmt: skip
def lose_opportunity(
    opportunity: Opportunity,
    *,
    because: Reason | None = None,
    reason: str = "",
    to: Competitor | None = None,
    on: date | None = None,
    by: Actor,
) -> None:
    """The customer will not buy. The reason teaches us something for the next time."""
    if because is None and not reason:
        raise Invalid({"because": [_("A reason is required: choose one, or say it in words.")]})
    _close(opportunity, Status.LOST, on, by)
    opportunity.reason, opportunity.lost_reason = because, reason
    if to is not None:
        _taken(opportunity, to, by)


@operation(
    records="opportunity.reopened",
    label=gettext_lazy("Reopen"),
    told=gettext_lazy("reopened"),
    icon="rotate-ccw",
    when=lambda opportunity: not is_open(opportunity),
    choices={"next_step": Text(300)},
    labels=STEP_LABELS,
    prefilled=STEP,
)
def reopen_opportunity(
    opportunity: Opportunity, *, next_step: str = "", next_step_on: date | None = None, by: Actor
) -> None:
    """It is not over yet: the opportunity goes back to the open stage it was in before."""
    if is_open(opportunity):
        raise Refusal(_("“%(name)s” is open already.") % {"name": opportunity})
    opportunity.status = Status.OPEN.value
    _step(opportunity, next_step, next_step_on)


@operation(
    records="opportunity.planned",
    label=gettext_lazy("Next step as a task"),
    told=gettext_lazy("next step planned"),
    icon="list-plus",
    when=is_open,
    choices={"next_step": Text(200)},
    labels=STEP_LABELS,
    prefilled=STEP,
)
def plan_opportunity(opportunity: Opportunity, *, next_step: str, next_step_on: date | None = None, by: Actor) -> None:
    """What is to be done next becomes a task of whoever pursues the opportunity."""
    if not is_open(opportunity):
        raise Refusal(_("“%(name)s” is decided already. Reopen it first.") % {"name": opportunity})
    _step(opportunity, next_step, next_step_on)
    values = {
        "name": next_step, "due_on": next_step_on and next_step_on.isoformat(), "about": address(opportunity),
        "party": opportunity.party_id, "owner": opportunity.owner_id or by.staff_id,
    }  # fmt: skip
    verbs.create(registry["tasks"], {name: str(value) for name, value in values.items() if value}, by)


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


def _step(opportunity: Opportunity, step: str, on: date | None) -> None:
    """What was left empty stays as it is; another step without a day has no day."""
    if step:
        opportunity.next_step_on = on or (opportunity.next_step_on if step == opportunity.next_step else None)
        opportunity.next_step = step
    elif on:
        opportunity.next_step_on = on


def _taken(opportunity: Opportunity, competitor: Competitor, by: Actor) -> None:
    """The competitor stands on the opportunity as the one who took it."""
    rivals = registry["rivals"]
    known = rivals.model._default_manager.filter(opportunity=opportunity, competitor=competitor, archived_at=None)
    changes = changes_of(rivals, known.values_list("pk", flat=True))
    changes = changes or [Change(after={"opportunity_id": opportunity.pk, "competitor_id": competitor.pk})]
    for change in changes:
        change.after["standing"] = "took"
    write(rivals, changes, by)


def _close(opportunity: Opportunity, status: Status, on: date | None, by: Actor) -> None:
    if opportunity.status == status:
        words = _("“%(name)s” is won already.") if status == Status.WON else _("“%(name)s” is lost already.")
        raise Refusal(words % {"name": opportunity})
    if on and on > by.today:
        raise Invalid({"on": [_("This day has not come yet.")]})
    opportunity.status = status.value
    opportunity.closed_on = on or by.today
