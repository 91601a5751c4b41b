"""Answering a figure: what the reader may know of it, in a number of questions that does not depend on the records."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.foundation import conditions
from setia.foundation.access import Actor
from setia.foundation.citing import cited
from setia.foundation.errors import Forbidden, Malformed, Refusal
from setia.foundation.formats import reader_for
from setia.foundation.periods import Period
from setia.kit.filters import as_query, find_field, visibility
from setia.kit.kinds import Choice, Field, Flag, Reference
from setia.kit.kinds.references import NOT_VISIBLE
from setia.kit.kinds.shares import Figured, Share
from setia.kit.lists import Listing
from setia.kit.measures import keeping, spans
from setia.kit.measures.cells import may_add, may_group
from setia.kit.measures.declaring import AGGREGATES, MOST_GROUPS, Answer, Awaited, Line, Measure
from setia.kit.measures.keeping import Found
from setia.kit.measures.reading import UNSEEN, Axis, Key, Question, Sums, TooMany, only_axis, summed, ungrouped
from setia.kit.resources import Resource, registry
from setia.kit.seeing import titles

OTHERS = object()
"""The group of all groups that are not told apart."""

EMPTY, OTHER = gettext_lazy("(empty)"), gettext_lazy("Others")
MOST_CELLS, AT_ONCE = 2_000, 20_000

Told = tuple[dict[Key, Sums], dict[Key, Sums], list[Sequence[Any] | None]]


Keep = Literal["", "kept", "anew", "later"]


def answer(asked: Measure, by: Actor, keep: Keep = "", asked_on: date | None = None) -> Answer:
    """Refuses, in words, what is not there or not for this person, and what would be too much.

    With `keep`, the answer may be one that was kept, or with "anew" is found now; where it is one of many records it is
    kept for whoever asks the same. With "later", one of very many that was not kept is not found now either: it comes
    back as `awaited`, for `counting` to have it counted.
    """
    return _Answering(asked, by).answer(keep, asked_on or by.today)


class _Answering:
    def __init__(self, asked: Measure, by: Actor) -> None:
        self.asked, self.by = asked, by
        if asked.resource not in registry:
            raise Malformed(_("There are no records called “%(name)s”.") % {"name": cited(asked.resource)})
        self.resource: Resource = registry[asked.resource]
        if not by.access.may("see", self.resource.governing):
            raise Forbidden()
        if asked.aggregate not in AGGREGATES:
            words = _("“%(name)s” is no way to sum up. Possible: %(possible)s.")
            raise Malformed(words % {"name": cited(asked.aggregate), "possible": ", ".join(AGGREGATES)})
        self.weekday = reader_for(by.language, by.zone).first_weekday
        self.field = self._field()
        self.axes = [self._axis(name) for name in asked.groups]
        if len(self.axes) > 2 or (asked.unit and len(self.axes) > 1):
            raise Malformed(_("A figure is shared out in two ways at most."), field="groups")
        self.most = max(1, min(int(asked.most), MOST_GROUPS))
        self.period = spans.period_asked(asked.period, asked.unit, by.today, self.weekday)
        self.day = self._day() if self.period else None
        self.spans = spans.shared_out(self.period, asked.unit, self.weekday) if self.period and asked.unit else []
        self.where = conditions.parse(asked.where) if asked.where else conditions.EVERYTHING
        self.part = self._part()

    # What is asked -----------------------------------------------------------------------------------

    def _field(self) -> Field | None:
        name = self.asked.field
        if not name:
            if self.asked.aggregate in ("sum", "average", "least", "most"):
                raise Malformed(_("Say which field is summed up."), field="field")
            return None
        field = self.resource.readable(self.by.access).get(name)
        if field is None:
            raise Malformed(_("There is no field “%(name)s”.") % {"name": cited(name)}, field="field")
        measured = may_add(field) or (isinstance(field.kind, (Share, Figured)) and field.path and not field.compute)
        if not measured or (self.asked.aggregate in ("sum", "share") and not may_add(field)):
            raise Malformed(_("“%(name)s” cannot be added up.") % {"name": cited(name)}, field="field")
        return None if self.asked.aggregate == "count" else field

    def _axis(self, name: str) -> Axis:
        found = find_field(self.resource, name, self.by.access)
        if found is None:
            raise Malformed(_("There is no field “%(name)s”.") % {"name": cited(name)}, field="groups")
        field, before = found
        if not may_group(field):
            raise Malformed(_("Records cannot be grouped by “%(name)s”.") % {"name": cited(name)}, field="groups")
        return Axis(name, field, f"{before}{field.path}", visibility(self.resource, name, self.by.access))

    def _day(self) -> Field:
        """The day that counts for the period: the one that was named, or the one on which such records happen."""
        name = self.asked.day or self.resource.dated_by or "created_at"
        field = self.resource.readable(self.by.access).get(name)
        if field is None:
            raise Malformed(_("There is no field “%(name)s”.") % {"name": cited(name)}, field="day")
        if field.kind.nature not in ("date", "moment") or not may_group(field):
            raise Malformed(_("“%(name)s” is no day.") % {"name": cited(name)}, field="day")
        return field

    def _part(self) -> Any:
        if self.asked.aggregate != "share":
            return None
        if not self.asked.part:
            raise Malformed(_("Say which part of the records is meant."), field="part")
        return as_query(self.resource, conditions.parse(self.asked.part), self.by)

    def _listing(self, period: Period | None) -> Listing:
        return Listing(self.resource, self.by, where=self._within(self.where, period))

    def _within(self, where: conditions.Condition, period: Period | None) -> conditions.Condition:
        if period is None or self.day is None:
            return where
        ends = (period.start.isoformat(), period.last.isoformat())
        return conditions.all_of(where, conditions.Test(self.day.name, "between", ends))

    # What is found -----------------------------------------------------------------------------------

    def answer(self, keep: Keep, asked_on: date) -> Answer:
        question = Question(
            self._listing(self.period), self.asked.aggregate, self.field, self.part, self.day, self.spans, self.by
        )
        former = self._former() if self.asked.compare else None
        then = None
        if former:
            stretches = spans.shared_out(former, self.asked.unit, self.weekday) if self.asked.unit else []
            then = question.over(self._listing(former), stretches[-len(self.spans) :])
        place = (
            keeping.question_of(self.asked, [question, then] if then else [question], self.axes, self.by)
            if keep
            else ""
        )
        row = keeping.looked_up(place) if place and keep != "anew" else None
        if place and row is None and keep == "later" and keeping.newest_of(self.resource) >= keeping.LARGE:
            return self._awaited(place)
        there = keeping.kept(row, self.by)
        found, kept = there or (self._found(question, then, place, asked_on), None)
        words = [self._words(axis, [key[0][at] for key in found.told]) for at, axis in enumerate(self.axes)]
        self._fill(found.told)
        lines = [self._line(key, sums, found.before.get(key)) for key, sums in found.told.items()]
        lines += self._others(found.told, found.whole) if any(found.left) and len(self.axes) == 1 else []
        before = found.all_before
        totals = [self._line(((), None, coin), sums, before.get(((), None, coin)))
                  for (_g, _s, coin), sums in summed(found.whole).items()]  # fmt: skip
        if not totals:
            currency = "" if question.currency else getattr(self.field.kind, "fixed", "") if self.field else ""
            totals = [self._line(((), None, currency), Sums(), next(iter(before.values()), None))]
        return Answer(
            self.asked, self.resource, self.field, [axis.field for axis in self.axes], lines, totals, self.spans,
            self.period, former, words, found.left, kept,
        )  # fmt: skip

    def _found(self, question: Question, then: Question | None, place: str, asked_on: date) -> Found:
        begun = time.monotonic()
        found = self._find(question, then)
        if place:
            keeping.keep(place, self.asked, found, self.by, round(time.monotonic() - begun, 3), asked_on)
        return found

    def _awaited(self, place: str) -> Answer:
        """What can be said before it is counted: what is asked, and of which records."""
        every = Line((), None, "", 0, None, where=self._opening((), None))
        fields = [axis.field for axis in self.axes]
        return Answer(
            self.asked, self.resource, self.field, fields, [], [every], self.spans, self.period,
            awaited=Awaited(place, self.asked),
        )  # fmt: skip

    def _find(self, question: Question, then: Question | None) -> Found:
        found, whole, only = self._at_once(question) or self._step_by_step(question)
        before: dict[Key, Sums] = {}
        all_before: dict[Key, Sums] = {}
        if then:
            before = then.rows(self.axes, only, timed=bool(self.spans))
            all_before = summed(before) if not self.axes else summed(then.rows([]))
        return Found(found, whole, tuple(values is not None for values in only), before, all_before)

    def _former(self) -> Period | None:
        if self.period is None:
            raise Malformed(_("To compare with the period before, choose a period."), field="compare")
        return spans.before(self.period, self.asked.unit, self.by.today, self.weekday)

    def _at_once(self, question: Question) -> Told | None:
        """One question, and what is largest is found here; None where there are too many groups for that."""
        try:
            cells = question.rows(self.axes, timed=bool(self.spans), at_once=AT_ONCE)
        except TooMany:
            return None
        only = [self._largest(question, only_axis(cells, at)) for at in range(len(self.axes))]
        told = {
            key: sums
            for key, sums in cells.items()
            if all(values is None or group in values for group, values in zip(key[0], only, strict=True))
        }
        return told, ungrouped(cells), only

    def _step_by_step(self, question: Question) -> Told:
        """First which groups are the largest, then their numbers alone, and everything as a whole."""
        only = [self._largest(question, question.rows([axis], most=MOST_CELLS)) for axis in self.axes]
        return question.rows(self.axes, only, timed=bool(self.spans)), question.rows([], timed=bool(self.spans)), only

    def _largest(self, question: Question, cells: dict[Key, Sums]) -> Sequence[Any] | None:
        """The values with the largest figures; None where there are no others."""
        values = list(dict.fromkeys(groups[0] for groups, _span, _coin in _ranked(cells, question)))
        return values[: self.most] if len(values) > self.most else None

    def _fill(self, found: dict[Key, Sums]) -> None:
        """A stretch of time in which nothing happened is told as such: its sum is nothing, not unknown."""
        if self.asked.aggregate in ("count", "sum"):
            for groups, coin in {(groups, coin) for groups, _span, coin in found}:
                for at in range(len(self.spans)):
                    found.setdefault((groups, at, coin), Sums())

    def _others(self, found: dict[Key, Sums], whole: dict[Key, Sums]) -> list[Line]:
        """What is left of the whole. The least and the most of it are not known, nor its averages."""
        told, lines = ungrouped(found), []
        for key, sums in whole.items():
            rest = sums.without(told.get(key, Sums()))
            if rest.count and self.asked.aggregate not in ("least", "most"):
                value = rest.value(self.asked.aggregate, self.field)
                lines.append(Line((OTHERS,), key[1], key[2], rest.count, value))
        return lines

    def _line(self, key: Key, sums: Sums, before: Sums | None) -> Line:
        groups, span, currency = key
        former = before.value(self.asked.aggregate, self.field) if before else None
        if before is None and self.asked.compare and self.asked.aggregate in ("count", "sum"):
            former = Sums().value(self.asked.aggregate, self.field)
        value = sums.value(self.asked.aggregate, self.field)
        return Line(groups, span, currency, sums.count, value, former, self._opening(groups, span), sums.known)

    def _opening(self, groups: Sequence[Any], span: int | None) -> str | None:
        """The condition under which the records behind a number are listed."""
        where = self._within(self.where, self.spans[span] if span is not None else self.period)
        try:
            for axis, value in zip(self.axes, groups, strict=False):
                if value is UNSEEN or value is OTHERS:
                    return None
                where = conditions.all_of(where, _being(axis, value))
            return conditions.write(where)
        except (Refusal, ValueError):
            return None

    def _words(self, axis: Axis, values: Sequence[Any]) -> Mapping[Any, str]:
        """What the values of a group are called, as far as the reader may know it."""
        known = {value for value in values if value is not None and value is not UNSEEN}
        read, kind = reader_for(self.by.language, self.by.zone), axis.field.kind
        if isinstance(kind, Reference):
            named = titles(kind.noun, known, self.by.access)
            found: dict[Any, str] = {value: named.get(value) or str(NOT_VISIBLE) for value in known}
        elif isinstance(kind, Choice):
            found = {value: kind.label_of(value) for value in known}
        else:
            found = {value: kind.say(value, read) or str(value) for value in known}
        return found | {None: str(EMPTY), UNSEEN: str(NOT_VISIBLE), OTHERS: str(OTHER)}


def _being(axis: Axis, value: Any) -> conditions.Condition:
    if value is None:
        return conditions.Test(axis.name, "is empty")
    if isinstance(axis.field.kind, Flag):
        return conditions.Test(axis.name, "=", bool(value))
    return conditions.Test(axis.name, "=", value if isinstance(value, int) else str(value))


def _ranked(cells: dict[Key, Sums], question: Question) -> list[Key]:
    def size(key: Key) -> Any:
        value = cells[key].value(question.aggregate, question.field)
        return (value is not None, value if value is not None else 0, cells[key].count)

    return sorted(cells, key=size, reverse=True)
