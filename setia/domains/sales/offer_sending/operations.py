"""Sending an offer: once, with its document and the link by which the customer answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from setia.domains.conversations.messages.sending import CONTRACT, send
from setia.domains.sales.offer_papers.making import document_of
from setia.domains.sales.offer_sending.links import checksum, link_of, secret_of
from setia.domains.sales.offers.authority import lines_of, reaches
from setia.domains.sales.offers.line import OfferLine
from setia.domains.sales.offers.model import Offer, OfferStatus
from setia.domains.sales.offers.operations import is_open, require_open
from setia.domains.sales.offers.versions import replace_older
from setia.foundation.access import Access, Actor
from setia.foundation.company import our_company
from setia.foundation.errors import Refusal
from setia.foundation.formats import reader_for
from setia.foundation.records import address
from setia.kit.attachments import attachments
from setia.kit.kinds import Email
from setia.kit.operations import operation

TO = {"to": gettext_lazy("To"), "words": gettext_lazy("Words of your own, above the link")}


@operation(
    records="offer.sent",
    label=gettext_lazy("Send"),
    told=gettext_lazy("sent"),
    icon="send",
    tone="good",
    bulk=False,
    when=is_open,
    choices={"to": Email()},
    labels=TO,
)
def send_offer(offer: Offer, *, to: str = "", words: str = "", by: Actor) -> None:
    """The customer gets a message with the document and a link by which they accept or decline. Afterwards only a new
    version can be changed. Leave the address empty for the one of the contact person, or of the customer."""
    require_open(offer)
    lines = lines_of(offer)
    _require_ready(offer, lines, by)
    offer.sent_at = by.at
    document = document_of(offer)
    helper = assisted(by)
    added = attachments().add(address(offer), [document.body], document.name, helper, _("As it was sent"))
    offer.paper_id = added.id
    offer.secret = checksum(secret_of(offer))
    offer.status = OfferStatus.SENT.value
    _write_to(offer, to, words, helper)
    replace_older(offer, by)


@operation(
    records="offer.sent_again",
    label=gettext_lazy("Send again"),
    told=gettext_lazy("sent again"),
    icon="send",
    bulk=False,
    when=lambda offer: offer.status == OfferStatus.SENT,
    choices={"to": Email()},
    labels=TO,
)
def send_again_offer(offer: Offer, *, to: str = "", words: str = "", by: Actor) -> None:
    """The same document and the same link once more, perhaps to somebody else."""
    if offer.status != OfferStatus.SENT or offer.paper_id is None:
        raise Refusal(_("Only what was sent and is not answered yet can be sent again."))
    _write_to(offer, to, words, assisted(by))


def assisted(by: Actor) -> Actor:
    """Whoever may send an offer may also keep its document and write its message, in their name."""
    return replace(by, access=Access(by.staff_id, is_admin=True))


def _require_ready(offer: Offer, lines: list[OfferLine], by: Actor) -> None:
    if not lines:
        raise Refusal(_("There is nothing in this offer yet."))
    if offer.valid_until < by.today:
        raise Refusal(_("This offer is not valid any more. Choose another day until which it holds."))
    missing = [reach for reach in reaches(offer, lines, by) if reach.is_missing]
    if missing:
        kinds = ", ".join(str(reach.decision.label) for reach in missing)
        words = _(
            "This goes beyond your authority (%(kinds)s) and is not approved as it is now. Ask for approval first."
        )
        raise Refusal(words % {"kinds": kinds})


def _write_to(offer: Offer, to: str, words: str, by: Actor) -> None:
    reached = to or (offer.contact.email if offer.contact else "") or offer.party.email
    if not reached:
        raise Refusal(_("This customer has no e-mail address. Add one first, or say where to send it."))
    with override(offer.language):
        read = reader_for(offer.language, our_company().zone)
        told: dict[str, Any] = {
            "name": offer.name, "subject": offer.subject or our_company().name, "company": our_company().name,
            "day": read.date(offer.valid_until, "long"), "link": link_of(offer, pretends=by.channel == "demo"),
        }  # fmt: skip
        paragraphs = [
            words.strip(),
            _("Our offer %(name)s is attached. You can read it, choose options, accept or decline it here:") % told,
            told["link"],
            _("It is valid until %(day)s. The link is meant for you: whoever has it can answer.") % told,
            told["company"],
        ]
        subject = _("Offer %(name)s: %(subject)s") % told
    send(
        party_id=offer.party_id, to=reached, subject=subject, body="\n\n".join(filter(None, paragraphs)),
        about=address(offer), attachments=[offer.paper_id] if offer.paper_id else [], purpose=CONTRACT,
        language=offer.language, by=by,
    )  # fmt: skip
