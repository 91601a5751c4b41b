"""What can happen, recorded as it happens, and who reacts to it.

Facts are written in the transaction of the change they tell of. For every reaction that listens
a job is written beside them; it runs after the commit, once per fact and reaction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.jobs import enqueue_many, task
from setia.foundation.ledger.model import Entry

Reaction = Callable[[Entry], None]

COLUMNS = (
    "id", "kind", "at", "recorded_at", "actor_id", "channel", "noun", "record_id", "story_id", "version", "act",
    "title", "data", "corrects",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FactKind:
    """How a kind of fact is named to people, and its icon."""

    kind: str
    label: str | Promise
    icon: str


@dataclass(slots=True)
class Fact:
    """A fact about to be recorded."""

    kind: str
    noun: str
    record_id: int
    story_id: int | None = None
    version: int = 0
    title: str = ""
    at: datetime | None = None
    data: dict[str, Any] = field(default_factory=dict)


kinds: dict[str, FactKind] = {}
reactions: dict[str, dict[str, Reaction]] = {}
_wanted: dict[str, Callable[[Fact], bool]] = {}


def declare(kind: str, label: str | Promise, icon: str = "dot") -> FactKind:
    """Announce a kind of fact; recording an undeclared one is a programming error."""
    kinds[kind] = FactKind(kind, label, icon)
    return kinds[kind]


def reaction(*fact_kinds: str, when: Callable[[Fact], bool] | None = None) -> Callable[[Reaction], Reaction]:
    """Run the function after the commit of every fact of these kinds, once each, as a job.

    With `when` only of those for which it holds: what concerns one call in a hundred costs no job for the others.
    """

    def register(function: Reaction) -> Reaction:
        name = f"{function.__module__}.{function.__name__}"
        for kind in fact_kinds:
            reactions.setdefault(kind, {})[name] = function
        if when:
            _wanted[name] = when
        return function

    return register


@task()
def react(entry_id: int, name: str) -> None:
    """Run one reaction; a fact that was taken back meanwhile (an import undone) asks for none any more."""
    entry = Entry.objects.filter(pk=entry_id).first()
    function = reactions.get(entry.kind, {}).get(name) if entry else None
    if entry and function:
        function(entry)


def begin() -> int:
    """The number of a new act. Call inside the transaction that records its facts."""
    return int(bulk.reserve_ids(Entry, 1)[0])


def record(facts: Sequence[Fact], by: Actor, *, act: int | None = None) -> int:
    """Write facts and the jobs of their reactions; returns the act that they belong to.

    Must be called inside the transaction of the change. `act` joins an act begun earlier, as does
    the act under way of the actor.
    """
    act = act or by.act
    if not facts:
        return act or 0
    for fact in facts:
        if fact.kind not in kinds:
            raise LookupError(f"fact {fact.kind!r} was never declared")
    ids = bulk.reserve_ids(Entry, len(facts))
    act = act or ids[0]
    rows = [
        (
            id_, fact.kind, fact.at or by.at, by.at, by.staff_id, by.channel, fact.noun, fact.record_id,
            fact.story_id, fact.version, act, fact.title[:200], fact.data, fact.data.get("corrects"),
        )
        for id_, fact in zip(ids, facts, strict=True)
    ]  # fmt: skip
    bulk.insert(Entry, COLUMNS, rows)
    calls = [(id_, name) for id_, fact in zip(ids, facts, strict=True) for name in _reacting(fact)]
    if calls:
        enqueue_many(react, [list(call) for call in calls], [f"react:{id_}:{name}" for id_, name in calls])
    return act


def _reacting(fact: Fact) -> list[str]:
    return [name for name in reactions.get(fact.kind, ()) if name not in _wanted or _wanted[name](fact)]
