"""What should be asked while there is something to talk about: consent that was never asked for, and profiles that
nobody has looked at for long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.parties.consents.model import Channel, Consent
from setia.domains.parties.contact_points.model import ContactPoint
from setia.domains.parties.parties.model import Party
from setia.domains.parties.purposes.model import Basis, ContactPurpose
from setia.domains.sales.opportunities.model import Opportunity
from setia.domains.sales.orders.model import BINDING, Order
from setia.foundation import bulk
from setia.foundation.company import our_company
from setia.foundation.formats import Reader
from setia.kit import advice
from setia.kit.advice import Advice, Asked, Candidate, Figures, When

PARTY, CONSENT, DEAL = "parties.party", "parties.consent", "sales.opportunity"
TWO_WEEKS, A_YEAR = timedelta(days=14), timedelta(days=365)
STALE = timedelta(days=548)
"""A profile nobody has changed or verified for a year and a half."""

MOST = 20_000
"""Of so many of the oldest profiles it is asked whether there was business."""

BATCH = 5_000
LITTLE = 0.05
"""How much of what somebody is usually worth hangs on knowing them well: chosen, not measured."""

KNOWN_BETTER = ("party.changed", "contactpoint.created", "contactpoint.changed", "contactpoint.verified",
                "party.called", "party.met", "party.visited")  # fmt: skip
ASKED = ("consent.created", "consent.confirmed", "consent.withdrawn")


def missing_consent(asked: Asked) -> Iterator[Candidate]:
    """Open deals with people of whom nobody knows whether they want to hear from us, for something others agreed to.

    What is used is a purpose on a channel for which there is at least one consent.
    """
    used = _used()
    if not used:
        return
    rows = Opportunity.objects.active().filter(status="open", party__isnull=False, party__kind="person")
    found: dict[int, tuple[int, int, int | None]] = {}
    names = ("pk", "party_id", "owner_id")
    for pk, party, owner in asked.of(rows).order_by("party_id", "pk").values_list(*names).iterator(chunk_size=BATCH):
        found[party] = party, pk, owner
        if len(found) >= BATCH:
            yield from _unasked(found, used, asked)
            found = {}
    yield from _unasked(found, used, asked)


def _used() -> list[tuple[int, str, str]]:
    """Purposes that rest on consent, with their channels, the one that most people were asked about first."""
    purposes = ContactPurpose.objects.active().filter(basis=Basis.CONSENT).order_by("pk")
    found = []
    for pk, name in purposes.values_list("pk", "name"):
        rows = Consent.objects.active().filter(purpose=pk)
        found += [(pk, name, channel.value) for channel in Channel if rows.filter(channel=channel).exists()]
    return found


def _unasked(
    found: Mapping[int, tuple[int, int, int | None]], used: list[tuple[int, str, str]], asked: Asked
) -> Iterator[Candidate]:
    rows = Consent.objects.active()
    there = set(bulk.found(rows, "party_id", found, "party_id", "purpose_id", "channel"))
    for party, deal, owner in found.values():
        missing = [one for one in used if (party, one[0], one[2]) not in there]
        if missing:
            purpose, name, channel = missing[0]
            yield Candidate(
                party, f"{DEAL}:{deal}", owner, None, asked.today + TWO_WEEKS, {"purpose": name, "channel": channel},
                {"party": str(party), "purpose": str(purpose), "channel": channel}, part=LITTLE,
            )  # fmt: skip


def stale_profiles(asked: Asked) -> Iterator[Candidate]:
    """Customers who ordered within a year, though nothing of what is known of them was changed or verified for long."""
    since = asked.at - STALE
    verified = ContactPoint.objects.active().filter(party_id=OuterRef("pk"), verified_on__gte=since.date())
    changed = ContactPoint.objects.filter(party_id=OuterRef("pk"), updated_at__gte=since)
    business = Order.objects.active().filter(
        party_id=OuterRef("pk"), status__in=BINDING, ordered_on__gte=asked.today - A_YEAR, ordered_on__lte=asked.today
    )
    oldest = asked.of(Party.objects.active().filter(updated_at__lt=since), "pk").order_by("updated_at", "pk")
    ids = list(oldest.filter(is_customer=True).values_list("pk", flat=True)[:MOST])
    rows = Party.objects.filter(Exists(business)).exclude(Exists(verified)).exclude(Exists(changed))
    zone = ZoneInfo(our_company().zone)
    some: list[Any] = sorted(bulk.found(rows, "pk", ids, "pk", "owner_id", "updated_at"))
    for party, owner, at in some:
        figures = {"since": at.astimezone(zone).date().isoformat()}
        yield Candidate(
            party, f"{PARTY}:{party}", owner, None, asked.today + TWO_WEEKS, figures, {"kind": "call"}, part=LITTLE
        )


def _consent_words(figures: Figures, _read: Reader) -> str:
    told = {"purpose": figures["purpose"], "channel": str(Channel(figures["channel"]).label)}
    return _("Nobody has asked them yet: %(purpose)s (%(channel)s). Ask while you talk about the deal.") % told


def _stale_words(figures: Figures, read: Reader) -> str:
    day = read.date(date.fromisoformat(figures["since"]))
    return _("Nothing of what we know of them was changed or verified since %(day)s. Ask whether it still holds.") % {
        "day": day
    }


advice.add(
    Advice(
        "missing_consent", gettext_lazy("Ask for a consent"), DEAL, missing_consent, _consent_words,
        (CONSENT, "create"), 5, When(ASKED, anywhere=True), When(("order.created",), anywhere=True), 90,
        gettext_lazy("were followed by an order"),
        {DEAL: ("party", "status"), CONSENT: ("party", "purpose", "channel"), "parties.contactpurpose": ("name",)},
        icon="badge-question-mark",
    ),
    Advice(
        "stale_profile", gettext_lazy("Bring a profile up to date"), PARTY, stale_profiles, _stale_words,
        (PARTY, "note"), 10, When(KNOWN_BETTER, anywhere=True), When(("order.created",), anywhere=True), 180,
        gettext_lazy("were followed by an order"), {PARTY: ("updated_at", "is_customer")}, "phone",
        icon="user-round-pen",
    ),
)  # fmt: skip
