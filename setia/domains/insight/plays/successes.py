"""Who had a success between two moments, on which day, and what it was worth: read from the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from setia.domains.insight.actions.model import Action
from setia.domains.insight.actions.model import State as Status
from setia.domains.insight.plays.audience import asked_at, portions
from setia.domains.insight.plays.kinds import REACHED
from setia.domains.sales.advising.money import InOurs
from setia.foundation import conditions
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.ledger import Entry
from setia.kit.filters import as_query
from setia.kit.plays import Success
from setia.kit.resources import registry


@dataclass(frozen=True, slots=True)
class Span:
    """What happened from `since` on and before `until`, and was told to Setia not before `told_since`."""

    since: datetime
    until: datetime
    told_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Had:
    """The day of the first success, and what all together were worth in our currency; None where that is not asked."""

    on: date
    worth: int | None


def successes_of(success: Success, parties: Collection[int], span: Span, leader: Actor) -> dict[int, Had]:
    """Of those parties that had one. What counts are records that the leader may see."""
    found: dict[int, Had] = {}
    in_ours = InOurs(asked_at(leader.at))
    for some in portions(parties):
        happened: dict[int, tuple[int, date]] = {}
        entries = _entries(some, span).filter(kind__in=success.facts, noun=success.noun)
        entries = entries.filter(**{f"data__inputs__{name}": value for name, value in success.said.items()})
        told: Iterable[Any] = entries.values_list("story_id", "at", "record_id")
        for party, at, record in told:
            day = _day(at)
            if record not in happened or day < happened[record][1]:
                happened[record] = party, day
        amounts = _amounts(success, happened, leader)
        theirs: dict[int, list[tuple[date, int]]] = defaultdict(list)
        for record, (party, day) in happened.items():
            if record in amounts:
                amount, currency = amounts[record]
                theirs[party].append((day, in_ours(amount, currency) or 0))
        for party, had in theirs.items():
            worth = sum(amount for _on, amount in had) if success.amount else None
            found[party] = Had(min(day for day, _amount in had), worth)
    return found


def reached(parties: Collection[int], span: Span, kind: str) -> dict[int, date]:
    """The first day on which somebody was in touch with each of those parties, or said of an action of this kind of
    advice that it was done."""
    found: dict[int, date] = {}
    done = Action.objects.filter(kind=kind, status=Status.DONE, ended_at__gte=span.since, ended_at__lt=span.until)
    for some in portions(parties):
        told: Iterable[Any] = _entries(some, span).filter(kind__in=REACHED).values_list("story_id", "at")
        for party, at in chain(told, done.filter(party__in=some).values_list("party_id", "ended_at")):
            found[party] = min(found.get(party, _day(at)), _day(at))
    return found


def _entries(parties: Collection[int], span: Span) -> QuerySet[Entry]:
    rows = Entry.objects.filter(story_id__in=parties, at__gte=span.since, at__lt=span.until)
    return rows.filter(recorded_at__gte=span.told_since) if span.told_since else rows


def _amounts(success: Success, records: Iterable[int], leader: Actor) -> dict[int, tuple[int, str]]:
    """Of the records that count: what each is worth, and in which currency."""
    resource = registry.of_noun(success.noun)
    rows = resource.rows(leader.access).filter(archived_at__isnull=True)
    rows = rows.filter(as_query(resource, conditions.parse(success.holds), leader) if success.holds else Q())
    names = (success.amount, "currency") if success.amount else ()
    found: dict[int, tuple[int, str]] = {}
    for some in portions(records):
        for pk, *values in rows.filter(pk__in=some).values_list("pk", *names):
            found[pk] = (values[0] or 0, values[1]) if values else (0, "")
    return found


def _day(at: datetime) -> date:
    return at.astimezone(ZoneInfo(our_company().zone)).date()
