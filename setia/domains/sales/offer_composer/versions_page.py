"""Versions of an offer side by side: a page, and a report for programs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.offer_composer.page import TONES
from setia.domains.sales.offers.line import OfferLine
from setia.domains.sales.offers.model import Offer, OfferStatus
from setia.domains.sales.offers.versions import side_by_side, versions_of
from setia.foundation.access import Actor
from setia.foundation.formats import Reader, reader_for
from setia.kit import pages
from setia.kit.pages import RecordPage
from setia.kit.resources import registry


def shown_versions(offer: Offer, by: Actor) -> dict[str, Any]:
    read, resource = reader_for(by.language, by.zone), registry["offers"]
    visible = set(resource.rows(by.access).filter(number=offer.number).values_list("pk", flat=True))
    versions = [one for one in versions_of(offer) if one.pk in visible]
    prices = not resource.hides("net", by.access)
    sums = [("net", _("Net")), ("gross", _("Total"))] if prices else []
    sums += [(name, label) for name, label in (("margin", _("Margin")), ("floor", _("Floor")))
             if not resource.hides(name, by.access)]  # fmt: skip
    return {
        "versions": [
            {"name": one.name, "id": one.pk, "status": one.get_status_display(),
             "tone": TONES[OfferStatus(one.status)], "here": one.pk == offer.pk}
            for one in versions
        ],
        "rows": [_row(words, lines, versions, read, prices) for words, lines in side_by_side(versions)],
        "sums": [(label, _cells([read.minor(getattr(one, name), one.currency) for one in versions]))
                 for name, label in sums],
        "conditions": [
            (_("Valid until"), _cells([read.date(one.valid_until) for one in versions])),
            (_("Delivered by"), _cells([read.date(one.deliver_on) if one.deliver_on else "–" for one in versions])),
            (_("Departure from the standard"), _cells([read.number(one.departure) for one in versions])),
        ],
    }  # fmt: skip


def _row(
    words: str, lines: list[OfferLine | None], versions: list[Offer], read: Reader, prices: bool
) -> tuple[str, list[dict[str, Any]]]:
    texts = [_told(line, one.currency, read, prices) for line, one in zip(lines, versions, strict=True)]
    return words, _cells(texts)


def _told(line: OfferLine | None, currency: str, read: Reader, prices: bool) -> str:
    if line is None:
        return "–"
    quantity = read.number(line.quantity.normalize())
    if not prices:
        return quantity
    price = f"{quantity} × {read.minor(line.unit_price or 0, currency)}"
    if line.discount:
        price += f" −{read.number(line.discount.normalize())} %"
    return f"{price} = {read.minor(line.amount, currency)}" + (f" ({_('optional')})" if line.is_optional else "")


def _cells(texts: list[str]) -> list[dict[str, Any]]:
    """What differs from the version before is marked."""
    return [{"text": text, "differs": at > 0 and text != texts[at - 1]} for at, text in enumerate(texts)]


pages.add(
    "sales.offer",
    RecordPage("versions", gettext_lazy("Versions side by side"), "columns-3", "sales/versions.html", shown_versions),
)
