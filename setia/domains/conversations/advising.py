"""Messages that wait for an answer, and birthdays of whoever agreed to be written to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.conversations.messages.model import Direction, Message
from setia.domains.parties.parties.model import Party
from setia.foundation.formats import Reader
from setia.kit import advice
from setia.kit.advice import UNASKED, Advice, Asked, Candidate, Figures, When

NOUN, PARTY = "conversations.message", "parties.party"
A_MONTH, A_WEEK = timedelta(days=30), timedelta(days=7)
ANSWERED = ("message.written", "party.called", "party.met", "party.mailed", "party.visited")


def unanswered(asked: Asked) -> Iterator[Candidate]:
    """They wrote within a month, and nothing was written to them since."""
    later = Message.objects.filter(direction=Direction.OUT, party_id=OuterRef("party_id"), pk__gt=OuterRef("pk"))
    rows = Message.objects.active().filter(
        direction=Direction.IN, party__isnull=False, created_at__gte=asked.at - A_MONTH, created_at__lte=asked.at
    )
    rows = asked.of(rows.exclude(Exists(later))).order_by("pk")
    newest: dict[int, tuple[int, int | None, int]] = {}
    for pk, party, owner, at in rows.values_list("pk", "party_id", "party__owner_id", "created_at"):
        newest[party] = pk, owner, (asked.at - at).days
    for party, (pk, owner, days) in newest.items():
        yield Candidate(party, f"{NOUN}:{pk}", owner, None, asked.today + A_WEEK, {"days": days}, {"party": str(party)})


def birthdays(asked: Asked) -> Iterator[Candidate]:
    day = asked.today
    rows = Party.objects.active().filter(born_on__month=day.month, born_on__day=day.day, is_customer=True)
    for pk, owner in asked.of(rows, "pk").order_by("pk").values_list("pk", "owner_id"):
        yield Candidate(pk, f"{PARTY}:{pk}", owner, None, day, {}, {"party": str(pk)})


def _waiting_words(figures: Figures, read: Reader) -> str:
    if not figures["days"]:
        return _("They wrote today, and nobody has answered yet.")
    return _("They wrote %(days)s days ago, and nobody has answered yet.") % {"days": read.number(figures["days"])}


def _birthday_words(_figures: Figures, _read: Reader) -> str:
    return _("It is their birthday, and they agreed to hear from us.")


advice.add(
    Advice(
        "unanswered_message", gettext_lazy("Answer a message"), NOUN, unanswered, _waiting_words, (NOUN, "create"), 10,
        When(ANSWERED, anywhere=True), When(("order.created",), anywhere=True), 30,
        gettext_lazy("were followed by an order"), {NOUN: ("party", "direction", "created_at")}, "email", icon="reply",
    ),
    Advice(
        "birthday", gettext_lazy("Congratulate them"), PARTY, birthdays, _birthday_words, (NOUN, "create"), 5,
        When(ANSWERED, anywhere=True), When(("order.created",), anywhere=True), 60,
        gettext_lazy("were followed by an order"), {PARTY: ("born_on",)}, "email", UNASKED, "cake",
    ),
)  # fmt: skip
