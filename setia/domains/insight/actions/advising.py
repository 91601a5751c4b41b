"""One round of advice: what is over ends, what still makes sense stays, and the best of the rest is given to people."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation

from setia.domains.insight.actions.assigning import Given, assign
from setia.domains.insight.actions.gathering import Gathered, Possible, gather
from setia.domains.insight.actions.learning import Learnt, learnt
from setia.domains.insight.actions.model import Action, Outcome, State
from setia.domains.insight.actions.people import people_at
from setia.domains.parties.parties.model import Party
from setia.foundation import bulk
from setia.foundation.access import Actor, system
from setia.foundation.company import our_company
from setia.foundation.ledger import Follower
from setia.foundation.staff.models import Staff
from setia.kit.advice import Asked
from setia.kit.changes import Change
from setia.kit.resources import registry
from setia.kit.writing import changes_of, write

NOUN = "insight.action"
ROUND = "advice"
"""The name under which rounds wait for one another."""

BATCH = 1_000
OVER = timedelta(hours=14)
"""So far ahead of the clocks of others is the first place where a day begins."""


@dataclass(frozen=True, slots=True)
class Round:
    """How many candidates were looked at, and how many actions were given, ignored and not needed any more."""

    seen: int
    given: int
    ignored: int
    gone: int


def advise(at: datetime) -> Round:
    """Looking takes long and locks nothing; what is then written is judged again under lock."""
    by = replace(system("job", at), zone=our_company().zone)
    ignored, left = end_what_is_over(by), withdraw_of_those_who_left(by)
    asked = Asked(at, by.today, our_company().currency)
    gathered = gather(asked)
    with transaction.atomic():
        _wait_for_other_rounds()
        gone = left + withdraw_what_changed(gathered, by)
        given = give(gathered, by)
    return Round(gathered.seen, given, ignored, gone)


def _wait_for_other_rounds() -> None:
    Follower.objects.get_or_create(name=ROUND)
    Follower.objects.select_for_update().get(name=ROUND)


def end_what_is_over(by: Actor) -> int:
    """What nobody did until its day, on the clock of whoever should have, was ignored; what nothing came of is told."""
    rows = Action.in_use()
    late = rows.filter(status=State.OPEN, expires_on__lt=(by.at + OVER).date())
    zones = late.values_list("pk", "expires_on", "owner__zone")
    over = [pk for pk, day, zone in zones if day < by.at.astimezone(ZoneInfo(zone or by.zone)).date()]
    _end(over, by, "action.ignored", _ignored)
    watched = rows.filter(status=State.DONE, outcome="", watch_until__lt=by.today).values_list("pk", flat=True)
    _end(watched, by, "action.watched", _nothing)
    return len(over)


def withdraw_of_those_who_left(by: Actor) -> int:
    """What lay on the desk of somebody who has left, or of nobody, can be given to others."""
    here = Staff.objects.active().filter(is_active=True).values("pk")
    rows = Action.in_use().filter(status=State.OPEN).exclude(owner__in=here)
    return _end(rows.values_list("pk", flat=True), by, "action.gone", _gone)


def withdraw_what_changed(gathered: Gathered, by: Actor) -> int:
    """What no domain advises any more, or what may not be recommended any more."""
    rows = Action.in_use().filter(status=State.OPEN).values_list("pk", "kind", "about")
    ids = [pk for pk, kind, about in rows if (kind, about) not in gathered.standing]
    return _end(ids, by, "action.gone", _gone)


def _end(ids: Iterable[int], by: Actor, fact: str, become: Callable[[Change, Actor], None]) -> int:
    some = list(ids)
    for start in range(0, len(some), BATCH):
        with transaction.atomic():
            changes = changes_of(registry.of_noun(NOUN), some[start : start + BATCH])
            for change in changes:
                become(change, by)
            write(registry.of_noun(NOUN), [change for change in changes if change.dirty()], by, fact=fact)
    return len(some)


def _ignored(change: Change, by: Actor) -> None:
    if change.after["status"] == State.OPEN:
        change.after |= {"status": State.IGNORED.value, "ended_at": by.at}


def _gone(change: Change, by: Actor) -> None:
    if change.after["status"] == State.OPEN:
        change.after |= {"status": State.GONE.value, "ended_at": by.at}


def _nothing(change: Change, by: Actor) -> None:
    if not change.after["outcome"]:
        change.after["outcome"] = Outcome.NOTHING.value


def give(gathered: Gathered, by: Actor) -> int:
    """Greedy by expected value; how many actions were given."""
    open_now = set(Action.in_use().filter(status=State.OPEN).values_list("kind", "about"))
    possible = [one for one in gathered.possible() if (one.kind.name, one.candidate.address) not in open_now]
    known = learnt()
    given = assign(possible, people_at(by.at), _parties_of(possible), known, our_company().hour_cost)
    write(registry.of_noun(NOUN), [_new(one, known, by) for one in given], by, fact="action.given")
    return len(given)


def _parties_of(possible: Iterable[Possible]) -> dict[int, tuple[int | None, str]]:
    rows = bulk.found(
        Party.objects.all(), "pk", {one.candidate.party_id for one in possible}, "pk", "owner_id", "language"
    )
    return {pk: (owner, language) for pk, owner, language in rows}


def _new(one: Given, known: Learnt, by: Actor) -> Change:
    kind, candidate = one.possible.kind, one.possible.candidate
    with translation.override(our_company().language):
        name = str(kind.label)
    noun, _colon, number = candidate.address.partition(":")
    return Change(after={
        "kind": kind.name, "name": name, "party_id": candidate.party_id, "about": candidate.address, "of_noun": noun,
        "of_id": int(number), "owner_id": one.person.id, "value": candidate.value, "stake": one.possible.stake,
        "score": one.score, "currency": our_company().currency, "effort": one.possible.minutes,
        "chance": round(100 * one.chance), "rank": one.rank, "given_on": one.person.today,
        "expires_on": candidate.expires_on, "inputs": dict(candidate.inputs),
        "figures": {"reason": dict(candidate.figures), "learnt": known.told(kind.name)},
    })  # fmt: skip
