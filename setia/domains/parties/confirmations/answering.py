"""What the person answers to the link, kept as proof in the ledger; the link works once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from setia.domains.parties.confirmations.asking import VALID, confirmation_by
from setia.domains.parties.confirmations.model import Confirmation
from setia.domains.parties.consents.model import Consent, ConsentStatus
from setia.foundation.access import system
from setia.foundation.company import our_company
from setia.foundation.errors import NotFound
from setia.kit.confirmations import Question, State
from setia.kit.operations import find_operation, perform
from setia.kit.resources import registry

STANDING: dict[str, State] = {
    ConsentStatus.GRANTED.value: "granted",
    ConsentStatus.WITHDRAWN.value: "withdrawn",
    ConsentStatus.EXPIRED.value: "expired",
}


class Answers:
    """As `kit.confirmations` wants them."""

    def question(self, secret: str, now: datetime) -> Question:
        return _question(_found(secret), now)

    def answer(self, secret: str, yes: bool, sender: str, now: datetime) -> Question:
        """Both rows are locked, so that two answers at once are one after the other."""
        with transaction.atomic():
            asked = _found(secret)
            Consent.objects.select_for_update(of=("self",)).get(pk=asked.consent_id)
            asked = Confirmation.objects.select_for_update(of=("self",)).get(pk=asked.pk)
            if _state(asked, now) == "waiting":
                _take_down(asked, yes, sender, now)
                asked = _found(secret)
        return _question(asked, now)


def _found(secret: str) -> Confirmation:
    asked = confirmation_by(secret)
    if asked is None:
        raise NotFound(_("There is no page at this address."))
    return asked


def _question(asked: Confirmation, now: datetime) -> Question:
    consent = asked.consent
    return Question(
        our_company().name, consent.purpose.name, consent.wording, asked.language, _state(asked, now), asked.answered_at
    )


def _state(asked: Confirmation, now: datetime) -> State:
    """How it stands now: what became of the consent counts more than what was once answered."""
    consent = asked.consent
    if asked.answer == "refused" and consent.status == ConsentStatus.WITHDRAWN:
        return "refused"
    if consent.archived_at or consent.party.archived_at or consent.wording_version != asked.wording_version:
        return "replaced"
    if consent.status in STANDING:
        return STANDING[consent.status]
    if asked.answer:
        return "replaced"
    return "late" if now > asked.made_at + VALID else "waiting"


def _take_down(asked: Confirmation, yes: bool, sender: str, now: datetime) -> None:
    verb = find_operation(registry["consents"], "confirm" if yes else "withdraw")
    by = replace(system("web", now), zone=our_company().zone)
    perform(verb, [asked.consent_id], {"proof": _proof(asked, yes, sender, now)}, by)
    answer = "confirmed" if yes else "refused"
    Confirmation.objects.filter(pk=asked.pk).update(answer=answer, answered_at=now)


def _proof(asked: Confirmation, yes: bool, sender: str, now: datetime) -> str:
    """When, from where about, to which message and which wording they answered, in the company's language."""
    with override(our_company().language):
        words = (
            _("Confirmed by the link in message %(message)s to %(email)s, on %(moment)s UTC, from %(network)s,"
              " to version %(version)s of the wording.")
            if yes
            else _("By the link in message %(message)s to %(email)s, on %(moment)s UTC, from %(network)s: they did not"
                   " ask for this (version %(version)s of the wording).")
        )  # fmt: skip
        return words % {
            "message": asked.message, "email": asked.email, "moment": f"{now.astimezone(UTC):%Y-%m-%d %H:%M:%S}",
            "network": shortened(sender), "version": asked.wording_version,
        }  # fmt: skip


def shortened(sender: str) -> str:
    """A network address without the part that names one household: enough for proof, too little to follow anybody."""
    try:
        address = ip_address(sender)
    except ValueError:
        return "?"
    return str(ip_network((address, 24 if address.version == 4 else 48), strict=False))
