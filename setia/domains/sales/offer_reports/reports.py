"""What offers cost that depart from the standard, and what becomes of offers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.offers.declining import DECLINED
from setia.domains.sales.offers.departing import DISCOUNT, EXCEPTION, FREE, PRICE, UNUSUAL
from setia.domains.sales.offers.model import Offer, OfferStatus
from setia.domains.sales.offers.versions import side_by_side, versions_of
from setia.foundation.access import Actor
from setia.foundation.formats import reader_for
from setia.foundation.money import decimal
from setia.kit.kinds import Amount, Day, Field, Figured, Reference, Share, Text, Whole
from setia.kit.reports import Column, Report, Row, Table, add
from setia.kit.resources import registry

SENT = (OfferStatus.SENT, OfferStatus.ACCEPTED, OfferStatus.DECLINED, OfferStatus.LAPSED, OfferStatus.REPLACED)
SINCE = Field("since", gettext_lazy("Sent since"), Day(), "since")
READ = {"sales.offer": ("net", "status", "sent_at")}
MOST = 20_000


def _sent(values: Mapping[str, Any], by: Actor) -> list[Offer]:
    """The newest ones that this person may see."""
    rows = by.access.visible(Offer.objects.active().filter(sent_at__isnull=False))
    if since := values.get("since"):
        rows = rows.filter(sent_at__date__gte=since)
    names = ("pk", "status", "decline_reason", "currency", "net", "departure", "departure_cost", "owner_id")
    return list(rows.only(*(n for n in names if n != "pk")).order_by("-id")[:MOST])


def _since(values: Mapping[str, Any], where: str) -> str:
    since = values.get("since")
    return f"{where} and sent_at >= {since}" if since else where


def outcomes(values: Mapping[str, Any], by: Actor) -> Table:
    """Offers that were sent, by what became of them and, where they were declined, why."""
    found: dict[tuple[str, str, str], list[Offer]] = defaultdict(list)
    for offer in (sent := _sent(values, by)):
        found[offer.status, offer.decline_reason, offer.currency].append(offer)
    order = {status.value: place for place, status in enumerate(OfferStatus)}
    rows = []
    for (status, reason, currency), some in sorted(found.items(), key=lambda one: (order[one[0][0]], *one[0][1:])):
        where = f'status = "{status}" and sent_at is not empty and currency = "{currency}"'
        if reason:
            where += f' and decline_reason = "{reason}"'
        told = {
            "status": OfferStatus(status).label, "reason": DECLINED.label_of(reason) if reason else "",
            "count": len(some), "share": len(some) / len(sent), "net": sum(offer.net for offer in some),
            "currency": currency,
        }  # fmt: skip
        rows.append(Row(told, "offers", _since(values, where)))
    columns = (
        Column("status", gettext_lazy("Status"), Text(40)), Column("reason", gettext_lazy("Why declined"), Text(60)),
        Column("count", gettext_lazy("Offers"), Whole()), Column("share", gettext_lazy("Share"), Share(0)),
        Column("net", gettext_lazy("Net"), Amount()),
    )  # fmt: skip
    return Table(columns, rows, () if rows else (_("No offer was sent yet."),))


def departures(values: Mapping[str, Any], by: Actor) -> Table:
    """Who departs how far from the standard, what it costs, and how often such offers are accepted."""
    found: dict[tuple[int, str], list[Offer]] = defaultdict(list)
    for offer in _sent(values, by):
        found[offer.owner_id or 0, offer.currency].append(offer)
    rows = []
    for (owner, currency), some in sorted(found.items(), key=lambda one: (-sum(o.departure for o in one[1]), one[0])):
        answers = Counter(offer.status for offer in some if offer.departure)
        answered = answers[OfferStatus.ACCEPTED] + answers[OfferStatus.DECLINED]
        where = f'currency = "{currency}" and sent_at is not empty and departure > 0'
        where += f" and owner = {owner}" if owner else " and owner is empty"
        told = {
            "owner": owner or None, "count": len(some), "departing": sum(offer.departure > 0 for offer in some),
            "points": sum(offer.departure for offer in some) / len(some),
            "cost": sum(offer.departure_cost or 0 for offer in some), "currency": currency,
            "accepted": answers[OfferStatus.ACCEPTED] / answered if answered else None,
        }  # fmt: skip
        rows.append(Row(told, "offers", _since(values, where)))
    columns = (
        Column("owner", gettext_lazy("Owner"), Reference("staff.staff")),
        Column("count", gettext_lazy("Offers"), Whole()),
        Column("departing", gettext_lazy("Not standard"), Whole()),
        Column("points", gettext_lazy("Points per offer"), Figured(1)),
        Column("cost", gettext_lazy("Cost of the departure"), Amount()),
        Column("accepted", gettext_lazy("Accepted of those answered"), Share(0)),
    )
    note = _("Points: %(unusual)d for a module that is not standard, %(free)d for a line without a product,"
             " %(exception)d for a rule that is not kept, %(price)d for a price typed over, %(discount)d for a"
             " discount.") % {"unusual": UNUSUAL, "free": FREE, "exception": EXCEPTION, "price": PRICE,
                              "discount": DISCOUNT}  # fmt: skip
    return Table(columns, rows, (note,))


def versions(values: Mapping[str, Any], by: Actor) -> Table:
    """The versions of one offer, line by line, in one column each."""
    offer = by.access.visible(Offer.objects.all()).filter(pk=values.get("offer") or 0).first()
    if offer is None:
        return Table((Column("line", gettext_lazy("Line"), Text(300)),), (), (_("Choose an offer."),))
    visible = set(registry["offers"].rows(by.access).filter(number=offer.number).values_list("pk", flat=True))
    some = [one for one in versions_of(offer) if one.pk in visible]
    rows = [Row({"line": words, **_cells(lines, some, by)}) for words, lines in side_by_side(some)]
    whole = {f"v{one.edition}": str(decimal(one.net, one.currency)) for one in some}
    rows.append(Row({"line": _("Net"), **whole}, "offers", f'number = "{offer.number}"'))
    columns = [Column("line", gettext_lazy("Line"), Text(300))]
    columns += [Column(f"v{one.edition}", one.name, Text(60)) for one in some]
    return Table(columns, rows)


def _cells(lines: Sequence[Any], offers: Sequence[Offer], by: Actor) -> dict[str, str]:
    read = reader_for(by.language, by.zone)
    found = {}
    for line, offer in zip(lines, offers, strict=True):
        words = "–"
        if line:
            words = f"{read.number(line.quantity.normalize())} × {read.minor(line.unit_price or 0, offer.currency)}"
            words += f" −{read.number(line.discount.normalize())} %" if line.discount else ""
        found[f"v{offer.edition}"] = words
    return found


add(
    Report(
        "offer-outcomes", gettext_lazy("What becomes of offers"),
        gettext_lazy("Which offers were accepted, declined and why, or never answered?"), "sales.offer", outcomes,
        "signpost", (SINCE,), READ, place=30,
    ),
    Report(
        "offer-departures", gettext_lazy("Departure from the standard"),
        gettext_lazy("How far do offers depart from the standard, and what does that cost?"), "sales.offer",
        departures, "git-branch", (SINCE,),
        {"sales.offer": ("net", "status", "sent_at", "departure", "departure_cost", "cost", "owner")}, place=31,
    ),
    Report(
        "offer-versions", gettext_lazy("Versions of an offer"),
        gettext_lazy("What differs between the versions of an offer?"), "sales.offer", versions, "columns-3",
        (Field("offer", gettext_lazy("Offer"), Reference("sales.offer"), "offer"),),
        {"sales.offer": ("net",), "sales.offerline": ("unit_price", "discount")}, place=32,
    ),
)  # fmt: skip
