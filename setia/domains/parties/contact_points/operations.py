"""What can be done with a contact point."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.parties.contact_points.model import ContactPoint
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid, Refusal
from setia.kit.kinds import Text
from setia.kit.operations import operation

PAST = gettext_lazy("This contact point has ended. Add it again if it is in use.")


@operation(
    records="contactpoint.verified",
    label=gettext_lazy("Mark as verified"),
    told=gettext_lazy("verified"),
    icon="badge-check",
    tone="good",
    when=lambda point: point.ended_on is None and point.verified_on is None,
    choices={"how": Text(200)},
    labels={"how": gettext_lazy("How"), "on": gettext_lazy("On")},
    dated_by="on",
)
def verify_contactpoint(point: ContactPoint, *, how: str = "", on: date | None = None, by: Actor) -> None:
    """Somebody made sure that the party is reached by it."""
    _refuse_ended(point)
    if on and on > by.today:
        raise Invalid({"on": [_("This day has not come yet.")]})
    point.verified_on = on or by.today


@operation(
    records="contactpoint.ended",
    label=gettext_lazy("No longer in use"),
    told=gettext_lazy("no longer in use"),
    icon="circle-slash",
    when=lambda point: point.ended_on is None,
    labels={"on": gettext_lazy("Since")},
    dated_by="on",
)
def end_contactpoint(point: ContactPoint, *, on: date | None = None, by: Actor) -> None:
    """The party is not reached by it any more. It stays among the past ones."""
    _refuse_ended(point)
    if on and on > by.today:
        raise Invalid({"on": [_("This day has not come yet.")]})
    point.ended_on = on or by.today


def _refuse_ended(point: ContactPoint) -> None:
    if point.ended_on:
        raise Refusal(str(PAST))
