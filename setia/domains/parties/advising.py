"""Whoever got in touch with us, and to whom nobody has got back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.parties.parties.model import Party
from setia.foundation import bulk
from setia.foundation.formats import Reader
from setia.foundation.ledger import Entry
from setia.kit import advice
from setia.kit.advice import Advice, Asked, Candidate, Figures, When

PARTY = "parties.party"
LOOKED_BACK = timedelta(days=14)
A_WEEK = timedelta(days=7)
TOUCHED = ("party.called", "party.met", "party.mailed", "party.visited")
ANSWERED = (*TOUCHED, "message.written")
UNHEARD = ("message", "missed")
"""What came of a call nobody took."""

BATCH = 2_000


def unanswered(asked: Asked) -> Iterator[Candidate]:
    """The last thing between us, within two weeks, was an e-mail of theirs, or a call that nobody took."""
    newest: dict[int, int | None] = {}
    for party, days in _newest_first(asked):
        newest.setdefault(party, days)
    waiting = {party: days for party, days in newest.items() if days is not None}
    rows = asked.of(Party.objects.active(), "pk")
    for party, owner in sorted(bulk.found(rows, "pk", waiting, "pk", "owner_id")):
        figures = {"days": waiting[party]}
        yield Candidate(party, f"{PARTY}:{party}", owner, None, asked.today + A_WEEK, figures, {"kind": "call"})


def _newest_first(asked: Asked) -> Iterator[tuple[int, int | None]]:
    """Parties with whom something passed, and since how many days they wait; None where it is they who were told.

    The ledger is read backwards, no further than two weeks.
    """
    rows = Entry.objects.filter(kind__in=ANSWERED, story_id__isnull=False).order_by("-pk")
    told: Any = rows.values_list("story_id", "kind", "recorded_at", "data").iterator(chunk_size=BATCH)
    for party, kind, at, data in told:
        if at < asked.at - LOOKED_BACK:
            return
        if at <= asked.at:
            yield party, (asked.at - at).days if _waits(kind, data or {}) else None


def _waits(kind: str, data: dict[str, Any]) -> bool:
    said = data.get("inputs") or {}
    if said.get("direction") != "in" or "beside" in data:
        return False  # who was only named beside another is answered where it was told
    return kind == "party.mailed" or (kind == "party.called" and said.get("outcome") in UNHEARD)


def _words(figures: Figures, read: Reader) -> str:
    if not figures["days"]:
        return _("They got in touch today, and nobody has got back to them.")
    return _("They got in touch %(days)s days ago, and nobody has got back to them.") % {
        "days": read.number(figures["days"])
    }


advice.add(
    Advice(
        "unanswered_contact", gettext_lazy("Get back to them"), PARTY, unanswered, _words, (PARTY, "note"), 10,
        When(ANSWERED, anywhere=True), When(("order.created",), anywhere=True), 30,
        gettext_lazy("were followed by an order"), {PARTY: ("name",)}, "phone", icon="phone-incoming",
    )
)  # fmt: skip
