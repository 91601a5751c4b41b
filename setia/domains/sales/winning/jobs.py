"""When learning is done: every night, and for single opportunities soon after something happened to them."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from setia.domains.sales.opportunities import stalling
from setia.domains.sales.winning import keeping
from setia.foundation import ledger
from setia.foundation.access import Actor, system
from setia.foundation.jobs import every, task
from setia.kit.chores import Tell, chore

BATCH = 2_000
NOUN = "sales.opportunity"


@every("nightly", at="02:05")
@task(own_transactions=True)
def learn_chances() -> None:
    keeping.learn(system())


@every(minutes=2)
@task(own_transactions=True)
def follow_opportunities() -> None:
    """Go on in the ledger from where the last round ended until nothing is new."""
    until = ledger.complete_until()
    while until is not None and follow_next(until, system()):
        pass


def follow_next(until: int, by: Actor, size: int = BATCH) -> bool:
    """One batch of entries; False when there was nothing new."""
    with transaction.atomic():
        entries = ledger.following("chances", until, size, "noun", "record_id")
        about = {record for _pk, noun, record in entries if noun == NOUN}
        known = keeping.latest() if about else None
        if known is not None:
            keeping.score(about, known.parameters, by)
        return bool(entries)


@chore("sales", "learn", "learn from the past how opportunities end and how long they take, here and now")
def learn_here(by: Actor, tell: Tell) -> str:
    stalling.learn(by)
    round_ = keeping.learn(by)
    return _("Learnt from %(deals)s opportunities that are over, of which %(won)s were won.") % {
        "deals": round_.deals, "won": round_.won,
    }  # fmt: skip
