"""The document at the record: as it was sent, or as it would be sent now."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from setia.domains.sales.offer_papers.making import document_of
from setia.domains.sales.offers.model import Offer
from setia.foundation.access import Actor
from setia.foundation.errors import NotFound
from setia.kit.attachments import attachments
from setia.kit.papers import Document, Paper, add
from setia.kit.resources import registry


def taken(offer: Offer, by: Actor) -> Document:
    """Whoever may not know prices takes no document of them."""
    if registry["offers"].hides("net", by.access):
        raise NotFound()
    if offer.paper_id:
        held = attachments().content(offer.paper_id, by)
        return Document(held.name, held.media_type, held.path.read_bytes())
    return document_of(offer)


add("sales.offer", Paper("offer", gettext_lazy("The document"), "file-text", "see", "offer.taken", taken))
