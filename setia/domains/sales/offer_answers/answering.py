"""The public page's side of an offer: shown, answered once, kept with proof (see `kit.proposals`)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from setia.domains.parties.confirmations.answering import shortened
from setia.domains.sales.offer_papers.telling import told
from setia.domains.sales.offer_sending.links import offer_by
from setia.domains.sales.offers.declining import DECLINED
from setia.domains.sales.offers.line import OfferLine
from setia.domains.sales.offers.model import Offer, OfferStatus
from setia.foundation import ledger
from setia.foundation.access import Actor, system
from setia.foundation.company import our_company
from setia.foundation.errors import Invalid, NotFound
from setia.foundation.formats import reader_for
from setia.kit.attachments import Held, attachments
from setia.kit.operations import find_operation, perform
from setia.kit.proposals import Proposal, State
from setia.kit.resources import registry
from setia.kit.writing import change_of, write

STATES: dict[str, State] = {
    OfferStatus.ACCEPTED.value: "accepted", OfferStatus.DECLINED.value: "declined", OfferStatus.LAPSED.value: "late",
    OfferStatus.REPLACED.value: "replaced", OfferStatus.SENT.value: "waiting",
}  # fmt: skip


class Answers:
    """As `kit.proposals` wants them."""

    def shown(self, secret: str, now: datetime, language: str = "", chosen: Collection[int] | None = None) -> Proposal:
        offer = _found(secret)
        state = state_of(offer, acting(now))
        language = language or offer.language
        with override(language):
            read = reader_for(language, our_company().zone)
            return replace(
                told(offer, language, chosen if state == "waiting" else None),
                state=state,
                answered=read.moment(offer.answered_at) if offer.answered_at else "",
                reasons=DECLINED.choices,
            )

    def accept(self, secret: str, name: str, chosen: Collection[int], sender: str, now: datetime) -> None:
        """The row is locked first, so that two answers at once are one after the other, and the second finds it
        answered."""
        name = " ".join(name.split())[:120]
        if len(name) < 2:
            raise Invalid({"name": [_("Write your name.")]})
        with transaction.atomic():
            offer, by = _locked(secret), replace(acting(now), act=ledger.begin())
            if state_of(offer, by) != "waiting":
                return
            _choose(offer, chosen, by)
            values = {"name": name, "proof": _proof(offer, sender, now)}
            perform(find_operation(registry["offers"], "accept"), [offer.pk], values, by)

    def decline(self, secret: str, reason: str, words: str, name: str, sender: str, now: datetime) -> None:
        with transaction.atomic():
            offer, by = _locked(secret), acting(now)
            if state_of(offer, by) != "waiting":
                return
            values = {
                "reason": reason, "words": words[:1_000], "name": " ".join(name.split())[:120],
                "proof": _proof(offer, sender, now),
            }  # fmt: skip
            perform(find_operation(registry["offers"], "decline"), [offer.pk], values, by)

    def paper(self, secret: str) -> Held:
        offer = _found(secret)
        if offer.paper_id is None:
            raise NotFound()
        return attachments().content(offer.paper_id, system("web"))


def acting(now: datetime) -> Actor:
    return replace(system("web", now), zone=our_company().zone)


def state_of(offer: Offer, by: Actor) -> State:
    if offer.status == OfferStatus.SENT and offer.valid_until < by.today:
        return "late"
    return STATES.get(offer.status, "withdrawn")


def _found(secret: str) -> Offer:
    offer = offer_by(secret)
    if offer is None:
        raise NotFound(_("There is no page at this address."))
    return offer


def _locked(secret: str) -> Offer:
    offer = _found(secret)
    locked: Offer = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    return locked


def _choose(offer: Offer, chosen: Collection[int], by: Actor) -> None:
    """The optional lines they want count from now on; what is not optional, or not of this offer, is no choice."""
    lines = OfferLine.objects.active().filter(offer=offer, is_optional=True).order_by("position", "id")
    changes = [change_of(line) for line in lines]
    for change in changes:
        change.after["is_chosen"] = change.id in chosen
    changes = [change for change in changes if change.dirty()]
    if changes:
        write(registry["offer-lines"], changes, by)


def _proof(offer: Offer, sender: str, now: datetime) -> str:
    """When, from where about, and to which document they answered, in the company's language."""
    with override(our_company().language):
        return _("Answered by the link in our message, on %(moment)s UTC, from %(network)s, to the document with"
                 " SHA-256 %(checksum)s.") % {
            "moment": f"{now.astimezone(UTC):%Y-%m-%d %H:%M:%S}", "network": shortened(sender),
            "checksum": offer.paper.sha256 if offer.paper else "–",
        }  # fmt: skip
