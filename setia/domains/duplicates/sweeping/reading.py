"""Parties as profiles, read in one pass in the order of their numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from hashlib import sha1
from typing import Any

from django.db.models import Q, QuerySet

from setia.domains.duplicates.linkage.profiles import COMPARED, POINTS, Profile, pack, profile_of
from setia.domains.parties.contact_points.model import ContactKind, ContactPoint
from setia.domains.parties.parties.model import Party
from setia.foundation import bulk

PORTION = 10_000
NAMES = ("id", *COMPARED)
COPIED = Q(kind__in=(ContactKind.EMAIL, ContactKind.PHONE), is_primary=True)


def all_profiles() -> Iterator[tuple[int, Profile]]:
    """Everybody who is not archived."""
    last = 0
    while rows := list(_rows().filter(pk__gt=last).order_by("pk").values(*NAMES)[:PORTION]):
        first, last = rows[0]["id"], rows[-1]["id"]
        points = _points(ContactPoint.objects.filter(party__gte=first, party__lte=last))
        for row in rows:
            yield row["id"], profile_of(row, points.get(row["id"], ()))


def profiles(ids: Iterable[int], hidden: Collection[str] = ()) -> dict[int, Profile]:
    """Those of these parties that are not archived, without the fields that are hidden from somebody."""
    ids = set(ids)
    rows = [dict(zip(NAMES, values, strict=True)) for values in bulk.found(_rows(), "pk", ids, *NAMES)]
    points: dict[int, list[tuple[str, str]]] = defaultdict(list)
    if not hidden:
        current = ContactPoint.objects.filter(_current() & ~COPIED, kind__in=POINTS)
        for party, kind, value in bulk.found(current, "party_id", ids, "party_id", "kind", "value"):
            points[party].append((kind, value))
    return {row["id"]: profile_of({**row, **dict.fromkeys(hidden, "")}, points.get(row["id"], ())) for row in rows}


def _rows() -> QuerySet[Any]:
    return Party.objects.filter(archived_at__isnull=True)


def _current() -> Q:
    return Q(ended_on__isnull=True, archived_at__isnull=True)


def _points(rows: QuerySet[Any]) -> dict[int, list[tuple[str, str]]]:
    """What a party has beside its own columns."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = rows.filter(_current() & ~COPIED, kind__in=POINTS).order_by("party_id", "kind", "id")
    for party, kind, value in rows.values_list("party_id", "kind", "value"):
        found[party].append((kind, value))
    return found


def fingerprint(one: Profile, other: Profile) -> str:
    """Another text as soon as one of the two changes in what is compared."""
    return sha1(f"{pack(one)}\n{pack(other)}".encode(), usedforsecurity=False).hexdigest()


def fingerprint_of(one: int, other: int) -> str:
    both = profiles([one, other])
    return fingerprint(both[one], both[other]) if len(both) == 2 else ""
