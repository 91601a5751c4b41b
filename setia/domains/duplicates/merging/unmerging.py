"""A merge taken back, row by row, to what was before.

What was changed since stays as it is and is told. Versions go on counting and `updated_at` is that of the
unmerging; everything else of every row is as it was, to the letter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from setia.domains.duplicates.merging.choosing import parties
from setia.domains.duplicates.merging.links import links, staying
from setia.domains.duplicates.pairs.model import Pair
from setia.domains.parties.contact_points.copies import lead_parties
from setia.domains.parties.contact_points.primary import by_place, chosen, current_points
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.foundation.ledger import Entry
from setia.kit.changes import Change
from setia.kit.operations import locked
from setia.kit.resources import Resource, registry
from setia.kit.seeing import name_of
from setia.kit.writing import changes_of, plain, relocate, unplain

BATCH = 2_000


def unmerge(pair: Pair, by: Actor) -> list[str]:
    """Put everything back that the merge of this pair moved; returns what stays, in words.

    `by` has an act under way.
    """
    if pair.survivor_id is None or pair.act is None:
        raise Refusal(_("These two are not merged."))
    goes = pair.other_id if pair.survivor_id == pair.party_id else pair.party_id
    resource = parties()
    locked(resource, sorted((pair.party_id, pair.other_id)), by)
    known = {change.id: change.after for change in changes_of(resource, [pair.survivor_id, goes])}
    if known[pair.survivor_id]["archived_at"] is not None:
        words = _("“%(party)s” was merged or archived since. Unmerge or restore it first.")
        raise Refusal(words % {"party": known[pair.survivor_id]["name"]})
    kept: list[str] = []
    data = {"undoes": pair.act}
    for batch in _entries(pair):
        kept += _put_back(registry.of_noun(batch[0].noun), batch, goes, by, data)
    kept += _put_unlisted_back(pair, goes)
    _agree_on_points(pair, by, data)
    return kept


def _entries(pair: Pair) -> Iterator[list[Entry]]:
    """The facts of the merge, the last first, in batches of one noun."""
    last = 2**63 - 1
    facts = Entry.objects.filter(act=pair.act, data__merge=pair.pk)
    while some := list(facts.filter(pk__lt=last).order_by("-id")[:BATCH]):
        last = some[-1].pk
        for _noun, entries in groupby(some, key=lambda entry: entry.noun):
            yield list(entries)


def _put_back(resource: Resource, entries: list[Entry], goes: int, by: Actor, data: dict[str, Any]) -> list[str]:
    now = {change.id: change for change in changes_of(resource, {entry.record_id for entry in entries})}
    held = _held(resource, entries, goes)
    kept: set[int] = set()
    for entry in entries:
        change = now.get(entry.record_id)
        if change is None:
            continue  # erased since
        is_back = entry.record_id not in held and _restore(resource, change, entry)
        if not is_back:
            kept.add(entry.record_id)
    kind = "party.unmerged" if resource.noun == "parties.party" else ""
    ordered = [now[entry.record_id] for entry in entries if entry.record_id in now]
    relocate(resource, list({c.id: c for c in ordered}.values()), by, fact=kind, data=data, told=bool(kind))
    return [_told(resource, now[id_], by) for id_ in sorted(kept)]


def _restore(resource: Resource, change: Change, entry: Entry) -> bool:
    """Values that are as the merge left them go back; whether all of them did."""
    is_back = True
    for name, (before, after) in {**entry.data.get("changes", {}), **entry.data.get("beneath", {})}.items():
        if plain(change.after.get(name)) == after:
            change.after[name] = unplain(resource, name, before)
        elif plain(change.after.get(name)) != before:
            is_back = False
    return is_back


def _held(resource: Resource, entries: list[Entry], goes: int) -> set[int]:
    """Rows that cannot go back, because the party has got the same again in the meantime."""
    found: set[int] = set()
    for table, link in links():
        if table is resource.model:
            moved = {e.record_id for e in entries if link.attname in e.data.get("changes", {})}
            found |= staying(table, link, moved, goes) if moved else set()
    return found


def _told(resource: Resource, change: Change, by: Actor) -> str:
    row = {**change.after, "id": change.id}
    if not resource.rows(by.access).filter(pk=change.id).exists():
        return str(resource.label)
    return f"{resource.label} “{name_of(resource, row, by.access)}”"


def _put_unlisted_back(pair: Pair, goes: int) -> list[str]:
    entry = Entry.objects.filter(act=pair.act, kind="party.merged_away", data__merge=pair.pk).first()
    kept = []
    for place, ids in (entry.data.get("unlisted", {}) if entry else {}).items():
        label, _dot, column = place.rpartition(".")
        table: type[models.Model] = apps.get_model(label)
        link: Any = next(c for c in table._meta.concrete_fields if c.attname == column)
        there = set(
            table._default_manager.filter(pk__in=ids, **{column: pair.survivor_id}).values_list("pk", flat=True)
        )
        there -= staying(table, link, there, goes)
        table._default_manager.filter(pk__in=there).update(**{column: goes})
        if len(there) < len(ids):
            kept.append(str(table._meta.verbose_name_plural))
    return kept


def _agree_on_points(pair: Pair, by: Actor, data: dict[str, Any]) -> None:
    """Only after later edits is there anything to do: one primary contact point of each kind, and its copy."""
    both = {pair.party_id, pair.other_id}
    points = registry.of_noun("parties.contactpoint")
    wanted: dict[int, bool] = defaultdict(bool)
    for some in by_place(current_points(both)).values():
        primary = chosen(some)
        wanted |= {point.id: point is primary for point in some if point.is_primary is not (point is primary)}
    changes = changes_of(points, wanted)
    for change in changes:
        change.after["is_primary"] = wanted[change.id]
    relocate(points, changes, by, data=data, told=False)
    lead_parties(both, by)
