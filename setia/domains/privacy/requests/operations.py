"""What can be done about a request."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.parties.parties.model import Party
from setia.domains.privacy.requests.model import Kind, PrivacyRequest, Status
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid, Refusal
from setia.foundation.periods import months_later
from setia.kit.operations import operation
from setia.kit.resources import registry
from setia.kit.writing import changes_of, write

LONGEST_EXTENSION = 2
"""Months (GDPR, article 12, paragraph 3)."""


def is_open(request: PrivacyRequest) -> bool:
    return request.status == Status.OPEN


@operation(
    records="privacyrequest.answered",
    label=gettext_lazy("Mark as answered"),
    told=gettext_lazy("answered"),
    icon="check",
    tone="good",
    bulk=False,
    when=lambda request: is_open(request) and request.kind != Kind.ERASURE,
    labels={"answer": gettext_lazy("What the person was told, or what was changed")},
)
def answer_privacyrequest(request: PrivacyRequest, *, answer: str, by: Actor) -> None:
    """The person has what they asked for: the file, the correction, or the answer."""
    require_open(request)
    if request.kind == Kind.ERASURE:
        raise Refusal(_("Erase the person; the request is then answered by the proof."))
    if request.kind == Kind.RESTRICTION and not request.party.restricted_on:
        raise Refusal(_("Restrict the processing first."))
    _close(request, Status.DONE, answer, by)


@operation(
    records="privacyrequest.refused",
    label=gettext_lazy("Refuse"),
    told=gettext_lazy("refused"),
    icon="ban",
    tone="danger",
    bulk=False,
    when=is_open,
    labels={"reason": gettext_lazy("Why, as the person was told")},
)
def refuse_privacyrequest(request: PrivacyRequest, *, reason: str, by: Actor) -> None:
    """The request is not followed. The person must be told why, and where they can complain."""
    require_open(request)
    _close(request, Status.REFUSED, reason, by)


@operation(
    records="privacyrequest.extended",
    label=gettext_lazy("Take longer"),
    told=gettext_lazy("given more time"),
    icon="calendar-plus",
    bulk=False,
    when=is_open,
    labels={"months": gettext_lazy("Months more"), "reason": gettext_lazy("Why, as the person was told")},
)
def extend_privacyrequest(request: PrivacyRequest, *, months: int = 2, reason: str, by: Actor) -> None:
    """Up to two months more where there is much to do; the person must be told within the first month."""
    require_open(request)
    if not 1 <= months <= LONGEST_EXTENSION:
        raise Invalid({"months": [_("One or two months.")]})
    longest = months_later(request.received_on, 1 + LONGEST_EXTENSION)
    wanted = months_later(request.due_on, months)
    if wanted > longest:
        raise Invalid({"months": [_("It cannot be later than %(day)s.") % {"day": longest.isoformat()}]})
    request.due_on, request.reply = wanted, reason


@operation(
    records="privacyrequest.restricted",
    label=gettext_lazy("Restrict processing"),
    told=gettext_lazy("processing restricted"),
    icon="lock",
    bulk=False,
    when=lambda request: is_open(request) and request.kind in (Kind.RESTRICTION, Kind.OBJECTION),
)
def restrict_privacyrequest(request: PrivacyRequest, *, by: Actor) -> None:
    """What is known of the party is only kept and looked at from now on: nobody writes to them, nothing is derived."""
    require_open(request)
    if request.party.restricted_on:
        raise Refusal(_("The processing is restricted already."))
    _set_restricted(request.party, by, lifted=False)


@operation(
    records="privacyrequest.lifted",
    label=gettext_lazy("Lift the restriction"),
    told=gettext_lazy("restriction lifted"),
    icon="lock-open",
    bulk=False,
    when=lambda request: bool(request.party.restricted_on),
    labels={"reason": gettext_lazy("Why, as the person was told beforehand")},
)
def lift_privacyrequest(request: PrivacyRequest, *, reason: str, by: Actor) -> None:
    """The party is dealt with as before. The person must be told beforehand."""
    if not request.party.restricted_on:
        raise Refusal(_("The processing is not restricted."))
    _set_restricted(request.party, by, lifted=True)


def require_open(request: PrivacyRequest) -> None:
    if not is_open(request):
        raise Refusal(_("This request is answered already."))


def _close(request: PrivacyRequest, status: Status, answer: str, by: Actor) -> None:
    request.status, request.reply, request.done_on = status, answer, by.today


def _set_restricted(party: Party, by: Actor, *, lifted: bool) -> None:
    parties = registry.of_noun("parties.party")
    changes = changes_of(parties, [party.pk])
    for change in changes:
        change.after["restricted_on"] = None if lifted else by.today
    write(parties, changes, by, fact="party.released" if lifted else "party.restricted")
