"""What becomes of a lead."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.parties.parties.model import Party
from setia.domains.sales.leads.converting import convert, preview
from setia.domains.sales.leads.model import UNDECIDED, Lead, LeadStatus
from setia.domains.sales.pipelines.model import Pipeline
from setia.domains.sales.reasons.model import Reason
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid, Refusal
from setia.foundation.staff.models import Staff
from setia.kit.kinds import Amount, Text
from setia.kit.operations import operation


def is_undecided(lead: Lead) -> bool:
    return lead.status in UNDECIDED


@operation(
    records="lead.taken_up",
    label=gettext_lazy("Take up"),
    told=gettext_lazy("taken up"),
    icon="hand",
    when=lambda lead: lead.status == LeadStatus.NEW,
)
def take_up_lead(lead: Lead, *, by: Actor) -> None:
    """I look after this enquiry: it is mine from now on, unless it is somebody else's."""
    _require(lead, LeadStatus.NEW)
    lead.status = LeadStatus.WORKING.value
    lead.owner_id = lead.owner_id or by.staff_id


@operation(
    records="lead.assigned",
    label=gettext_lazy("Assign"),
    told=gettext_lazy("assigned"),
    icon="user-check",
    labels={"owner": gettext_lazy("To")},
    when=is_undecided,
)
def assign_lead(lead: Lead, *, owner: Staff, by: Actor) -> None:
    """Somebody else looks after the enquiry from now on."""
    lead.owner = owner


@operation(
    records="lead.qualified",
    label=gettext_lazy("Qualify"),
    told=gettext_lazy("qualified"),
    icon="badge-check",
    tone="good",
    when=lambda lead: lead.status in (LeadStatus.NEW, LeadStatus.WORKING),
)
def qualify_lead(lead: Lead, *, by: Actor) -> None:
    """We can help and they mean it: worth an opportunity."""
    _require(lead, LeadStatus.NEW, LeadStatus.WORKING)
    lead.status = LeadStatus.QUALIFIED.value


@operation(
    records="lead.unqualified",
    label=gettext_lazy("Do not pursue"),
    told=gettext_lazy("not pursued"),
    icon="circle-slash",
    tone="danger",
    when=is_undecided,
    choices={"reason": Text(300)},
    labels={"because": gettext_lazy("What decided it"), "reason": gettext_lazy("Why, in words")},
)
def disqualify_lead(lead: Lead, *, because: Reason | None = None, reason: str = "", by: Actor) -> None:
    """Nothing will come of it. The reason says which sources bring whom."""
    _require(lead, *map(LeadStatus, UNDECIDED))
    if because is None and not reason:
        raise Invalid({"because": [_("A reason is required: choose one, or say it in words.")]})
    lead.status = LeadStatus.UNQUALIFIED.value
    lead.reason, lead.ended_because = because, reason


@operation(
    records="lead.reopened",
    label=gettext_lazy("Open again"),
    told=gettext_lazy("opened again"),
    icon="rotate-ccw",
    when=lambda lead: lead.status == LeadStatus.UNQUALIFIED,
)
def reopen_lead(lead: Lead, *, by: Actor) -> None:
    """Something may come of it after all."""
    _require(lead, LeadStatus.UNQUALIFIED)
    lead.status = LeadStatus.WORKING.value
    lead.reason, lead.ended_because = None, ""


@operation(
    records="lead.moved",
    label=gettext_lazy("Move"),
    told=gettext_lazy("moved on"),
    icon="move-right",
    when=lambda lead: lead.status != LeadStatus.CONVERTED,
    labels={"status": gettext_lazy("To")},
)
def move_lead(lead: Lead, *, status: LeadStatus, by: Actor) -> None:
    """The enquiry goes on to another lane of the board. What needs more than that has an action of its own."""
    if lead.status == LeadStatus.CONVERTED:
        raise Refusal(_("An enquiry that became an opportunity stays what it is."))
    if status == LeadStatus.CONVERTED:
        raise Refusal(_("Convert it: that asks for the customer and the next step."))
    if status == LeadStatus.UNQUALIFIED:
        raise Refusal(_("Say with “Do not pursue” why nothing comes of it."))
    if lead.status == status:
        raise Refusal(_("“%(lead)s” is there already.") % {"lead": lead})
    lead.status = LeadStatus(status).value
    lead.reason, lead.ended_because = None, ""
    if status != LeadStatus.NEW:
        lead.owner_id = lead.owner_id or by.staff_id


@operation(
    records="lead.converted",
    label=gettext_lazy("Convert"),
    told=gettext_lazy("converted"),
    icon="target",
    tone="good",
    when=is_undecided,
    choices={"next_step": Text(300), "amount": Amount()},
    labels={
        "party": gettext_lazy("Is the party"), "pipeline": gettext_lazy("Pipeline"),
        "amount": gettext_lazy("Value"), "next_step": gettext_lazy("Next step"),
        "next_step_on": gettext_lazy("Next step on"),
    },
    preview=preview,
    prefilled=("party",),
)  # fmt: skip
def convert_lead(
    lead: Lead,
    *,
    party: Party | None = None,
    pipeline: Pipeline | None = None,
    amount: int | None = None,
    next_step: str = "",
    next_step_on: date | None = None,
    by: Actor,
) -> None:
    """The enquiry becomes an opportunity with the person and company, and everything that was kept about it."""
    if lead.status == LeadStatus.CONVERTED:
        raise Refusal(_("“%(lead)s” was converted already.") % {"lead": lead})
    _require(lead, *map(LeadStatus, UNDECIDED))
    convert(lead, by, party=party, pipeline=pipeline, amount=amount, step=next_step, step_on=next_step_on)


def _require(lead: Lead, *statuses: LeadStatus) -> None:
    if lead.status not in statuses:
        words = _("“%(lead)s” is %(status)s; this is not possible any more.")
        raise Refusal(words % {"lead": lead, "status": lead.get_status_display().lower()})
