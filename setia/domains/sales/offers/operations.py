"""What can be done with an offer before the customer answers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.catalog.products.model import Product
from setia.domains.sales.offers.authority import ask_for, lines_of, reaches
from setia.domains.sales.offers.model import OPEN, Offer, OfferStatus
from setia.domains.sales.offers.versions import successor_of
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.kit.changes import Change
from setia.kit.kinds import Amount, Number, Text
from setia.kit.operations import operation
from setia.kit.resources import registry
from setia.kit.writing import write

LINES = "sales.offerline"


def is_open(offer: Offer) -> bool:
    return offer.status in OPEN


def require_open(offer: Offer) -> None:
    if not is_open(offer):
        raise Refusal(_("The customer has this offer. Make a new version of it."))


@operation(
    records="offer.asked",
    label=gettext_lazy("Ask for approval"),
    told=gettext_lazy("asked for approval"),
    icon="stamp",
    bulk=False,
    when=lambda offer: offer.status == OfferStatus.DRAFT,
    labels={"why": gettext_lazy("Why it should be allowed")},
)
def ask_offer(offer: Offer, *, why: str = "", by: Actor) -> None:
    """Whoever has the authority is asked to allow the discount, or the margin, with the figures."""
    require_open(offer)
    lines = lines_of(offer)
    missing = [reach for reach in reaches(offer, lines, by) if reach.is_missing]
    if not missing:
        raise Refusal(_("This offer is within your authority, or approved already. You can send it."))
    ask_for(offer, lines, missing, why, by)
    offer.status = OfferStatus.WAITING.value


@operation(
    records="offer.withdrawn",
    label=gettext_lazy("Withdraw"),
    told=gettext_lazy("withdrawn"),
    icon="undo-2",
    tone="danger",
    when=lambda offer: offer.status in (*OPEN, OfferStatus.SENT),
    choices={"reason": Text(300)},
    labels={"reason": gettext_lazy("Why")},
)
def withdraw_offer(offer: Offer, *, reason: str = "", by: Actor) -> None:
    """It does not hold any more; whoever opens the link is told so."""
    if offer.status not in (*OPEN, OfferStatus.SENT):
        raise Refusal(_("This offer was answered already, or does not run any more."))
    offer.status = OfferStatus.WITHDRAWN.value


@operation(
    records="offer.versioned",
    label=gettext_lazy("New version"),
    told=gettext_lazy("made a new version"),
    icon="copy-plus",
    bulk=False,
    when=lambda offer: offer.status not in (OfferStatus.ACCEPTED, OfferStatus.REPLACED),
)
def new_version_offer(offer: Offer, *, by: Actor) -> dict[str, Any]:
    """A copy to be changed. What the customer has stays valid until the new version is sent to them."""
    if offer.status in (OfferStatus.ACCEPTED, OfferStatus.REPLACED):
        raise Refusal(_("This offer was accepted, or there is a newer version of it."))
    made = successor_of(offer, by)
    if offer.status in OPEN:
        offer.status = OfferStatus.REPLACED.value
    return {"id": made.id, _("Offer"): made.after["name"]}


@operation(
    records="offer.line_added",
    label=gettext_lazy("Add a product"),
    told=gettext_lazy("added a line"),
    icon="package-plus",
    bulk=False,
    when=is_open,
    choices={"quantity": Number(3, 12)},
    labels={"product": gettext_lazy("Product"), "quantity": gettext_lazy("Quantity"),
            "optional": gettext_lazy("Optional")},
)  # fmt: skip
def add_offer(offer: Offer, *, product: Product, quantity: Any = None, optional: bool = False, by: Actor) -> None:
    """Put a product into the offer, at the price that the catalog asks of this customer."""
    require_open(offer)
    _add(offer, by, product_id=product.pk, quantity=quantity or 1, is_optional=optional)


@operation(
    records="offer.line_written",
    label=gettext_lazy("Add a line of your own"),
    told=gettext_lazy("wrote a line"),
    icon="text-cursor-input",
    bulk=False,
    when=is_open,
    choices={"description": Text(300), "unit_price": Amount(), "cost": Amount(), "quantity": Number(3, 12)},
    labels={"description": gettext_lazy("What it is"), "unit_price": gettext_lazy("Unit price"),
            "quantity": gettext_lazy("Quantity"), "cost": gettext_lazy("What one unit costs us")},
)  # fmt: skip
def write_offer(
    offer: Offer, *, description: str, unit_price: int, quantity: Any = None, cost: int | None = None, by: Actor
) -> None:
    """Put something into the offer that the catalog does not know. It counts as a departure from the standard."""
    require_open(offer)
    _add(offer, by, description=description, unit_price=unit_price, quantity=quantity or 1, cost=cost,
         currency=offer.currency)  # fmt: skip


def _add(offer: Offer, by: Actor, **values: Any) -> None:
    """Writing the line writes the sums of the offer as well; the verb itself changes nothing more of it."""
    write(registry.of_noun(LINES), [Change(after={"offer_id": offer.pk, **values})], by)
