"""Of the current contact points of one kind that a party has, exactly one is the primary one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from setia.domains.parties.contact_points.model import ContactPoint
from setia.foundation import bulk
from setia.kit.changes import Change

Place = tuple[int, str]
"""A party and a kind."""


@dataclass(slots=True)
class Point:
    """What matters of a current contact point. One that is not written yet has no id."""

    id: int
    party: int
    kind: str
    value: str
    key: str
    is_primary: bool
    version: int = 0
    ended_on: date | None = None
    verified_on: date | None = None
    wished: bool = False
    change: Change | None = None

    @property
    def place(self) -> Place:
        return self.party, self.kind


def points_of(parties: Iterable[int]) -> list[Point]:
    """The contact points of these parties, also those that have ended, the oldest first."""
    rows = ContactPoint.objects.filter(archived_at__isnull=True)
    names = ("id", "party_id", "kind", "value", "key", "is_primary", "version", "ended_on", "verified_on")
    return sorted((Point(*row) for row in bulk.found(rows, "party_id", parties, *names)), key=lambda p: p.id)


def current_points(parties: Iterable[int]) -> list[Point]:
    return [point for point in points_of(parties) if point.ended_on is None]


def by_place(points: Iterable[Point]) -> dict[Place, list[Point]]:
    found: dict[Place, list[Point]] = defaultdict(list)
    for point in points:
        found[point.place].append(point)
    return found


def chosen(points: Sequence[Point]) -> Point | None:
    """The primary one: as somebody just wished, else as it was, else the oldest."""
    wished = [point for point in points if point.wished]
    primary = [point for point in points if point.is_primary]
    return (wished[-1:] or primary[:1] or list(points[:1]) or [None])[0]


def after_changes(changes: Sequence[Change]) -> dict[Place, list[Point]]:
    """The current points of all parties concerned, as they will be after these changes."""
    parties = {row["party_id"] for change in changes for row in (change.before or {}, change.after) if row}
    points = {point.id: point for point in current_points(parties - {None})}
    new = []
    for change in changes:
        points.pop(change.id, None)
        after = change.after
        if after["party_id"] is None or after["ended_on"] or after["archived_at"]:
            after["is_primary"] = False
            continue
        was_primary = bool(change.before and change.before["is_primary"])
        point = Point(
            change.id, after["party_id"], after["kind"], after["value"], after["key"], after["is_primary"],
            change.version, None, after["verified_on"], after["is_primary"] and not was_primary, change,
        )  # fmt: skip
        if change.id:
            points[change.id] = point
        else:
            new.append(point)
    return by_place([*sorted(points.values(), key=lambda p: p.id), *new])
