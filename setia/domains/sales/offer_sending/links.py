"""The link by which a customer answers: a secret in it, of which only a checksum is kept."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from setia.domains.sales.offers.model import Offer
from setia.foundation.errors import Refusal


def secret_of(offer: Offer) -> str:
    """Always the same for an offer, so that a message sent again leads to the same page; nobody can work it out
    without the key of this installation, which is not in the database."""
    told = f"{offer.pk}:{offer.number}:{offer.edition}:{offer.created_at.isoformat()}"
    digest = salted_hmac("offer-link", told, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def checksum(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def offer_by(secret: str) -> Offer | None:
    """The offer that was sent with this secret; None for what we never sent."""
    if not 20 <= len(secret) <= 64 or not secret.isascii():
        return None
    rows = Offer.objects.active().select_related("party", "contact", "owner", "paper")
    found: Offer | None = rows.filter(secret=checksum(secret)).first()
    return found


def link_of(offer: Offer, *, pretends: bool = False) -> str:
    """The whole address. Refuses where this installation does not know its own."""
    origin = next(iter(settings.CSRF_TRUSTED_ORIGINS), "https://crm.example" if pretends else "")
    if not origin:
        raise Refusal(_("This installation does not know its own address, so no link can be sent (SETIA_ORIGINS)."))
    return f"{origin.rstrip('/')}/offer/{secret_of(offer)}"
