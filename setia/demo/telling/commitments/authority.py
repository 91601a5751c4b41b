"""Who may decide how much, what was asked, and what was written to customers."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import cycle

from setia.demo.firm.colleagues import ADMINISTRATOR, DESK, LEAD, MANAGER, REPRESENTATIVE
from setia.demo.telling.opening import role_named
from setia.demo.telling.teller import Teller
from setia.domains.conversations.messages.model import Message
from setia.domains.parties.parties.model import Party
from setia.kit.resources import registry
from setia.kit.writing import changes_of

LIMITS = {REPRESENTATIVE: "150", LEAD: "800", MANAGER: "2500"}
ASKED = (
    ("450", "The new machine leaked on the carpet", "approve", "Do it, and send me the bill"),
    ("600", "They threaten to cancel", "refuse", "Offer them a visit first, that is within your limit"),
    ("300", "A second visit of the technician, free of charge", "withdraw", ""),
    ("700", "A grinder on loan until the vendor delivers", "", ""),
)
SELLER, HEAD = "etienne", "mathilde"
LETTERS = (
    ("Your visit on Friday", "Hello,\n\nour technician comes on Friday between nine and eleven.\n"),
    ("The filters are on their way", "Hello,\n\nyour filters left our house today.\n"),
    ("Your contract", "Hello,\n\nattached you find the terms we spoke about.\n"),
    ("Your question about the grinder", "Hello,\n\nyes, it fits the machine in your reception.\n"),
    ("Our new address", "Hello,\n\nfrom June on you find us in the Rue des Tanneurs.\n"),
)


def set_limits(teller: Teller, at: datetime) -> None:
    by = teller.actor(ADMINISTRATOR, at)
    for role, amount in LIMITS.items():
        teller.create("limits", by, role=role_named(role), decision="exception", amount=amount, currency="EUR")


def ask_and_decide(teller: Teller, at: datetime) -> None:
    """Each way in which it can end, and one that still waits."""
    parties = Party.objects.active().filter(is_customer=True, owner=teller.staff[SELLER]).order_by("id")
    customers = [*parties[: len(ASKED)]] or [*Party.objects.active().filter(is_customer=True).order_by("id")[:1]]
    for number, (amount, why, verb, words) in enumerate(ASKED):
        party = customers[number % len(customers)]
        asking = teller.actor(SELLER, at + timedelta(minutes=number))
        about = f"parties.party:{party.pk}" if party.owner_id == teller.staff[SELLER] else ""
        asked = teller.create(
            "approvals", asking, decision="exception", amount=amount, currency="EUR", why=why, about=about
        )
        if verb:
            deciding = asking if verb == "withdraw" else teller.actor(HEAD, at + timedelta(minutes=20 + number))
            teller.do("approvals", verb, [asked], deciding, words=words)


def write_letters(teller: Teller, at: datetime) -> None:
    """Some went out, one was refused, one is in doubt; nothing of it leaves the house."""
    by = teller.actor(DESK, at)
    people = Party.objects.active().filter(is_customer=True, restricted_on=None).exclude(email="").order_by("id")
    written = [
        teller.create("messages", by, party=party.pk, name=subject, body=text)
        for party, (subject, text) in zip(cycle(people[: len(LETTERS)]), LETTERS, strict=False)
    ]
    for pk, end in zip(written[1:], ("failed", "uncertain", "failed", "uncertain"), strict=True):
        _trouble(teller, pk, end, at)
    again, sure, cancelled = written[1:4]
    teller.do("messages", "send_again", [again], by)
    _set(teller, again, at, status="sent", sent_at=at, error="", tries=2)
    teller.do("messages", "mark_as_sent", [sure], by, evidence="They answered")
    teller.do("messages", "cancel", [cancelled], by, reason="The address was wrong, we telephoned")


def _trouble(teller: Teller, pk: int, status: str, at: datetime) -> None:
    words = {"failed": "550 5.1.1 no such mailbox", "uncertain": "The connection broke before the server answered."}
    _set(teller, pk, at, status=status, error=words[status], sent_at=None, tries=1)


def _set(teller: Teller, pk: int, at: datetime, **values: object) -> None:
    changes = changes_of(registry["messages"], Message.objects.filter(pk=pk).values_list("pk", flat=True))
    for change in changes:
        change.after |= values
    teller.write("messages", changes, teller.actor("", at), fact=f"message.{values['status']}")
