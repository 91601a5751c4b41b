"""Erasing in small steps: each is one short transaction, so that others write in between and nothing is done twice.

Whoever is killed begins again where the last step was committed: what is gone is not found any more, and how far
the history was emptied is kept with each step.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from setia.domains.parties.parties.model import Party
from setia.domains.privacy.erasures import proving, register
from setia.domains.privacy.erasures.model import Erasure, State
from setia.domains.privacy.erasures.subjects import PARTY, belonging, subject_of
from setia.foundation import bulk, search
from setia.foundation.access import Actor
from setia.foundation.jobs import hold_lease
from setia.foundation.records import noun
from setia.kit import erasing
from setia.kit.forgetting import entries
from setia.kit.forgetting.belonging import Way
from setia.kit.forgetting.leading import Lead, leads_to, rewrite, told_of
from setia.kit.forgetting.places import NotYet, places
from setia.kit.forgetting.values import empty, personal_fields, put_away
from setia.kit.resources import Resource

BATCH = 500
BREATH = 0.06
"""Seconds between two steps: whoever waits for the write lock of SQLite looks again after at most 0.1 s, and mostly
sooner, so that somebody gets in after nearly every step."""

Some = TypeVar("Some")
Tell = Callable[[int, int, str], None]


@dataclass
class Eraser:
    """One erasure at work in this process."""

    erasure: Erasure
    by: Actor
    tell: Tell
    ids: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.ids = tuple(self.erasure.subjects)

    def run(self) -> None:
        """To its end. Raises `NotYet` when somebody else has to finish first; nothing is lost then."""
        if self.erasure.state == State.DONE:
            return
        register.remember(Party.objects.filter(pk__in=self.ids).values_list("pk", "created_at"))
        told = self._history()
        rows = list(belonging(self.ids))
        leading = [(lead, lead.numbers(self.ids)) for lead in leads_to(PARTY)]
        self._begin(len(told) + sum(len(numbers) for _from, numbers in (*rows, *leading)))
        subject = subject_of(self.ids, self.erasure.sought)
        self._empty_history(told)
        self._let_go(leading)
        for way, numbers in rows:
            self._deal_with(way, numbers)
        for name, forget in places().items():
            self._count(name, forget(subject))
            self._pause()
        search.forget_unused_words(self._pause)
        proving.prove(self.erasure, self.by, self._pause)

    def _begin(self, total: int) -> None:
        with self._step():
            erasure = self.erasure
            erasure.started_at = erasure.started_at or proving.moment(self.by)
            erasure.state, erasure.note = State.RUNNING, ""
            erasure.total = max(erasure.total, erasure.done + total)

    def _history(self) -> list[int]:
        """Entries of their stories, and of everything that belongs to them, that were not emptied yet."""
        told = set(entries.of_story(self.ids)) | set(entries.of_records(PARTY, self.ids))
        for way, numbers in belonging(self.ids):
            told |= set(entries.of_records(noun(way.table), numbers))
        return sorted(pk for pk in told if pk > self.erasure.position)

    def _empty_history(self, told: Sequence[int]) -> None:
        for some in _portions(told):
            with self._step():
                self._add("history", entries.blank(some))
                self.erasure.position = some[-1]

    def _let_go(self, leading: Sequence[tuple[Lead, Sequence[int]]]) -> None:
        """Fields that the firm added do not lead to them any more, nor does what was told of these fields."""
        for lead, numbers in leading:
            self._empty_leads(lead, numbers, self.ids)
        for told in told_of([lead for lead, _numbers in leading], self.ids):
            for some in _portions(told):
                with self._step():
                    self._add("history", rewrite(some))

    def _empty_leads(self, lead: Lead, numbers: Sequence[int], ids: Sequence[int]) -> None:
        for some in _portions(numbers):
            with self._step() as by:
                self._add(f"{lead.resource.noun}:led", lead.let_go(some, ids, by))

    def _deal_with(self, way: Way, numbers: Sequence[int]) -> None:
        resource = way.resource
        stays = resource is not None and (resource.kept_for or way.is_part or way.by_address and resource.story)
        leading = [] if resource is None or stays else leads_to(resource.noun)
        for some in _portions(numbers):
            for lead in leading:
                self._empty_leads(lead, lead.numbers(some), some)
            with self._step() as by:
                if resource is None:
                    self._deal_with_loose(way, some)
                elif stays:
                    self._empty(resource, some, by)
                else:
                    self._remove(resource, some, by)

    def _deal_with_loose(self, way: Way, some: Sequence[int]) -> None:
        """Rows of tables that are no nouns go with what they belong to, if that is what the table says."""
        column: Any = next((c for c in way.table._meta.concrete_fields if c.attname == way.path), None)
        if column is not None and column.remote_field.on_delete is models.CASCADE:
            bulk.delete(way.table, "pk", some)
            self._add(noun(way.table), len(some))

    def _empty(self, resource: Resource, some: Sequence[int], by: Actor) -> None:
        emptied = empty(resource, some, personal_fields(resource), by, told=False, paths=put_away(resource))
        self._add(f"{resource.noun}:emptied", emptied)

    def _remove(self, resource: Resource, some: Sequence[int], by: Actor) -> None:
        gone = erasing.erase(resource.model, some)
        search.remove(resource.noun, gone)
        self._add(resource.noun, len(gone))
        if needed := sorted(set(some) - gone):
            self._empty(resource, needed, by)

    @contextmanager
    def _step(self) -> Iterator[Actor]:
        with transaction.atomic():
            hold_lease()
            self.erasure = Erasure.objects.select_for_update().get(pk=self.erasure.pk)
            yield self.by
            self.erasure.updated_at = proving.moment(self.by)
            self.erasure.save()
        self._pause()

    def _pause(self) -> None:
        self.tell(self.erasure.done, self.erasure.total, _("Erasing"))
        if not connection.in_atomic_block:
            time.sleep(BREATH)

    def _add(self, what: str, number: int) -> None:
        counts = Counter(self.erasure.counts)
        counts[what] += number
        self.erasure.counts = {name: count for name, count in counts.items() if count}
        self.erasure.done += number

    def _count(self, what: str, number: int) -> None:
        if number:
            with self._step():
                self._add(what, number)


def run(pk: int, by: Actor, tell: Tell) -> bool:
    """Erase as approved; whether it is done. What it waits for otherwise stands in its note."""
    erasure = Erasure.objects.select_related("party").get(pk=pk)
    if erasure.state not in (State.WAITING, State.RUNNING):
        return True
    try:
        Eraser(erasure, by, tell).run()
    except NotYet as reason:
        Erasure.objects.filter(pk=pk).update(note=reason.message[:300], updated_at=timezone.now())
        return False
    return True


def _portions(some: Sequence[Some]) -> Iterator[Sequence[Some]]:
    for start in range(0, len(some), BATCH):
        yield some[start : start + BATCH]
