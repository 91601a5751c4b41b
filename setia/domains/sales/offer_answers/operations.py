"""The customer's answer, by the link or told to us: it is taken once."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from setia.domains.sales.offer_answers.ordering import order_from, promises_of, win
from setia.domains.sales.offer_sending.operations import assisted
from setia.domains.sales.offers.authority import lines_of
from setia.domains.sales.offers.declining import DECLINED as DECLINES
from setia.domains.sales.offers.model import Offer, OfferStatus
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.errors import Invalid, Refusal
from setia.kit import notices
from setia.kit.kinds import Text
from setia.kit.notices import Sort, Told
from setia.kit.operations import operation

ACCEPTED = notices.declare(Sort("offer_accepted", gettext_lazy("A customer accepted your offer"), "party-popper"))
DECLINED = notices.declare(Sort("offer_declined", gettext_lazy("A customer declined your offer"), "thumbs-down"))
TOLD_US = {"name": gettext_lazy("Who answered"), "proof": gettext_lazy("How we know")}


def is_sent(offer: Offer) -> bool:
    return offer.status == OfferStatus.SENT


def require_sent(offer: Offer, by: Actor) -> None:
    """Refuses, saying how it stands, what cannot be answered (any more)."""
    if offer.status == OfferStatus.SENT and offer.valid_until >= by.today:
        return
    words = {
        OfferStatus.ACCEPTED: _("This offer was accepted already."),
        OfferStatus.DECLINED: _("This offer was declined already."),
        OfferStatus.REPLACED: _("There is a newer version of this offer."),
        OfferStatus.WITHDRAWN: _("This offer was withdrawn."),
        OfferStatus.LAPSED: _("This offer is not valid any more. Make a new version of it."),
        OfferStatus.SENT: _("This offer is not valid any more. Make a new version of it."),
    }
    raise Refusal(words.get(OfferStatus(offer.status), _("This offer was not sent yet.")))


@operation(
    records="offer.accepted",
    label=gettext_lazy("Accepted"),
    told=gettext_lazy("accepted"),
    icon="handshake",
    tone="good",
    bulk=False,
    when=is_sent,
    choices={"name": Text(120), "proof": Text(1_000)},
    labels=TOLD_US,
)
def accept_offer(offer: Offer, *, name: str, proof: str = "", by: Actor) -> None:
    """The customer said yes: an order with the same lines is made and confirmed, the opportunity is won, and what was
    promised is written down."""
    require_sent(offer, by)
    if not name.strip():
        raise Invalid({"name": [_("Say who accepts.")]})
    helper, lines = assisted(by), lines_of(offer)
    with override(our_company().language):
        offer.order_id = order_from(offer, lines, helper)
        promises_of(offer, lines, offer.order_id, helper)
        win(offer, helper)
    _note(offer, OfferStatus.ACCEPTED, name, proof, by)
    _tell(ACCEPTED, offer, by)


@operation(
    records="offer.declined",
    label=gettext_lazy("Declined"),
    told=gettext_lazy("declined"),
    icon="thumbs-down",
    tone="danger",
    when=is_sent,
    choices={"reason": DECLINES, "words": Text(1_000), "name": Text(120), "proof": Text(1_000)},
    labels={"reason": gettext_lazy("Why"), "words": gettext_lazy("What they said"), **TOLD_US},
)
def decline_offer(offer: Offer, *, reason: str, words: str = "", name: str = "", proof: str = "", by: Actor) -> None:
    """The customer said no. The reason teaches us something for the next time."""
    require_sent(offer, by)
    offer.decline_reason, offer.decline_words = reason, words
    _note(offer, OfferStatus.DECLINED, name, proof, by)
    _tell(DECLINED, offer, by)


def _note(offer: Offer, status: OfferStatus, name: str, proof: str, by: Actor) -> None:
    offer.status = status.value
    offer.answered_at, offer.answered_by, offer.proof = by.at, name.strip(), proof


def _tell(sort: Sort, offer: Offer, by: Actor) -> None:
    if offer.owner_id and offer.owner_id != by.staff_id:
        notices.tell(sort, "sales.offer", [Told(offer.owner_id, offer.pk, str(by.act or 0))], by.at, None)
