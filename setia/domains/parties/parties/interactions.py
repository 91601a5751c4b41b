"""What passes between us and a party, told by hand: notes, calls, meetings, e-mails, visits."""

from __future__ import annotations

from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.parties.parties.model import Party
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid
from setia.foundation.ledger import FactKind
from setia.foundation.staff.models import Staff
from setia.kit.attending import Attending
from setia.kit.kinds import Text, Whole
from setia.kit.operations import operation
from setia.kit.shaping.listed import extensible

A_DAY = 24 * 60


class Interaction(TextChoices):
    NOTE = "note", gettext_lazy("Note")
    CALL = "call", gettext_lazy("Call")
    MEETING = "meeting", gettext_lazy("Meeting")
    EMAIL = "email", gettext_lazy("E-mail")
    VISIT = "visit", gettext_lazy("Visit")


class Direction(TextChoices):
    FROM_THEM = "in", gettext_lazy("They to us")
    FROM_US = "out", gettext_lazy("We to them")


class Outcome(TextChoices):
    REACHED = "reached", gettext_lazy("Spoken with")
    MESSAGE = "message", gettext_lazy("Left a message")
    MISSED = "missed", gettext_lazy("Not reached")
    AGREED = "agreed", gettext_lazy("Agreed")
    UNDECIDED = "undecided", gettext_lazy("Undecided")
    REFUSED = "refused", gettext_lazy("Declined")


OUTCOMES = extensible("outcome", gettext_lazy("Outcome of a call or visit"), Outcome.choices, 20)


@operation(
    records="party.noted",
    label=gettext_lazy("Note what happened"),
    told=gettext_lazy("noted"),
    icon="notebook-pen",
    dated_by="happened_on",
    tells=True,
    by_input="kind",
    facts={
        "call": FactKind("party.called", gettext_lazy("spoke by telephone"), "phone"),
        "meeting": FactKind("party.met", gettext_lazy("met in person"), "users"),
        "email": FactKind("party.mailed", gettext_lazy("exchanged e-mail"), "mail"),
        "visit": FactKind("party.visited", gettext_lazy("visited"), "map-pin"),
    },
    attending=Attending("person", only_once=("minutes", "next_step", "next_on", "promised", "promised_on", "keeper")),
    choices={"outcome": OUTCOMES, "minutes": Whole(1, A_DAY), "next_step": Text(200), "promised": Text(300)},
    labels={
        "text": gettext_lazy("What happened"),
        "kind": gettext_lazy("Kind"),
        "happened_on": gettext_lazy("On"),
        "direction": gettext_lazy("Who got in touch"),
        "person": gettext_lazy("With"),
        "minutes": gettext_lazy("Minutes"),
        "outcome": gettext_lazy("Outcome"),
        "next_step": gettext_lazy("Next step"),
        "next_on": gettext_lazy("Next step on"),
        "promised": gettext_lazy("We promised"),
        "promised_on": gettext_lazy("Promised for"),
        "keeper": gettext_lazy("Who has to keep it"),
    },
)
def note_party(
    party: Party,
    *,
    text: str,
    kind: Interaction = Interaction.NOTE,
    happened_on: date | None = None,
    direction: Direction | None = None,
    person: list[Party] | None = None,
    minutes: int | None = None,
    outcome: str = "",
    next_step: str = "",
    next_on: date | None = None,
    promised: str = "",
    promised_on: date | None = None,
    keeper: Staff | None = None,
    by: Actor,
) -> None:
    """Tell in the history of the party that something happened: a call, a meeting, a visit."""
    if happened_on and happened_on > by.today:
        raise Invalid({"happened_on": [_("This day has not come yet.")]})
    if next_on and not next_step.strip():
        raise Invalid({"next_step": [_("Say what is to be done on that day.")]})
    if (promised_on or keeper) and not promised.strip():
        raise Invalid({"promised": [_("Say what was promised.")]})
    if promised.strip() and promised_on is None:
        raise Invalid({"promised_on": [_("Say by when: nobody can keep what has no end.")]})
    if promised_on and promised_on < (happened_on or by.today):
        raise Invalid({"promised_on": [_("This is before the day on which it was promised.")]})
