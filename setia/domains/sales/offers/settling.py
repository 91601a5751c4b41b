"""What an offer is when nobody says otherwise, and what cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import F
from django.utils.translation import gettext as _

from setia.domains.parties.parties.model import Party
from setia.domains.sales.offer_settings.model import offer_settings
from setia.domains.sales.offers.model import OPEN, Offer, OfferNumber
from setia.domains.sales.opportunities.model import Opportunity
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.kit.changes import Change

SPOKEN = ("en", "fr", "id")
BINDING = ("party_id", "contact_id", "opportunity_id", "subject", "introduction", "terms", "currency", "language",
           "valid_until", "deliver_on", "answer_hours", "price_until")  # fmt: skip
"""What the customer was told: once an offer is sent, another version says something else."""


def complete(changes: Sequence[Change], by: Actor) -> None:
    new = [change for change in changes if change.is_new]
    if not new:
        return
    settings, company = offer_settings(), our_company()
    languages = dict(bulk.found(Party.objects.all(), "pk", {c.after["party_id"] for c in new}, "pk", "language"))
    for change in new:
        after = change.after
        after["currency"] = after["currency"] or company.currency
        spoken = (str(languages.get(after["party_id"]) or "")[:2], company.language[:2])
        after["language"] = after["language"] or next((one for one in spoken if one in SPOKEN), "en")
        after["valid_until"] = after["valid_until"] or by.today + timedelta(days=settings.valid_days)
        after["terms"] = after["terms"] or settings.terms
    unnumbered = [change for change in new if not change.after["number"]]
    for number, change in zip(_numbers(by.today.year, len(unnumbered)), unnumbered, strict=True):
        change.after["number"] = number
    for change in new:
        after = change.after
        after["name"] = after["number"] if after["edition"] == 1 else f"{after['number']}-{after['edition']}"


def _numbers(year: int, count: int) -> list[str]:
    """The next numbers of the year. The row stays locked until the transaction ends, so nobody gets the same."""
    if not count:
        return []
    OfferNumber.objects.get_or_create(pk=year)
    OfferNumber.objects.filter(pk=year).update(last=F("last") + count)
    last = OfferNumber.objects.get(pk=year).last
    return [f"{year}-{number:04d}" for number in range(last - count + 1, last + 1)]


def refuse_impossible(changes: Sequence[Change], by: Actor) -> None:
    deals = {change.after["opportunity_id"] for change in changes}
    customers = dict(bulk.found(Opportunity.objects.all(), "pk", deals, "pk", "party_id"))
    filled = _with_lines([c.id for c in changes if c.before and (c.changed("currency") or c.changed("party_id"))])
    for change in changes:
        after = change.after
        if customers.get(after["opportunity_id"]) not in (None, after["party_id"]):
            change.refuse("opportunity", _("This opportunity is with another customer."))
        if change.changed("valid_until") and after["valid_until"] < by.today and by.channel not in ("import", "demo"):
            change.refuse("valid_until", _("This day is over."))
        if change.id in filled and change.changed("currency"):
            change.refuse("currency", _("The lines of the offer are in another currency. Remove them first."))
        if change.id in filled and change.changed("party_id"):
            change.refuse("party", _("The prices are those of another customer. Make a new offer."))
        if change.before and change.before["status"] not in OPEN and change.after["status"] == change.before["status"]:
            for name in filter(change.changed, BINDING):
                change.refuse(name.removesuffix("_id"), _("The customer has this offer. Make a new version of it."))


def _with_lines(offers: Sequence[int]) -> set[int]:
    lines = Offer._meta.get_field("lines").related_model.objects.active().filter(offer__in=offers)
    return set(lines.values_list("offer_id", flat=True)) if offers else set()
