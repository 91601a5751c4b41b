"""What can be done to a party."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from setia.domains.parties.parties.model import Party
from setia.foundation.access import Actor
from setia.foundation.staff.models import Staff
from setia.kit.operations import operation


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
