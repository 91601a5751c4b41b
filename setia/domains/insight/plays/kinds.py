"""What members of a play are given to somebody for, as kinds of advice: a way to get in touch, and for what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from setia.domains.insight.plays.members.model import Arm, PlayMember
from setia.domains.insight.plays.model import PARTY, Purpose, State, Way
from setia.foundation.formats import Reader
from setia.kit import advice
from setia.kit.advice import Advice, Asked, Candidate, Figures, When

REACHED = ("party.called", "party.met", "party.mailed", "party.visited", "message.written")
"""Somebody was in touch, in whatever way."""

BATCH = 5_000
CHANNELS = {Way.CALL: "phone", Way.EMAIL: "email", Way.VISIT: "visit"}
DOES = {
    Way.CALL: (PARTY, "note"), Way.EMAIL: ("conversations.message", "create"), Way.VISIT: (PARTY, "note"),
}  # fmt: skip
LABELS = {
    Way.CALL: gettext_lazy("Call, as a play asks for"), Way.EMAIL: gettext_lazy("Write, as a play asks for"),
    Way.VISIT: gettext_lazy("Visit, as a play asks for"),
}  # fmt: skip
ICONS = {Way.CALL: "phone", Way.EMAIL: "mail", Way.VISIT: "map-pin"}
DAYS = 60


def kind_of(way: str, purpose: str) -> Advice:
    return advice.kinds()[_name(way, purpose)]


def _name(way: str, purpose: str) -> str:
    return f"play_{way}" if purpose == Purpose.UNASKED else f"play_{way}_{purpose}"


def _treated(way: Way, purpose: Purpose) -> Callable[[Asked], Iterator[Candidate]]:
    def find(asked: Asked) -> Iterator[Candidate]:
        """Members of running plays with whom nobody has been in touch yet; never those of a control group."""
        rows = PlayMember.objects.active().filter(
            arm=Arm.TREATED, reached_on__isnull=True, play__status=State.RUNNING, play__archived_at__isnull=True,
            play__way=way, play__purpose=purpose, play__contact_until__gte=asked.today,
        )  # fmt: skip
        whose = rows.annotate(whose=Coalesce(F("play__worker_id"), F("party__owner_id")))
        names = ("party_id", "whose", "play__contact_until", "play__task", "play__minutes")
        inputs = {"kind": way.value} if DOES[way][0] == PARTY else {}
        for party, owner, until, task, minutes in (
            asked.of(whose).order_by("party_id").values_list(*names).iterator(chunk_size=BATCH)
        ):
            given = inputs or {"party": str(party)}
            yield Candidate(party, f"{PARTY}:{party}", owner, None, until, {"task": task}, given, minutes)

    return find


def _words(figures: Figures, _read: Reader) -> str:
    return str(figures["task"])


advice.add(*(
    Advice(
        _name(way, purpose), LABELS[way], PARTY, _treated(way, purpose), _words, DOES[way], 15,
        When(REACHED, anywhere=True), When(("order.created", "contract.renewed"), anywhere=True), DAYS,
        gettext_lazy("were followed by an order"), {PARTY: ("name",)}, CHANNELS[way], purpose.value, ICONS[way],
        is_planned=True,
    )
    for way, purpose in product(Way, Purpose)
))  # fmt: skip
