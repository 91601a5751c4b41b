"""What became of a play: who had a success, and whether more of those who were treated had one.

By intention to treat: everybody counts in the group into which they were drawn, whether they were reached or not.
Only so are both groups of the same kind; who can be reached is no matter of chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from setia.domains.insight.plays.audience import leader_of
from setia.domains.insight.plays.comparing.means import Group, difference_of_means
from setia.domains.insight.plays.comparing.shares import difference_of_shares
from setia.domains.insight.plays.kinds import kind_of
from setia.domains.insight.plays.members.model import Arm, PlayMember
from setia.domains.insight.plays.model import Play, State, Verdict
from setia.domains.insight.plays.successes import Span, reached, successes_of
from setia.foundation import bulk
from setia.foundation.access import Actor, system
from setia.foundation.company import our_company
from setia.foundation.jobs import every, task
from setia.kit import plays
from setia.kit.resources import registry
from setia.kit.writing import changes_of, write

NOUN = "insight.play"
ENOUGH = 10
"""With fewer in one of the groups nothing is said."""

MEASURED = ("reached_on", "success_on", "value")


@dataclass(frozen=True, slots=True)
class Member:
    pk: int
    party: int
    arm: str
    before: tuple[Any, ...]


@every("nightly", at="04:10")
@task(own_transactions=True)
def measure_every_night() -> None:
    """Plays whose days are over end; the others are counted as far as they have come. Before advice is given."""
    measure_all(system("job", timezone.now()))


def measure_all(by: Actor) -> None:
    rows = Play.objects.active().filter(status=State.RUNNING).order_by("pk")
    for pk in list(rows.values_list("pk", flat=True)):
        with transaction.atomic():
            changes = changes_of(registry.of_noun(NOUN), [pk])
            for change in changes:
                play = Play(**{name: change.after[name] for name in registry.of_noun(NOUN).column_names})
                is_over = play.counts_until is None or day_of(by.at) > play.counts_until
                change.after |= measured(play, by, state=State.ENDED if is_over else State.RUNNING)
            ended = [change for change in changes if change.after["status"] == State.ENDED]
            write(registry.of_noun(NOUN), ended, by, fact="play.ended")
            for change in changes:
                if change not in ended:
                    keep_results(change.id, change.after)


def keep_results(pk: int, after: dict[str, Any]) -> None:
    """What a running play has come to is no news: it follows from what others have told."""
    names = ("results", "verdict", "measured_at")
    bulk.update(Play, names, [(*(after[name] for name in names), pk)])


def measured(play: Play, by: Actor, *, state: State) -> dict[str, Any]:
    """Count, write down what became of each member, and say what the play has come to, if it is in this state."""
    members = [
        Member(pk, party, arm, tuple(before))
        for pk, party, arm, *before in PlayMember.objects.active()
        .filter(play=play.pk).order_by("pk").values_list("pk", "party_id", "arm", *MEASURED)
    ]  # fmt: skip
    found = _look(play, members, by)
    changed = [(*found[one.pk], one.pk) for one in members if found[one.pk] != one.before]
    bulk.update(PlayMember, MEASURED, changed)
    results = results_of([(one.arm, *found[one.pk]) for one in members])
    verdict = verdict_of(results, is_over=state != State.RUNNING)
    return {"status": state.value, "results": results, "verdict": verdict.value, "measured_at": by.at}


def _look(play: Play, members: Sequence[Member], by: Actor) -> dict[int, tuple[Any, ...]]:
    success = plays.successes().get(play.success)
    span, parties = span_of(play), {one.party for one in members}
    had = successes_of(success, parties, span, leader_of(play, by)) if success else {}
    touched = reached(parties, span, kind_of(play.way, play.purpose).name)
    has_worth = bool(success and success.amount)
    return {
        one.pk: (
            touched.get(one.party),
            had[one.party].on if one.party in had else None,
            (had[one.party].worth if one.party in had else 0) if has_worth else None,
        )
        for one in members
    }


def span_of(play: Play) -> Span:
    """From the day of the start to the last day that counts, by the clock of our company; old news do not count."""
    if play.started_at is None or play.counts_until is None:
        raise ValueError("a play that has not begun has come to nothing")
    return Span(midnight(day_of(play.started_at)), midnight(play.counts_until + timedelta(days=1)), play.started_at)


def day_of(at: datetime) -> date:
    return at.astimezone(ZoneInfo(our_company().zone)).date()


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(our_company().zone))


Outcome = tuple[str, date | None, date | None, int | None]
"""Group, in touch on, success on, worth."""


def results_of(members: Iterable[Outcome]) -> dict[str, Any]:
    """Counts and differences as plain figures; differences are missing where they cannot be said."""
    groups: dict[str, list[Outcome]] = {Arm.TREATED: [], Arm.CONTROL: []}
    for one in members:
        groups[one[0]].append(one)
    treated, control = groups[Arm.TREATED], groups[Arm.CONTROL]
    found: dict[str, Any] = {}
    for name, some in (("treated", treated), ("control", control)):
        found[name] = len(some)
        found[f"{name}_reached"] = sum(one[1] is not None for one in some)
        found[f"{name}_hits"] = sum(one[2] is not None for one in some)
    if treated and control:
        shares = difference_of_shares(found["treated_hits"], len(treated), found["control_hits"], len(control))
        found |= {"effect": shares.value, "low": shares.low, "high": shares.high}
    if means := difference_of_means(_worth(treated), _worth(control)):
        found |= {"value": round(means.value), "value_low": round(means.low), "value_high": round(means.high)}
    return found


def _worth(some: Iterable[Outcome]) -> Group:
    return Group.of(float(one[3]) for one in some if one[3] is not None)


def verdict_of(results: dict[str, Any], *, is_over: bool) -> Verdict:
    """Nothing is said before the days are over: who looks every night finds an effect on some night by chance."""
    if not is_over:
        return Verdict.EARLY
    if min(results["treated"], results["control"]) < ENOUGH:
        return Verdict.FEW
    if results["low"] > 0:
        return Verdict.WORKS
    return Verdict.HARMS if results["high"] < 0 else Verdict.NONE
