"""What happens makes actions done, and shows whether they worked: read from the ledger, whoever did it and wherever."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from setia.domains.insight.actions.advising import advise
from setia.domains.insight.actions.model import Action, Outcome, State
from setia.foundation import bulk, ledger
from setia.foundation.access import Actor, system
from setia.foundation.company import our_company
from setia.foundation.jobs import every, task
from setia.foundation.ledger import Entry
from setia.kit import advice
from setia.kit.advice import When
from setia.kit.changes import Change
from setia.kit.resources import registry
from setia.kit.writing import changes_of, write

NOUN = "insight.action"
BATCH = 2_000
NAMES = ("kind", "noun", "record_id", "story_id", "recorded_at", "actor_id")


@dataclass(frozen=True, slots=True)
class Happened:
    id: int
    kind: str
    noun: str
    record_id: int
    story_id: int | None
    at: datetime
    by: int | None


@every("nightly", at="04:20")
@task(own_transactions=True)
def advise_every_night() -> None:
    advise(timezone.now())


@every(minutes=2)
@task(own_transactions=True)
def follow_what_happens() -> None:
    catch_up(system())


def catch_up(by: Actor) -> None:
    """Read on until nothing is new."""
    until = ledger.complete_until()
    while until is not None and follow_next(until, by):
        pass


def follow_next(until: int, by: Actor, size: int = BATCH) -> bool:
    """One portion of entries; False when there was nothing new."""
    with transaction.atomic():
        entries = ledger.following("actions", until, size, *NAMES)
        told = facts()
        follow([one for entry in entries if (one := Happened(*entry)).kind in told], by)  # type: ignore[arg-type]
        return bool(entries)


def facts() -> frozenset[str]:
    """What some kind of advice waits for."""
    return frozenset(
        fact for kind in advice.kinds().values() for when in (kind.done, kind.worked) for fact in when.facts
    )


def follow(happened: Sequence[Happened], by: Actor) -> None:
    """Mark what was done, then what worked; what both does and proves an action counts twice."""
    if not happened:
        return
    index = _Index(happened)
    open_ones = _touched(Action.in_use().filter(status=State.OPEN), index)
    _write(open_ones, index, by, _done)
    watched = _touched(Action.in_use().filter(status=State.DONE, outcome=""), index)
    _write(watched, index, by, _worked)


class _Index:
    """What happened, by record and by party."""

    def __init__(self, happened: Iterable[Happened]) -> None:
        self.at: dict[str, list[Happened]] = defaultdict(list)
        self.of: dict[int, list[Happened]] = defaultdict(list)
        for one in happened:
            self.at[f"{one.noun}:{one.record_id}"].append(one)
            if one.story_id:
                self.of[one.story_id].append(one)

    def first(self, when: When, about: str, party: int, since: datetime) -> Happened | None:
        some = self.of.get(party, ()) if when.anywhere else self.at.get(about, ())
        return next((one for one in some if one.kind in when.facts and one.at >= since), None)


def _touched(rows: QuerySet[Action], index: _Index) -> list[int]:
    """Actions about these records or for these parties."""
    found = {pk for (pk,) in bulk.found(rows, "about", index.at, "pk")}
    found |= {pk for (pk,) in bulk.found(rows, "party_id", index.of, "pk")}
    return sorted(found)


Become = Callable[[Change, _Index], bool]


def _write(ids: Sequence[int], index: _Index, by: Actor, become: Become) -> None:
    changes = [change for change in changes_of(registry.of_noun(NOUN), ids) if become(change, index)]
    for fact in ("action.done", "action.worked"):
        some = [change for change in changes if change.fact == fact]
        write(registry.of_noun(NOUN), some, by)


def _done(change: Change, index: _Index) -> bool:
    kind, after = advice.kinds().get(change.after["kind"]), change.after
    found = kind and index.first(kind.done, after["about"], after["party_id"], after["created_at"])
    if kind is None or not found or after["status"] != State.OPEN:
        return False
    close(after, found.at, found.by, kind.days)
    change.fact = "action.done"
    return True


def _worked(change: Change, index: _Index) -> bool:
    kind, after = advice.kinds().get(change.after["kind"]), change.after
    found = kind and index.first(kind.worked, after["about"], after["party_id"], after["ended_at"])
    if not found or after["outcome"]:
        return False
    after["outcome"] = Outcome.WORKED.value
    change.fact = "action.worked"
    return True


def close(after: dict[str, object], at: datetime, by: int | None, days: int) -> None:
    """It is done; what comes of it is watched for from now on."""
    day = at.astimezone(ZoneInfo(our_company().zone)).date()
    after |= {
        "status": State.DONE.value, "ended_at": at, "done_by_id": by, "watch_until": day + timedelta(days=days),
    }  # fmt: skip


def happened_since(actions: Iterable[Action]) -> set[int]:
    """Those of a few open actions that were done meanwhile, though the job has not come round yet; one question."""
    some = list(actions)
    if not some:
        return set()
    since = min(one.created_at for one in some)
    known = facts()
    rows = Entry.objects.filter(story_id__in={one.party_id for one in some}, recorded_at__gte=since, kind__in=known)
    index = _Index(Happened(*row) for row in rows.order_by("id").values_list("id", *NAMES))
    return {one.pk for one in some if _is_done(one, index)}


def _is_done(action: Action, index: _Index) -> bool:
    kind = advice.kinds().get(action.kind)
    return bool(kind and index.first(kind.done, action.about, action.party_id, action.created_at))


def advised(by: Actor) -> str:
    """A round here and now, in words."""
    catch_up(system("job", by.at))
    round_ = advise(by.at)
    return _("Looked at %(seen)d things that could be done: %(given)d given, %(gone)d not needed any more, %(ignored)d"
             " ignored.") % {"seen": round_.seen, "given": round_.given, "gone": round_.gone,
                             "ignored": round_.ignored}  # fmt: skip
