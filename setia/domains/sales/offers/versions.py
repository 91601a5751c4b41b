"""Versions of an offer: copies under the same number, of which the newest counts once it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Max

from setia.domains.sales.offers.line import OfferLine
from setia.domains.sales.offers.model import OPEN, Offer, OfferStatus
from setia.foundation.access import Actor
from setia.kit.changes import Change
from setia.kit.resources import registry
from setia.kit.writing import change_of, write

COPIED = ("number", "party_id", "contact_id", "opportunity_id", "subject", "introduction", "terms", "currency",
          "language", "deliver_on", "answer_hours", "price_until", "budget", "owner_id")  # fmt: skip
LINE = ("position", "product_id", "description", "quantity", "unit", "list_price", "steps", "unit_price", "discount",
        "currency", "tax_percent", "cost", "reason", "need_id", "promise", "is_optional", "is_standard")  # fmt: skip


def successor_of(offer: Offer, by: Actor) -> Change:
    """The next version: a draft with the same lines at the prices that were agreed, valid from today anew."""
    newest = Offer.objects.filter(number=offer.number).aggregate(newest=Max("edition"))["newest"]
    values = {name: getattr(offer, name) for name in COPIED}
    values["valid_until"] = max(offer.valid_until, by.today) if offer.valid_until > by.today else None
    change = Change(after={**values, "edition": newest + 1, "first_id": offer.first_id or offer.pk})
    write(registry.of_noun("sales.offer"), [change], by)
    lines = OfferLine.objects.active().filter(offer=offer).order_by("position", "id")
    copies = [Change(after={"offer_id": change.id, **{name: getattr(line, name) for name in LINE}}) for line in lines]
    if copies:
        write(registry.of_noun("sales.offerline"), copies, by)
    return change


def replace_older(offer: Offer, by: Actor) -> None:
    """What ran of earlier versions does not hold any more once this one is sent."""
    rows = Offer.objects.active().filter(number=offer.number, status__in=(*OPEN, OfferStatus.SENT)).exclude(pk=offer.pk)
    changes = [change_of(one) for one in rows.select_for_update(of=("self",))]
    for change in changes:
        change.after["status"] = OfferStatus.REPLACED.value
    if changes:
        write(registry.of_noun("sales.offer"), changes, by, fact="offer.replaced")


def versions_of(offer: Offer) -> list[Offer]:
    return list(Offer.objects.filter(number=offer.number).order_by("edition"))


def side_by_side(offers: Sequence[Offer]) -> list[tuple[str, list[OfferLine | None]]]:
    """Lines of several versions: the same product, or the same words, in one row, in the order they first appear."""
    lines = OfferLine.objects.active().filter(offer__in=offers).order_by("offer_id", "position", "id")
    at = {offer.pk: place for place, offer in enumerate(offers)}
    rows: dict[Any, list[OfferLine | None]] = {}
    for line in lines:
        key: Any = (line.product_id, line.description if not line.product_id else "")
        turn = 0
        while (row := rows.setdefault((key, turn), [None] * len(offers)))[at[line.offer_id]]:
            turn += 1
        row[at[line.offer_id]] = line
    return [(next(line.description for line in row if line), row) for row in rows.values()]
