"""Undo: put back what one act changed, unless somebody has changed it again since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from setia.foundation import search
from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden, Invalid, Refusal
from setia.foundation.ledger import Entry
from setia.foundation.records import noun
from setia.kit.changes import Change
from setia.kit.resources import Resource, registry
from setia.kit.seeing import name_of
from setia.kit.writing import change_of, plain, unplain, write

BATCH = 500
Tell = Callable[[int], None]
Keep = Callable[["Undone"], None]


@dataclass(slots=True)
class Undone:
    """How many records went back, and which could not because they were changed or used since."""

    act: int | None = None
    put_back: int = 0
    removed: int = 0
    kept: list[str] = field(default_factory=list)


def entries_of(act: int) -> Iterator[list[Entry]]:
    """The entries of an act, newest first, in batches of one noun. They may be removed meanwhile."""
    last = 2**63 - 1
    while some := list(Entry.objects.filter(act=act, id__lt=last).order_by("-id")[:BATCH]):
        last = some[-1].pk
        for _noun, entries in groupby(some, key=lambda entry: entry.noun):
            yield list(entries)


def undo(
    act: int,
    by: Actor,
    *,
    erase: bool = False,
    tell: Tell | None = None,
    done: Undone | None = None,
    keep: Keep | None = None,
) -> Undone:
    """Undo everything of an act that is still as the act left it.

    Created records are archived, or with `erase` (imports) removed together with their parts and
    entries. It may be interrupted between two batches and begun again with what had been `done`,
    which `keep` is given in the transaction of every batch; `tell` hears how many records are dealt
    with.
    """
    done = done or Undone()
    begun = bool(done.put_back or done.removed)
    first = Entry.objects.filter(act=act).order_by("id").first()
    if first is None and not begun:
        raise Refusal(_("There is nothing to undo."))
    if first is not None and first.actor_id != by.staff_id and not by.access.is_admin:
        raise Forbidden(_("Only the person who did this, or an administrator, can undo it."))
    later: list[list[Entry]] = []
    for batch in entries_of(act):
        try:
            _undo_batch(batch, by, done, erase, keep)
        except Invalid:
            # What follows from other records (an order's total from its lines) waits until these are back.
            later.append(batch)
        if tell:
            tell(done.put_back + done.removed + len(done.kept))
    for batch in later:
        _undo_batch(batch, by, done, erase, keep)
    if erase:
        _forget_gone(act)
    if not done.put_back and not done.removed:
        raise Refusal(_("Nothing was undone: everything was changed again in the meantime."))
    return done


@transaction.atomic
def _undo_batch(batch: list[Entry], by: Actor, done: Undone, erase: bool, keep: Keep | None) -> None:
    resource = registry.of_noun(batch[0].noun)
    rows = resource.rows(by.access).filter(pk__in={e.record_id for e in batch}).select_for_update(of=("self",))
    records = {record.pk: record for record in rows}
    back: list[Change] = []
    unwanted: list[tuple[Any, Entry]] = []
    with_whole = _going_with_whole(resource, records, batch[0].act) if erase else set()
    for entry in batch:
        record = records.get(entry.record_id)
        if record is None or record.pk in with_whole:
            continue
        if entry.kind == f"{resource.fact}.created":
            unwanted.append((record, entry))
            continue
        wanted, is_back = _put_back(resource, change_of(record), entry)
        if wanted.dirty():
            back.append(wanted)
        elif not is_back:
            done.kept.append(name_of(resource, record, by.access))
    if back:
        done.act = write(resource, back, by, act=done.act, data={"undoes": batch[0].act})
        done.put_back += len(back)
        fresh = resource.model._default_manager.in_bulk([record.pk for record, _entry in unwanted])
        unwanted = [(fresh[record.pk], entry) for record, entry in unwanted]
    if unwanted:
        _remove(resource, unwanted, by, done, erase)
    if keep:
        keep(done)


def _whole(resource: Resource) -> models.ForeignKey[Any, Any] | None:
    """The link by which a part (a line, a contact point) is removed together with its whole."""
    for column in resource.model._meta.concrete_fields:
        if isinstance(column, models.ForeignKey) and column.remote_field.on_delete is models.CASCADE:
            related: Any = column.related_model
            if resource.governing != resource.noun and noun(related) == resource.governing:
                return column
    return None


def _going_with_whole(resource: Resource, records: dict[int, Any], act: int) -> set[int]:
    """Parts of what the act created: they stay or go with their whole."""
    link = _whole(resource)
    if link is None or not records:
        return set()
    wholes = registry.of_noun(resource.governing)
    ids = {getattr(record, link.attname) for record in records.values()}
    created = set(
        Entry.objects.filter(noun=wholes.noun, record_id__in=ids, act=act, kind=f"{wholes.fact}.created").values_list(
            "record_id", flat=True
        )
    )
    return {pk for pk, record in records.items() if getattr(record, link.attname) in created}


def _forget_gone(act: int) -> None:
    """Remove the entries of records that went with their whole."""
    for batch in entries_of(act):
        resource = registry.of_noun(batch[0].noun)
        ids = {entry.record_id for entry in batch}
        there = resource.model._default_manager.filter(pk__in=ids).values_list("pk", flat=True)
        gone = ids - set(there)
        with transaction.atomic():
            Entry.objects.filter(noun=resource.noun, record_id__in=gone).delete()
            search.remove(resource.noun, gone)


def _put_back(resource: Resource, wanted: Change, entry: Entry) -> tuple[Change, bool]:
    """The change back, and whether everything is as it was before (perhaps it already was)."""
    is_back = True
    for name, (before, after) in entry.data.get("changes", {}).items():
        if plain(wanted.after.get(name)) == after:
            wanted.after[name] = unplain(resource, name, before)
        is_back = is_back and plain(wanted.after.get(name)) == before
    return wanted, is_back


def _remove(resource: Resource, unwanted: list[tuple[Any, Entry]], by: Actor, done: Undone, erase: bool) -> None:
    as_made = _untouched(resource, unwanted)
    untouched = [record for record, _entry in unwanted if record.pk in as_made]
    done.kept += [name_of(resource, record, by.access) for record, _entry in unwanted if record.pk not in as_made]
    if not erase:
        changes = [change_of(record) for record in untouched if record.archived_at is None]
        for change in changes:
            change.after["archived_at"] = by.at
        undoes = {"undoes": unwanted[0][1].act}
        done.act = write(resource, changes, by, fact=f"{resource.fact}.archived", act=done.act, data=undoes)
        done.removed += len(changes)
        return
    gone = _erase([record.pk for record in untouched], resource, done, by)
    Entry.objects.filter(noun=resource.noun, record_id__in=gone).delete()
    search.remove(resource.noun, gone)
    done.removed += len(gone)


def _untouched(resource: Resource, unwanted: list[tuple[Any, Entry]]) -> set[int]:
    """The records that nobody has changed since they were made, or whose changes were undone again."""
    ours = {entry.act for _record, entry in unwanted}
    told: dict[int, list[tuple[int, int, int | None]]] = defaultdict(list)
    entries = Entry.objects.filter(noun=resource.noun, record_id__in=[record.pk for record, _entry in unwanted])
    for id_, *told_of_it in entries.values_list("record_id", "act", "version", "data__undoes"):
        told[id_].append(tuple(told_of_it))
    found = set()
    for record, _entry in unwanted:
        undone = {undoes for _act, _version, undoes in told[record.pk] if undoes}
        foreign = {act for act, _version, undoes in told[record.pk] if not undoes} - undone - ours
        if not foreign and record.version == max(version for _act, version, _undoes in told[record.pk]):
            found.add(record.pk)
    return found


def _erase(ids: list[int], resource: Resource, done: Undone, by: Actor) -> list[int]:
    """Delete rows that nothing else needs; those that are needed stay and are named."""
    try:
        with transaction.atomic():
            resource.model._default_manager.filter(pk__in=ids).delete()
        return ids
    except (ProtectedError, RestrictedError):
        if len(ids) == 1:
            done.kept.append(name_of(resource, resource.model._default_manager.get(pk=ids[0]), by.access))
            return []
    half = len(ids) // 2
    return _erase(ids[:half], resource, done, by) + _erase(ids[half:], resource, done, by)
