"""What can be done to a party."""

from __future__ import annotations

from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.parties.parties.model import Party
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid
from setia.foundation.staff.models import Staff
from setia.kit.operations import operation


class Interaction(TextChoices):
    NOTE = "note", gettext_lazy("Note")
    CALL = "call", gettext_lazy("Call")
    MEETING = "meeting", gettext_lazy("Meeting")
    EMAIL = "email", gettext_lazy("E-mail")
    VISIT = "visit", gettext_lazy("Visit")


class Direction(TextChoices):
    FROM_THEM = "in", gettext_lazy("They to us")
    FROM_US = "out", gettext_lazy("We to them")


@operation(
    records="party.noted",
    label=gettext_lazy("Note what happened"),
    told=gettext_lazy("noted"),
    icon="notebook-pen",
    dated_by="happened_on",
    labels={
        "text": gettext_lazy("What happened"),
        "kind": gettext_lazy("Kind"),
        "happened_on": gettext_lazy("On"),
        "direction": gettext_lazy("Who got in touch"),
    },
)
def note_party(
    party: Party,
    *,
    text: str,
    kind: Interaction = Interaction.NOTE,
    happened_on: date | None = None,
    direction: Direction | None = None,
    by: Actor,
) -> None:
    """Tell in the history of the party that something happened: a call, a meeting, a visit."""
    if happened_on and happened_on > by.today:
        raise Invalid({"happened_on": [_("This day has not come yet.")]})


@operation(
    records="party.became_customer",
    label=gettext_lazy("Make a customer"),
    told=gettext_lazy("became a customer"),
    icon="badge-check",
    tone="good",
    when=lambda party: not party.is_customer,
)
def make_customer_party(party: Party, *, by: Actor) -> None:
    """The party buys from us now. It is no longer a prospect."""
    party.is_customer, party.is_prospect = True, False


@operation(
    records="party.assigned",
    label=gettext_lazy("Assign"),
    told=gettext_lazy("assigned"),
    icon="user-check",
    labels={"owner": gettext_lazy("To")},
)
def assign_party(party: Party, *, owner: Staff, by: Actor) -> None:
    """Somebody else looks after the party from now on."""
    party.owner = owner
