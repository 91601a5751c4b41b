"""Asking for a confirmation, by hand and by itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from setia.domains.parties.confirmations.asking import ask, refusal
from setia.domains.parties.consents.model import Channel, Consent, ConsentStatus
from setia.foundation.access import Actor
from setia.foundation.ledger import Entry, reaction
from setia.kit.operations import operation

UNASKED = ("import", "demo")
"""What comes in masses asks nobody by itself."""


@operation(
    records="consent.confirmation_sent",
    label=gettext_lazy("Send confirmation"),
    told=gettext_lazy("asked to confirm by e-mail"),
    icon="mail-question-mark",
    when=lambda consent: consent.status == ConsentStatus.ASKED and consent.channel == Channel.EMAIL,
)
def send_confirmation_consent(consent: Consent, *, by: Actor) -> None:
    """Write to the person and ask them to confirm by a link what they agreed to."""
    ask(consent, by.at, pretends=by.channel == "demo")


@reaction("consent.created", "consent.renewed")
def ask_for_what_is_to_be_confirmed(entry: Entry) -> None:
    """Where mail is set up. Whoever was asked already and may still answer is not asked twice."""
    consent = Consent.objects.select_related("party").filter(pk=entry.record_id).first()
    if consent is None or entry.channel in UNASKED or refusal(consent, entry.recorded_at):
        return
    ask(consent, entry.recorded_at)
