"""What happened with several people is told in the history of each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from setia.foundation import ledger
from setia.foundation.access import Actor
from setia.foundation.ledger import Entry
from setia.kit.resources import Resource
from setia.kit.writing import change_of, write


@dataclass(frozen=True)
class Attending:
    """The input that names others who were there: it is told in their histories too, without what is said `only_once`.

    What is to be done next, or how long it took, would count double if it stood in each of them.
    """

    who: str
    only_once: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A verb as it was used: on which records of which noun, with which inputs, and what was told of it."""

    resource: Resource
    leaves: frozenset[str]
    records: Sequence[Any]
    given: Mapping[str, Any]
    told: Mapping[str, Any]
    by: Actor


def tell_attending(attending: Attending, call: Call) -> None:
    """Tell it in the histories of the others who were there, once for each record of the call, in the act under way.

    Such an entry says in `beside` which one it goes with. When that one corrects another, so do those beside it;
    whoever was not there after all has theirs taken back.
    """
    there = {record.pk for record in call.records}
    others = {other.pk: other for other in call.given.get(attending.who) or () if other.pk not in there}
    corrects = call.told.get("corrects")
    former = _beside(call, corrects) if corrects else {}
    if not others and not former:
        return
    said = {name: value for name, value in call.told.get("inputs", {}).items() if name not in attending.only_once}
    for entry in _told_now(call, there):
        for pk, other in others.items():
            with_whom = [entry.record_id, *(each for each in others if each != pk)]
            told: dict[str, Any] = {"inputs": {**said, attending.who: with_whom}, "beside": entry.pk}
            if wrong := former.get(pk):
                told["corrects"] = wrong.pk
            write(call.resource, [change_of(other)], call.by, fact=entry.kind, at=entry.at, data=told)
    take_back(call.resource, [wrong for pk, wrong in former.items() if pk not in others], call.by)


def take_back(resource: Resource, entries: Sequence[Entry], by: Actor) -> None:
    """Say of entries that only told something that they no longer stand."""
    facts = [
        ledger.Fact(
            f"{resource.fact}.taken_back", entry.noun, entry.record_id, entry.story_id, entry.version, entry.title,
            data={"corrects": entry.pk, "undoes": entry.act},
        )
        for entry in entries
    ]  # fmt: skip
    ledger.record(facts, by)


def _told_now(call: Call, ids: set[int]) -> list[Entry]:
    """The entries that the call has just left for its records."""
    rows = _of_act(call, call.by.act or 0).filter(record_id__in=ids)
    return list({entry.record_id: entry for entry in rows.order_by("id")}.values())


def _beside(call: Call, entry_id: int) -> dict[int, Entry]:
    """The entries beside this one, by whose history they stand in."""
    act = Entry.objects.values_list("act", flat=True).get(pk=entry_id)
    return {entry.record_id: entry for entry in _of_act(call, act).filter(data__beside=entry_id)}


def _of_act(call: Call, act: int) -> QuerySet[Entry]:
    return Entry.objects.filter(act=act, noun=call.resource.noun, kind__in=call.leaves)
