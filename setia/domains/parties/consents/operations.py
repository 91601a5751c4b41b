"""Giving, confirming and withdrawing a consent."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.parties.consents.model import Consent, ConsentStatus
from setia.domains.parties.consents.sources import SOURCES
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid, Refusal
from setia.foundation.periods import months_later
from setia.kit.operations import operation

PROOF = {"source": gettext_lazy("How we know"), "proof": gettext_lazy("Proof"), "on": gettext_lazy("On")}


@operation(
    records="consent.confirmed",
    label=gettext_lazy("Confirm"),
    told=gettext_lazy("confirmed"),
    icon="shield-check",
    tone="good",
    when=lambda consent: consent.status == ConsentStatus.ASKED,
    labels=PROOF,
    dated_by="on",
)
def confirm_consent(consent: Consent, *, proof: str, on: date | None = None, by: Actor) -> None:
    """The person has confirmed what they agreed to, for example by the link in a message."""
    if consent.status != ConsentStatus.ASKED:
        raise Refusal(_("This consent does not wait for a confirmation."))
    _refuse_future(on, by)
    consent.status = ConsentStatus.GRANTED.value
    consent.proof = "\n".join(filter(None, [consent.proof, proof]))


@operation(
    records="consent.withdrawn",
    label=gettext_lazy("Withdraw"),
    told=gettext_lazy("withdrawn"),
    icon="shield-off",
    tone="danger",
    when=lambda consent: consent.status != ConsentStatus.WITHDRAWN,
    labels=PROOF,
    dated_by="on",
)
def withdraw_consent(consent: Consent, *, proof: str = "", on: date | None = None, by: Actor) -> None:
    """The person does not want this any more. It counts from now on."""
    if consent.status == ConsentStatus.WITHDRAWN:
        raise Refusal(_("This consent is withdrawn already."))
    _refuse_future(on, by)
    consent.status = ConsentStatus.WITHDRAWN.value
    consent.ended_on = on or by.today


@operation(
    records="consent.renewed",
    label=gettext_lazy("Grant again"),
    told=gettext_lazy("granted again"),
    icon="shield-plus",
    tone="good",
    when=lambda consent: consent.status in (ConsentStatus.WITHDRAWN, ConsentStatus.EXPIRED),
    choices={"source": SOURCES},
    labels=PROOF,
    dated_by="on",
)
def renew_consent(consent: Consent, *, source: str, proof: str = "", on: date | None = None, by: Actor) -> None:
    """The person has agreed again, to the wording as it is today."""
    if consent.status in (ConsentStatus.GRANTED, ConsentStatus.ASKED):
        raise Refusal(_("This consent is there already."))
    _refuse_future(on, by)
    purpose = consent.purpose
    consent.status = (ConsentStatus.ASKED if purpose.confirmed_twice else ConsentStatus.GRANTED).value
    consent.source, consent.proof = source, proof
    consent.wording, consent.wording_version = purpose.wording, purpose.wording_version
    consent.given_on, consent.ended_on = on or by.today, None
    consent.expires_on = months_later(consent.given_on, purpose.months) if purpose.months else None


def _refuse_future(day: date | None, by: Actor) -> None:
    if day and day > by.today:
        raise Invalid({"on": [_("This day has not come yet.")]})
