"""Opportunities as they stood on a day: what was known then, and nothing that became known later.

Rows hold what is so now; the ledger knows every change since, so each is taken back to the day asked about. What was
put into Setia after it was over (an imported past) has no such days: of it only what does not follow from the end is
taken as known, which leaves out the value, as that is often written down at the end.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from setia.domains.sales.opportunities.model import Opportunity, StageChange
from setia.domains.sales.stages.model import Status
from setia.foundation import bulk
from setia.foundation.ledger import Entry
from setia.foundation.periods import months_later
from setia.kit.resources import registry
from setia.kit.writing import unplain

MOST = 12_000
"""So many of those that ended are learnt from; of more, evenly many of each time."""

YEARS = 3
"""Counted back from the last end: before that a firm was another one."""

COLUMNS = ("party_id", "product_id", "owner_id", "source_id", "amount", "currency", "status", "opened_on", "closed_on")
OF_PARTY = ("sector", "employees")
Changes = Sequence[tuple[date, Mapping[str, Any]]]


@dataclass(slots=True)
class Deal:
    """`changes` are the values before each change, the newest first; `stays` the stages entered, the oldest first."""

    id: int
    row: dict[str, Any]
    made_on: date
    changes: Changes = ()
    stays: list[tuple[date, int, bool]] = field(default_factory=list)
    people: list[date] = field(default_factory=list)

    def on(self, day: date) -> dict[str, Any]:
        """Its columns at the end of the day, as far as that was written down."""
        return taken_back(self.row, self.changes, day)

    def ended(self, by: date) -> tuple[date, bool] | None:
        """When it was closed, and whether it was won, as known at the end of the day; nothing if it was open then."""
        then = self.on(by)
        if then["status"] == Status.OPEN or then["closed_on"] is None or then["closed_on"] > by:
            return None
        return then["closed_on"], then["status"] == Status.WON

    @property
    def opened_on(self) -> date | None:
        return self.row["opened_on"]


def taken_back(row: dict[str, Any], changes: Changes, day: date) -> dict[str, Any]:
    then = row
    for changed_on, before in changes:
        if changed_on <= day:
            break
        then = {**then, **before}
    return then


@dataclass
class World:
    """Some opportunities with what belongs to them, and the profiles of their parties."""

    deals: list[Deal]
    parties: dict[int, tuple[dict[str, Any], Changes]]

    def profile(self, party: int | None, day: date) -> Mapping[str, Any]:
        row, changes = self.parties.get(party or 0, ({}, ()))
        return taken_back(row, changes, day) if row else {}


def past(as_of: date) -> World:
    """Opportunities closed by the day, those closed since, and those that are open, each with its past."""
    rows = Opportunity.objects.filter(archived_at__isnull=True)
    names = ("id", "created_at", *COLUMNS)
    by_end = rows.order_by("-closed_on", "-id").values_list(*names)
    before = bulk.found(rows, "pk", _evenly(rows, as_of), *names)
    since = by_end.filter(closed_on__gt=as_of)[:MOST]
    still = rows.filter(status=Status.OPEN).order_by("-id").values_list(*names)[:MOST]
    return _told([*sorted(before), *since, *still], with_changes=True)


def _evenly(rows: Any, as_of: date) -> list[int]:
    """Those that ended in the years before the last end by the day, thinned out where they are too many."""
    closed = rows.filter(closed_on__lte=as_of).order_by("-closed_on", "-id")
    last = closed.values_list("closed_on", flat=True).first()
    if last is None:
        return []
    ids = list(closed.filter(closed_on__gt=months_later(last, -12 * YEARS)).values_list("pk", flat=True))
    return ids[:: max(1, -(-len(ids) // MOST))]


def present(ids: Iterable[int]) -> World:
    """Open opportunities as they stand now."""
    rows = Opportunity.objects.filter(status=Status.OPEN, archived_at__isnull=True)
    return _told(list(bulk.found(rows, "pk", ids, "id", "created_at", *COLUMNS)), with_changes=False)


def _told(rows: list[tuple[Any, ...]], *, with_changes: bool) -> World:
    deals = {id_: Deal(id_, dict(zip(COLUMNS, values, strict=True)), made.date()) for id_, made, *values in rows}
    open_stages = set(registry["stages"].model._default_manager.filter(status=Status.OPEN).values_list("pk", flat=True))
    log = bulk.found(StageChange.objects.all(), "opportunity_id", deals, "opportunity_id", "at", "id", "to_stage_id")
    for deal, at, _id, stage in sorted(log):
        deals[deal].stays.append((at.date(), stage, stage in open_stages))
    people = registry["participants"].model._default_manager.filter(archived_at__isnull=True)
    for deal, made in sorted(bulk.found(people, "opportunity_id", deals, "opportunity_id", "created_at")):
        deals[deal].people.append(made.date())
    parties = {deal.row["party_id"] for deal in deals.values()} - {None}
    profiles = bulk.found(registry["parties"].model._default_manager.all(), "pk", parties, "pk", *OF_PARTY)
    known = {pk: dict(zip(OF_PARTY, values, strict=True)) for pk, *values in profiles}
    of_parties: dict[int, Changes] = {}
    if with_changes:
        for id_, changes in _changes("sales.opportunity", deals, COLUMNS, ()).items():
            deals[id_].changes = changes
        of_parties = _changes("parties.party", known, OF_PARTY, ("party.changed",))
    return World(list(deals.values()), {pk: (row, of_parties.get(pk, ())) for pk, row in known.items()})


def _changes(noun: str, ids: Iterable[int], names: Sequence[str], kinds: Sequence[str]) -> dict[int, Changes]:
    """What the ledger tells of these columns, the newest first."""
    resource, entries = registry.of_noun(noun), Entry.objects.filter(noun=noun, version__gt=1)
    if kinds:
        entries = entries.filter(kind__in=kinds)
    found: dict[int, list[tuple[int, date, dict[str, Any]]]] = defaultdict(list)
    told: Iterable[tuple[int, int, datetime, Any]] = bulk.found(
        entries, "record_id", ids, "id", "record_id", "at", "data"
    )
    for id_, record, at, data in told:
        altered = {n: unplain(resource, n, v[0]) for n, v in data.get("changes", {}).items() if n in names}
        if altered:
            found[record].append((id_, at.date(), altered))
    return {
        record: [(day, altered) for _id, day, altered in sorted(some, key=lambda one: one[0], reverse=True)]
        for record, some in found.items()
    }


@dataclass
class Records:
    """How often each party has bought and has not, by the day: `before` counts what had ended earlier."""

    won: dict[int, list[date]] = field(default_factory=lambda: defaultdict(list))
    lost: dict[int, list[date]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, world: World, as_of: date) -> Records:
        records = cls()
        ends = [(end, deal) for deal in world.deals if (end := deal.ended(as_of)) and deal.row["party_id"]]
        for (day, is_won), deal in sorted(ends, key=lambda each: (each[0][0], each[1].id)):
            (records.won if is_won else records.lost)[deal.row["party_id"]].append(day)
        return records

    def before(self, party: int, day: date) -> tuple[int, int]:
        """Days before it, so that what ended on the very day counts for nobody."""
        earlier = date.fromordinal(day.toordinal() - 1)
        return bisect_right(self.won.get(party, []), earlier), bisect_right(self.lost.get(party, []), earlier)


def records_now(world: World, today: date) -> Records:
    """The same for the parties of these opportunities, from all that they ever decided."""
    parties = {deal.row["party_id"] for deal in world.deals} - {None}
    rows = Opportunity.objects.filter(archived_at__isnull=True, closed_on__lte=today).exclude(status=Status.OPEN)
    records = Records()
    for party, day, status in sorted(bulk.found(rows, "party_id", parties, "party_id", "closed_on", "status")):
        (records.won if status == Status.WON else records.lost)[party].append(day)
    return records
