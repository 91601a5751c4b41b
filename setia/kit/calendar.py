"""The calendar: the dated records of every noun that stand there, day by day, as far as somebody may see them.

A stretch of days is read in one go, in the order of the days. Where more stands in it than is read, the
days that remain are asked for one by one: what a page costs depends on its days, not on what is in them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from setia.foundation import conditions
from setia.foundation.access import Actor
from setia.foundation.conditions import Condition, Test
from setia.foundation.conditions.tree import LONGEST_LIST
from setia.kit import slots
from setia.kit.counts import Count
from setia.kit.filters import fields_of
from setia.kit.kinds import Moment
from setia.kit.kinds.dates import as_day
from setia.kit.lists import Listing
from setia.kit.resources import Resource, registry
from setia.kit.slots import Dated

Whose = Literal["mine", "team", "all"]
WHOSE: tuple[Whose, ...] = ("mine", "team", "all")
AT_ONCE = 400
"""So many records of one noun are read for a stretch of days before its days are read singly."""

MOST_COLLEAGUES = LONGEST_LIST


@dataclass(frozen=True, slots=True)
class Standing:
    """A record in the calendar; `clock` is its time of day ("09:30"), "" where it has none."""

    resource: Resource
    id: int
    title: str
    clock: str = ""


@dataclass(frozen=True, slots=True)
class Rest:
    """How many more of a noun stand on a day, and the condition for all of that day."""

    resource: Resource
    count: Count
    where: Condition


Days = dict[date, list[Standing]]
Rests = dict[date, list[Rest]]


def sources(by: Actor) -> list[Dated]:
    """What stands in the calendar of this person: nouns and fields they may know."""
    return [thing for thing in slots.dated() if _may_know(thing, by)]


def _may_know(thing: Dated, by: Actor) -> bool:
    resource = registry[thing.resource]
    asked = {thing.day, thing.person, thing.clock, *fields_of(conditions.parse(thing.where))} - {""}
    return by.access.may("see", resource.governing) and asked <= resource.readable(by.access).keys()


def possible(by: Actor) -> list[Whose]:
    """Whose records may be asked for: those beyond one's own only where some are seen."""
    sights = {by.access.sight(registry[thing.resource].governing) for thing in sources(by)}
    has_team = 1 < len(by.access.colleagues) <= MOST_COLLEAGUES
    widths: dict[Whose, bool] = {
        "mine": True,
        "team": has_team and bool(sights & {"team", "all"}),
        "all": "all" in sights,
    }
    return [whose for whose in WHOSE if widths[whose]]


def read(by: Actor, first: date, last: date, whose: Whose, most: int) -> tuple[Days, Rests]:
    """What stands on the days from `first` to `last`: of each noun at most so many a day, and how many more."""
    days: Days = defaultdict(list)
    rests: Rests = defaultdict(list)
    for thing in sources(by):
        _Reading(thing, by, whose, most, days, rests).read(first, last)
    for standing in days.values():
        standing.sort(key=lambda one: (not one.clock, one.clock))
    return days, rests


@dataclass(frozen=True)
class _Reading:
    thing: Dated
    by: Actor
    whose: Whose
    most: int
    days: Days
    rests: Rests

    @property
    def resource(self) -> Resource:
        return registry[self.thing.resource]

    def read(self, first: date, last: date) -> None:
        listing = self.listing(first, last)
        page = listing.page("", AT_ONCE)
        found: dict[date, list[dict[str, Any]]] = defaultdict(list)
        for row in page.rows:
            found[self.day_of(row)].append(row)
        cut = max(found) if page.next else last + timedelta(days=1)
        for day in sorted(found):
            if day < cut:
                self.put(day, found[day], Count(len(found[day]), False))
        while cut <= last:
            one = self.listing(cut, cut)
            shown = one.page("", self.most + 1)
            self.put(cut, shown.rows, one.count() if len(shown.rows) > self.most else Count(len(shown.rows), False))
            cut += timedelta(days=1)

    def listing(self, first: date, last: date) -> Listing:
        columns = tuple(name for name in (self.thing.day, self.thing.clock) if name)
        return Listing(self.resource, self.by, columns=columns, where=self.where(first, last), sort=self.thing.day)

    def where(self, first: date, last: date) -> Condition:
        return conditions.all_of(conditions.parse(self.thing.where), *self.within(first, last), *self.of_whom())

    def within(self, first: date, last: date) -> Iterable[Condition]:
        name = self.thing.day
        if first == last and not self.is_moment:
            return [Test(name, "=", first.isoformat())]
        if not self.is_moment:
            return [Test(name, "between", (first.isoformat(), last.isoformat()))]
        return [Test(name, ">=", self.begin(first)), Test(name, "<", self.begin(last + timedelta(days=1)))]

    def begin(self, day: date) -> str:
        """When a day begins for the reader."""
        return datetime.combine(day, time(), ZoneInfo(self.by.zone)).astimezone(UTC).isoformat()

    def of_whom(self) -> Iterable[Condition]:
        if self.whose == "all":
            return []
        if self.whose == "mine":
            return [Test(self.thing.person, "=", "me")]
        return [Test(self.thing.person, "in", tuple(sorted(self.by.access.colleagues)))]

    @property
    def is_moment(self) -> bool:
        return isinstance(self.resource.fields[self.thing.day].kind, Moment)

    def day_of(self, row: dict[str, Any]) -> date:
        value = row[self.resource.fields[self.thing.day].path]
        return value.astimezone(ZoneInfo(self.by.zone)).date() if self.is_moment else as_day(value)

    def put(self, day: date, rows: list[dict[str, Any]], count: Count) -> None:
        if self.thing.clock:
            rows = sorted(rows, key=lambda row: (not row[self.thing.clock], row[self.thing.clock]))
        self.days[day] += [self.standing(row) for row in rows[: self.most]]
        if count.number > self.most:
            rest = Count(count.number - self.most, count.capped)
            self.rests[day].append(Rest(self.resource, rest, self.where(day, day)))

    def standing(self, row: dict[str, Any]) -> Standing:
        title = self.resource.title_of(row) or f"#{row['id']}"
        clock = row[self.thing.clock] if self.thing.clock else ""
        return Standing(self.resource, row["id"], title, clock)
