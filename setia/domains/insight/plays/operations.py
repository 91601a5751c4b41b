"""What can be done with a play: ask what it could show, draw and start it, measure it, check the draw, stop it."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.insight.plays.audience import audience, leader_of, worth_of
from setia.domains.insight.plays.comparing.drawing import choose, draw, is_control, strata_of
from setia.domains.insight.plays.measuring import day_of, measured
from setia.domains.insight.plays.members.model import Arm, PlayMember
from setia.domains.insight.plays.model import Play, State, may_see_counts, widest_sight_of
from setia.domains.insight.plays.planning import Plan, plan
from setia.domains.insight.plays.saying import plan_lines, plan_words
from setia.foundation import ledger
from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden, Refusal
from setia.foundation.formats import reader_for
from setia.kit import plays
from setia.kit.answering import Answer, Line
from setia.kit.changes import Change
from setia.kit.kinds import Text
from setia.kit.operations import operation
from setia.kit.previews import Line as Said
from setia.kit.resources import registry
from setia.kit.writing import write

ledger.declare("playmember.drawn", gettext_lazy("drawn"), "dices")
ledger.declare("play.ended", gettext_lazy("ended and measured"), "flag")

MEMBER = "insight.playmember"


def is_draft(play: Play) -> bool:
    return play.status == State.DRAFT


def is_running(play: Play) -> bool:
    return play.status == State.RUNNING


def _before(play: Play, by: Actor) -> list[Said]:
    """What the dialog of the start says: how many, who is left out, and whether it can show anything."""
    found, read = _plan(play, by), reader_for(by.language, by.zone)
    lines = [
        Said(_("Will be treated: somebody is given them to get in touch with"), found.treated),
        Said(_("Will be the control group, and left alone by this play"), found.control),
        Said(_("Left out, because they take part in another play"), found.audience.elsewhere),
        Said(_("Left out, because they were asked for the same lately"), found.audience.resting),
        Said(_("Left out, because they may not be contacted so"), found.audience.not_allowed),
    ]
    return [
        *(line for line in lines if line.number), Said(plan_words(found, play, read), is_warning=found.is_hopeless),
    ]  # fmt: skip


@operation(label=gettext_lazy("What could it show?"), icon="calculator", when=is_draft, answers=True)
def plan_play(play: Play, *, by: Actor) -> Answer:
    """How many it is for, whom it leaves out, how many it would take to see the rise you want, and what it costs."""
    if not is_draft(play):
        raise Refusal(_("It has begun already."))
    found, read = _plan(play, by), reader_for(by.language, by.zone)
    return Answer(plan_words(found, play, read), plan_lines(found, play, read), _figures(found), found.is_hopeless)


@operation(
    records="play.started",
    label=gettext_lazy("Draw and start"),
    told=gettext_lazy("started"),
    icon="dices",
    tone="good",
    bulk=False,
    when=is_draft,
    choices={"seed": Text(40)},
    labels={"seed": gettext_lazy("Seed of the draw")},
    preview=_before,
    untold=("seed",),
)
def start_play(play: Play, *, seed: str = "", by: Actor) -> None:
    """Draw who is treated and who is the control group. Without a seed one is drawn as well; it is kept, so that the
    draw can be repeated."""
    if not is_draft(play):
        raise Refusal(_("It has begun already."))
    _require_leader(play, by)
    leader = leader_of(play, by)
    _require_known(play, leader)
    found = audience(play, leader)
    play.seed = seed or secrets.token_hex(8)
    chosen = choose(found.may, play.most, play.seed)
    drawn = draw(strata_of(chosen, worth_of(chosen, leader)), play.control_share / 100, play.seed)
    if not drawn.control or not drawn.treated:
        raise Refusal(_("There is nobody to compare: it cannot begin."))
    play.status, play.started_at = State.RUNNING.value, by.at
    play.counted = widest_sight_of(leader.access)
    play.contact_until = day_of(by.at) + timedelta(days=play.contact_days)
    play.counts_until = day_of(by.at) + timedelta(days=play.success_days)
    play.treated, play.control, play.cuts = len(drawn.treated), len(drawn.control), dict(drawn.cuts)
    play.left_out = {
        "fitting": found.fitting, "elsewhere": found.elsewhere, "resting": found.resting,
        "not_allowed": found.not_allowed, "beyond": found.beyond + len(found.may) - len(chosen),
    }  # fmt: skip
    members = [
        Change(after={
            "play_id": play.pk, "party_id": party, "lot": party, "stratum": drawn.strata[party],
            "arm": Arm.CONTROL.value if party in drawn.control else Arm.TREATED.value, "currency": play.currency,
            "name": f"{play.name} · {number:05}",
        })
        for number, party in enumerate(chosen, 1)
    ]  # fmt: skip
    write(registry.of_noun(MEMBER), members, by)
    _take_over(play, measured(play, by, state=State.RUNNING))


@operation(
    records="play.measured",
    label=gettext_lazy("Measure"),
    told=gettext_lazy("measured"),
    icon="ruler",
    bulk=False,
    when=lambda play: not is_draft(play),
)
def measure_play(play: Play, *, by: Actor) -> None:
    """Count now, and not only at night. Nothing is said for good before all days are over."""
    if is_draft(play):
        raise Refusal(_("It has not begun."))
    _take_over(play, measured(play, by, state=State(play.status)))


@operation(
    records="play.stopped",
    label=gettext_lazy("Stop"),
    told=gettext_lazy("stopped"),
    icon="circle-stop",
    tone="danger",
    bulk=False,
    when=is_running,
)
def stop_play(play: Play, *, by: Actor) -> None:
    """Nobody is given anything for it any more. What it has come to until today is what counts."""
    if not is_running(play):
        raise Refusal(_("It is not running."))
    if play.counts_until is not None:
        play.counts_until = min(play.counts_until, day_of(by.at))
    _take_over(play, measured(play, by, state=State.STOPPED))


@operation(
    label=gettext_lazy("Check the draw"), icon="shield-check", when=lambda play: not is_draft(play), answers=True
)
def check_play(play: Play, *, by: Actor) -> Answer:
    """Repeat the draw from its seed, and compare: nobody was moved from one group to the other."""
    if is_draft(play):
        raise Refusal(_("It has not begun."))
    rows = PlayMember.objects.filter(play=play.pk).values_list("arm", "stratum", "lot")
    there = list(rows)
    moved = sum(
        (arm == Arm.CONTROL) != is_control(play.seed, lot, play.cuts.get(str(stratum), ""))
        for arm, stratum, lot in there
    )
    gone = play.treated + play.control - len(there)
    read = reader_for(by.language, by.zone)
    lines = [
        Line(_("Stand where the draw puts them"), read.number(len(there) - moved)),
        Line(_("Stand elsewhere"), read.number(moved)),
        Line(_("Are no longer kept"), read.number(gone)),
    ]
    words = _("Not all stand where the draw puts them.") if moved else _("All stand where the draw puts them.")
    data = {"members": len(there), "moved": moved, "gone": gone, "seed": play.seed}
    return Answer(words, lines, data, is_lacking=bool(moved))


def _plan(play: Play, by: Actor) -> Plan:
    _require_leader(play, by)
    _require_known(play, leader_of(play, by))
    return plan(play, by)


def _require_leader(play: Play, by: Actor) -> None:
    """What the leader may see decides: whoever could see less would learn from the counts what they may not see."""
    if not may_see_counts(by.access, play.owner_id, leader_of(play, by).access):
        raise Forbidden


def _require_known(play: Play, leader: Actor) -> None:
    success = plays.successes().get(play.success)
    if success is None or not plays.may_know(success.reads, leader.access):
        raise Refusal(_("Whoever leads it may not know what counts as a success."))


def _take_over(play: Play, after: dict[str, Any]) -> None:
    for name, value in after.items():
        setattr(play, name, value)


def _figures(found: Plan) -> dict[str, Any]:
    """The same for programs."""
    audience_ = found.audience
    return {
        "fitting": audience_.fitting, "elsewhere": audience_.elsewhere, "resting": audience_.resting,
        "not_allowed": audience_.not_allowed, "treated": found.treated, "control": found.control,
        "usual": found.usual, "needed": found.needed, "visible": found.visible, "a_day": round(found.a_day, 2),
        "is_hopeless": found.is_hopeless,
    }  # fmt: skip
