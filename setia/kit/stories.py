"""Pages of a history: the entries of one record, or of everything told in one party's story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from setia.foundation import ledger, prepared
from setia.foundation.access import Actor
from setia.foundation.errors import Malformed, NotFound
from setia.foundation.ledger import Entry
from setia.kit import successors
from setia.kit.history import Told, told
from setia.kit.operations import operations_of
from setia.kit.resources import Resource, registry

SIZE = 30


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which entries are wanted: of what (a fact or a noun), by whom, by which department; 0 and "" mean all."""

    of: str = ""
    by: int = 0
    team: int = 0

    def __bool__(self) -> bool:
        return bool(self.of or self.by or self.team)

    def narrowed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Raises Malformed when there is no such fact or noun."""
        if self.of in ledger.kinds:
            rows = rows.filter(kind=self.of)
        elif self.of in registry.nouns():
            rows = rows.filter(noun=self.of)
        elif self.of:
            raise Malformed(_("There is no kind of entry called “%(kind)s”.") % {"kind": self.of[:60]}, field="of")
        if self.by:
            rows = rows.filter(actor_id=self.by)
        return rows.filter(actor__team_id=self.team) if self.team else rows


EVERYTHING = Sieve()


@dataclass(frozen=True, slots=True)
class Pages:
    entries: list[Told]
    next: str


def history(
    resource: Resource, record_id: int, by: Actor, *, before: str = "", size: int = SIZE, sieve: Sieve = EVERYTHING
) -> Pages:
    """Newest first. For a party (`story == "id"`) everything of its story, otherwise the record's own."""
    found = _entries(resource, record_id, before, size + 1, sieve)
    shown = found[:size]
    more = f"{shown[-1].at.timestamp():.6f}-{shown[-1].pk}" if len(found) > size else ""
    return Pages(told(shown, by), more)


def _entries(resource: Resource, record_id: int, before: str, size: int, sieve: Sieve) -> list[Entry]:
    def of_story(story: int) -> QuerySet[Entry]:
        return Entry.objects.filter(story_id=story).order_by("-at", "-id")

    def of_record(noun: str, number: int) -> QuerySet[Entry]:
        return Entry.objects.filter(noun=noun, record_id=number).order_by("-id")

    by_time = resource.story == "id"
    told_here = successors.stories(resource, record_id) if by_time else []
    if before or sieve or len(told_here) > 1:
        of_all = Entry.objects.filter(story_id__in=told_here).order_by("-at", "-id")
        rows = sieve.narrowed(of_all if by_time else of_record(resource.noun, record_id))
        return list(rows.filter(_older_than(before, by_time=by_time))[:size] if before else rows[:size])
    if by_time:
        return prepared.records(("story", size), lambda story: of_story(story)[:size], record_id)
    return prepared.records(("entries", size), lambda *record: of_record(*record)[:size], resource.noun, record_id)


def _older_than(before: str, *, by_time: bool) -> Q:
    moment, _dash, pk = before.partition("-")
    try:
        at, number = datetime.fromtimestamp(float(moment), tz=UTC), int(pk)
    except (ValueError, OverflowError, OSError):
        raise NotFound(field="before") from None
    return Q(at__lt=at) | Q(at=at, pk__lt=number) if by_time else Q(pk__lt=number)


def told_kinds(resource: Resource, by: Actor) -> list[tuple[str, str]]:
    """What the entries of a story can be narrowed to: what was told by hand, then the nouns that stand in it."""
    tellers = [verb for verb in operations_of(resource).values() if verb.tells]
    from_verbs = [kind for verb in tellers for kind in sorted(verb.leaves)]
    facts = [(kind, str(ledger.kinds[kind].label)) for kind in from_verbs]
    nouns = [
        (other.noun, str(other.plural))
        for other in registry.nouns().values()
        if other.story and by.access.may("see", other.governing)
    ]
    return [*facts, *sorted(nouns, key=lambda noun: noun[1])]
