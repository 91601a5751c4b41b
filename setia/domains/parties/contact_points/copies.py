"""A party's `email` and `phone` are its primary contact points, whichever of the two is edited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from setia.domains.parties.contact_points.model import ContactKind, ContactPoint
from setia.domains.parties.contact_points.primary import Point, by_place, current_points, points_of
from setia.domains.parties.contact_points.reading import key_of
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.kit.changes import Change
from setia.kit.resources import registry
from setia.kit.writing import changes_of, write

COPIED = {ContactKind.EMAIL.value: "email", ContactKind.PHONE.value: "phone"}
PARTY = "parties.party"
NO_ADDRESS = ("", "", "", "", "")
NEW = ("party", "kind", "value", "key", "label", "is_primary", "ended_on", "created_at", "updated_at",
       "version", "archived_at", "street", "postal_code", "city", "region", "country")  # fmt: skip
ALTERED = ("value", "key", "is_primary", "ended_on", "verified_on", "updated_at", "version")


def fall_back(changes: Iterable[Change]) -> None:
    """Whoever loses the primary address still has the next one."""
    emptied = [
        (change, kind)
        for change in changes
        for kind, name in COPIED.items()
        if change.before and change.before[name] and not change.after[name]
    ]
    if not emptied:
        return
    points = by_place(current_points(change.id for change, _kind in emptied))
    for change, kind in emptied:
        others = [p for p in points.get((change.id, kind), ()) if not p.is_primary]
        change.after[COPIED[kind]] = others[0].value if others else ""
        change.extra.setdefault("emptied", set()).add(kind)


def follow_parties(changes: Sequence[Change], by: Actor) -> None:
    """After parties were written: make their contact points agree with them."""
    bulk.insert(ContactPoint, NEW, [_new(c.id, *point, by) for c in changes if c.is_new for point in _own_points(c)])
    _follow_changed([change for change in changes if not change.is_new], by)


def _own_points(change: Change) -> list[tuple[str, str]]:
    """The kind and value of what a party is reached by."""
    return [(kind, change.after[name]) for kind, name in COPIED.items() if change.after[name]]


def _follow_changed(changes: Sequence[Change], by: Actor) -> None:
    changed = [(c, kind, name) for c in changes for kind, name in COPIED.items() if c.changed(name)]
    known = by_place(points_of({change.id for change, _kind, _name in changed})) if changed else {}
    new, altered = [], []
    for change, kind, name in changed:
        value = change.after[name]
        key = key_of(kind, value)
        points = sorted(known.get((change.id, kind), ()), key=lambda p: p.ended_on is not None)
        if value and not any(p.is_primary or p.key == key for p in points):
            new.append(_new(change.id, kind, value, by))
        else:
            altered += _agreeing(points, value, key, kind in change.extra.get("emptied", ()), by)
    bulk.insert(ContactPoint, NEW, new)
    bulk.update(ContactPoint, ALTERED, altered)


def _new(party: int, kind: str, value: str, by: Actor) -> tuple[Any, ...]:
    return party, kind, value, key_of(kind, value), "", True, None, by.at, by.at, 1, None, *NO_ADDRESS


def _agreeing(points: Sequence[Point], value: str, key: str, was_emptied: bool, by: Actor) -> list[tuple[Any, ...]]:
    """What to change in the points of one party and kind so that `value` is the primary one.

    The primary point is written over, unless another point has that value already. A point that
    was emptied has ended.
    """
    old = next((p for p in points if p.is_primary), None)
    same = next((p for p in points if p.key == key), None) or (None if was_emptied else old)
    rows = []
    if old and old is not same:
        rows.append(_row(old, old.value, old.key, False, by.today if was_emptied else None, by))
    if same and value and (same.value, same.is_primary, same.ended_on) != (value, True, None):
        rows.append(_row(same, value, key, True, None, by))
    return rows


def _row(point: Point, value: str, key: str, is_primary: bool, ended_on: Any, by: Actor) -> tuple[Any, ...]:
    verified_on = point.verified_on if key == point.key else None
    return value, key, is_primary, ended_on, verified_on, by.at, point.version + 1, point.id


def lead_parties(parties: set[int], by: Actor) -> None:
    """After contact points were written: copy the primary ones to their parties."""
    resource = registry.of_noun(PARTY)
    points = by_place(current_points(parties))
    changes = changes_of(resource, parties)
    for change in changes:
        for kind, name in COPIED.items():
            primary = next((p.value for p in points.get((change.id, kind), ()) if p.is_primary), "")
            change.after[name] = primary
    write(resource, [change for change in changes if change.dirty()], by)
