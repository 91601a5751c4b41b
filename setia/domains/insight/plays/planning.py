"""What a play can show, before it begins: how many it is for, how many it would take, and what it would cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from setia.domains.insight.plays.audience import Audience, audience, earlier, fitting, leader_of
from setia.domains.insight.plays.comparing.drawing import choose
from setia.domains.insight.plays.comparing.power import needed, visible
from setia.domains.insight.plays.model import Play
from setia.domains.insight.plays.successes import Span, successes_of
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.staff.models import Staff
from setia.kit import plays

LOOKED_AT = 5_000
"""Of so many the past is asked about."""

LEAST = 30
"""From so many on a past share is worth planning with."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`usual` is the share that has a success anyway, of `looked_at` parties; None where there are too few of these.

    `needed` is how many it takes to see the rise that is wanted, `visible` the least rise that would be seen with those
    there are, None where none would be. `a_day` is how many of the treated have to be reached on each day. `cost` is in
    minor units, of all that is to be done, None where an hour has no price.
    """

    audience: Audience
    treated: int
    control: int
    usual: float | None
    looked_at: int
    needed: int | None
    visible: float | None
    a_day: float
    people: int
    cost: int | None

    @property
    def is_hopeless(self) -> bool:
        """Whether what is wanted would hardly be seen even if it happened."""
        total = self.treated + self.control
        return not self.treated or not self.control or (self.needed is not None and total < self.needed)


def plan(play: Play, by: Actor) -> Plan:
    leader = leader_of(play, by)
    found = audience(play, leader)
    share = play.control_share / 100
    total = min(len(found.may), play.most)
    control = round(total * share)
    usual, looked_at = _usual(play, leader)
    known = usual is not None
    gain = min(play.wanted / 100, 1 - (usual or 0))
    hour, cost = our_company().hour_cost, play.cost or 0
    return Plan(
        found, total - control, control, usual, looked_at,
        needed(usual or 0, gain, share) if known and gain > 0 else None,
        visible(usual or 0, total - control, control) if known else None,
        (total - control) / play.contact_days,
        1 if play.worker_id else Staff.objects.active().filter(is_active=True).count(),
        None if hour is None else round((total - control) * (hour * play.minutes / 60 + cost)),
    )  # fmt: skip


def _usual(play: Play, leader: Actor) -> tuple[float | None, int]:
    """Of those for whom it would have been so many days ago: how many had a success since.

    Today's members cannot be asked: who was chosen for being silent was silent.
    """
    success = plays.successes().get(play.success)
    before = earlier(leader, play.success_days)
    parties = choose(fitting(play, before), LOOKED_AT, "past")
    if success is None or len(parties) < LEAST:
        return None, len(parties)
    span = Span(before.at, before.at + timedelta(days=play.success_days))
    return len(successes_of(success, parties, span, leader)) / len(parties), len(parties)
