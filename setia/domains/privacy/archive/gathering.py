"""Everything that is kept of a party, for the party: one walk over all nouns, so that none can be forgotten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from setia.domains.privacy.erasures.subjects import PARTY, all_of, belonging
from setia.foundation.access import Access, Actor
from setia.foundation.ledger import Entry, kinds
from setia.kit.kinds import AnyRecord, Field, Reference
from setia.kit.lists import Listing
from setia.kit.resources import Resource, registry

AT_ONCE = 1_000
OURS = frozenset({"staff.staff", "staff.team"})
"""Who of us did something is about us, and not about the person."""

NOT_THEIRS = frozenset({"duplicates.pair", "privacy.erasure"})
"""Guesses about who may be one tell of somebody else as well; the proof of an erasure is made for nobody to ask."""


def reader(by: Actor) -> Actor:
    """What is handed out to the person is whole, whatever the role of whoever gathers it hides."""
    return Actor(None, by.name, Access(is_admin=True), "job", by.at, by.zone, by.language)


def records(party: int, by: Actor) -> Iterator[tuple[Resource, list[dict[str, Any]]]]:
    """For each noun the rows that belong to the party, itself first; values by field."""
    ids = all_of(party)
    numbers: dict[str, set[int]] = defaultdict(set)
    numbers[PARTY] = set(ids)
    for way, rows in belonging(ids):
        if way.resource is not None and way.resource.noun not in NOT_THEIRS:
            numbers[way.resource.noun] |= set(rows)
    for noun, found in numbers.items():
        resource = registry.of_noun(noun)
        yield resource, list(_rows(resource, sorted(found), by))


def told_fields(resource: Resource) -> dict[str, Field]:
    """Fields that tell something of the person, without who of us looks after them."""
    skipped = {"id", "version", "archived_at"}
    return {
        name: field
        for name, field in resource.fields.items()
        if name not in skipped and getattr(field.kind, "noun", "") not in OURS
    }


def _rows(resource: Resource, ids: Sequence[int], by: Actor) -> Iterator[dict[str, Any]]:
    fields = told_fields(resource)
    listing = Listing(resource, reader(by), columns=tuple(fields), sort="-id")
    for start in range(0, len(ids), AT_ONCE):
        yield from listing.read(ids[start : start + AT_ONCE])


def as_json(resource: Resource, row: dict[str, Any]) -> dict[str, Any]:
    """Values as programs read them; other people are numbers only."""
    told: dict[str, Any] = {"id": row["id"]}
    for name, field in told_fields(resource).items():
        told[name] = field.kind.json(field, row)
        if isinstance(field.kind, (Reference, AnyRecord)) and getattr(field.kind, "noun", "") != PARTY:
            told[f"{name}_title"] = row.get(field.kind.title_path(field))
    return told


def entries(party: int) -> Iterator[Entry]:
    """The story of the party, the oldest first."""
    yield from Entry.objects.filter(story_id__in=all_of(party)).order_by("at", "pk").iterator(AT_ONCE)


def entry_json(entry: Entry) -> dict[str, Any]:
    kind = kinds.get(entry.kind)
    return {
        "id": entry.pk,
        "what": entry.kind,
        "in_words": str(kind.label) if kind else entry.kind,
        "at": entry.at.isoformat(),
        "recorded_at": entry.recorded_at.isoformat(),
        "through": entry.channel,
        "record": f"{entry.noun}:{entry.record_id}",
        "title": entry.title,
        "changes": entry.data.get("changes", {}),
        "said": entry.data.get("inputs", {}),
    }


def origins(party: int) -> list[dict[str, str]]:
    """Where the data came from: how and when each record of the party was made."""
    making = {resource.making for resource in registry}
    made = Entry.objects.filter(story_id__in=all_of(party), kind__in=making).order_by("at", "pk")
    return [
        {"record": f"{e.noun}:{e.record_id}", "through": e.channel, "on": e.recorded_at.date().isoformat()}
        for e in made
    ]


def recipients(party: int) -> list[dict[str, Any]]:
    """Who received it: files that were taken out of Setia, of nouns in which the party stands, since it is known."""
    first = Entry.objects.filter(story_id__in=all_of(party)).order_by("recorded_at").values("recorded_at").first()
    if first is None:
        return []
    made = Entry.objects.filter(kind="export.made", noun=PARTY, recorded_at__gte=first["recorded_at"]).order_by("pk")
    return [
        {"on": e.recorded_at.date().isoformat(), "format": e.data.get("format"), "rows": e.data.get("count"),
         "columns": e.data.get("columns"), "through": e.channel}
        for e in made
    ]  # fmt: skip
