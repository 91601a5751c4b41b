"""Contracts that are about to renew, and offers that nobody has answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.advising.buying import TOUCHED
from setia.domains.sales.advising.money import InOurs
from setia.domains.sales.contracts.model import Contract, ContractStatus
from setia.domains.sales.offers.model import Offer, OfferStatus
from setia.foundation.company import our_company
from setia.foundation.formats import Reader
from setia.kit import advice
from setia.kit.advice import Advice, Asked, Candidate, Figures, When

CONTRACT, OFFER = "sales.contract", "sales.offer"
AHEAD = timedelta(days=30)
"""So long before the last day for notice somebody talks to the customer."""

SILENT = timedelta(days=5)
"""So long after it was sent an offer is asked about."""


def renewing(asked: Asked) -> Iterator[Candidate]:
    rows = Contract.objects.active().filter(
        status=ContractStatus.RUNNING, renews=True, notice_on__gte=asked.today, notice_on__lte=asked.today + AHEAD
    )
    in_ours = InOurs(asked)
    names = ("pk", "party_id", "owner_id", "notice_on", "renewal_months", "monthly", "currency")
    for pk, party, owner, notice, months, monthly, currency in (
        asked.of(rows).order_by("pk").values_list(*names).iterator(5_000)
    ):
        value = in_ours(monthly * months, currency)
        figures = {"notice": notice.isoformat(), "months": months, "value": value, "currency": asked.currency}
        yield Candidate(party, f"{CONTRACT}:{pk}", owner, value, notice, figures, {"kind": "call"})


def unanswered(asked: Asked) -> Iterator[Candidate]:
    rows = Offer.objects.active().filter(
        status=OfferStatus.SENT, sent_at__lte=asked.at - SILENT, valid_until__gte=asked.today
    )
    in_ours, zone = InOurs(asked), ZoneInfo(our_company().zone)
    names = ("pk", "party_id", "owner_id", "sent_at", "valid_until", "net", "currency")
    for pk, party, owner, sent, until, net, currency in (
        asked.of(rows).order_by("pk").values_list(*names).iterator(5_000)
    ):
        value = in_ours(net, currency)
        figures = {
            "sent": sent.astimezone(zone).date().isoformat(), "until": until.isoformat(), "value": value,
            "currency": asked.currency,
        }  # fmt: skip
        yield Candidate(party, f"{OFFER}:{pk}", owner, value, until, figures, {"kind": "call"})


def _renewal_words(figures: Figures, read: Reader) -> str:
    told = {"day": _day(figures["notice"], read), "months": read.number(figures["months"])}
    if figures.get("value") is None:
        return _("Renews for %(months)s months unless notice is given by %(day)s.") % told
    told["value"] = read.minor(figures["value"], figures["currency"], decimals=False)
    return _("Renews for %(months)s months, worth %(value)s, unless notice is given by %(day)s.") % told


def _offer_words(figures: Figures, read: Reader) -> str:
    told = {"sent": _day(figures["sent"], read), "until": _day(figures["until"], read)}
    if figures.get("value") is None:
        return _("Sent on %(sent)s and not answered; valid until %(until)s.") % told
    told["value"] = read.minor(figures["value"], figures["currency"], decimals=False)
    return _("Sent on %(sent)s for %(value)s and not answered; valid until %(until)s.") % told


def _day(text: str, read: Reader) -> str:
    return read.date(date.fromisoformat(text))


advice.add(
    Advice(
        "contract_renewal", gettext_lazy("Talk about the contract before it renews"), CONTRACT, renewing,
        _renewal_words, ("parties.party", "note"), 30, When(TOUCHED, anywhere=True), When(("contract.renewed",)), 120,
        gettext_lazy("led to a renewal"), {CONTRACT: ("monthly", "notice_on", "renews", "renewal_months", "status")},
        "phone", icon="calendar-clock",
    ),
    Advice(
        "unanswered_offer", gettext_lazy("Ask about the offer"), OFFER, unanswered, _offer_words,
        ("parties.party", "note"), 15, When(TOUCHED, anywhere=True), When(("offer.accepted",)), 30,
        gettext_lazy("led to an order"), {OFFER: ("net", "sent_at", "status", "valid_until")}, "phone",
        icon="file-question-mark",
    ),
)  # fmt: skip
