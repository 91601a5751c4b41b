"""Undo: put back what one act changed, unless somebody has changed it again since."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from setia.foundation import bulk, search
from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden, Invalid, Refusal
from setia.foundation.ledger import Entry
from setia.foundation.records import noun
from setia.kit import correcting, erasing
from setia.kit.changes import Change
from setia.kit.marts.touching import touched
from setia.kit.operations import teller_of
from setia.kit.resources import Resource, registry
from setia.kit.seeing import name_of
from setia.kit.writing import changes_of, plain, unplain, write

BATCH = 2_000
BREATH = 0.02
"""Seconds between two batches in which others get to write."""

Tell = Callable[[int], None]
Own = Callable[["Entry", Actor], "Undone"]
own_ways: dict[str, Own] = {}
"""Kinds of facts whose acts are undone in a way of their own, as a merge is by unmerging."""
Keep = Callable[["Undone"], None]


@dataclass(slots=True)
class Undone:
    """How many records went back, and which could not because they were changed or used since."""

    act: int | None = None
    put_back: int = 0
    removed: int = 0
    kept: list[str] = field(default_factory=list)


def entries_of(act: int, *, made_first: bool = False) -> Iterator[list[Entry]]:
    """The entries of an act, newest first, in batches of one noun. They may be removed meanwhile.

    What was made goes before what was changed with `made_first`: a part that was added takes what
    it changed in its whole along.
    """
    last = 2**63 - 1
    while some := list(Entry.objects.filter(act=act, id__lt=last).order_by("-id")[:BATCH]):
        last = some[-1].pk
        if made_first:
            some.sort(key=lambda entry: entry.kind != registry.of_noun(entry.noun).making)
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
    if ours := list(Entry.objects.filter(act=act, kind__in=own_ways).order_by("-id")):
        return _in_their_own_way(ours, by)
    later: list[list[Entry]] = []
    for number, batch in enumerate(entries_of(act, made_first=not erase)):
        if number:
            time.sleep(BREATH)
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
def _in_their_own_way(entries: Iterable[Entry], by: Actor) -> Undone:
    done = Undone()
    for entry in entries:
        one = own_ways[entry.kind](entry, by)
        done.act, done.put_back = one.act or done.act, done.put_back + one.put_back
        done.kept += one.kept
    return done


@transaction.atomic
def _undo_batch(batch: list[Entry], by: Actor, done: Undone, erase: bool, keep: Keep | None) -> None:
    """First what was changed goes back, then what was made goes."""
    resource, act = registry.of_noun(batch[0].noun), batch[0].act
    made = resource.making
    there = _locked(resource, {entry.record_id for entry in batch}, by)
    if erase:
        there -= _going_with_whole(resource, there, act)
    entries = [entry for entry in batch if entry.record_id in there]
    _change_back(resource, [entry for entry in entries if entry.kind != made], by, done)
    if unwanted := [entry for entry in entries if entry.kind == made]:
        _remove(resource, unwanted, by, done, erase)
    if keep:
        keep(done)


def _locked(resource: Resource, ids: Iterable[int], by: Actor) -> set[int]:
    """Those of the records that are there and seen, locked until the transaction ends."""
    rows = resource.rows(by.access).order_by("pk").select_for_update(of=("self",))
    return {id_ for (id_,) in bulk.found(rows, "pk", ids, "pk")}


def _change_back(resource: Resource, entries: list[Entry], by: Actor, done: Undone) -> None:
    if not entries:
        return
    now = {change.id: change for change in changes_of(resource, {entry.record_id for entry in entries})}
    withdrawn = correcting.withdraw(resource, entries, by)
    done.put_back += len(withdrawn)
    back: list[Change] = []
    for entry in entries:
        if teller_of(entry):
            continue
        was = now[entry.record_id]
        wanted, is_back = _put_back(resource, replace(was, after=dict(was.after), extra={}, errors={}), entry)
        if wanted.dirty():
            back.append(wanted)
        elif not is_back:
            done.kept += _names(resource, {entry.record_id}, by)
    if back:
        done.act = write(resource, back, by, act=done.act, data={"undoes": entries[0].act})
        done.put_back += len(back)


def _whole(resource: Resource) -> models.ForeignKey[Any, Any] | None:
    """The link by which a part (a line, a contact point) is removed together with its whole."""
    for column in resource.model._meta.concrete_fields:
        if isinstance(column, models.ForeignKey) and column.remote_field.on_delete is models.CASCADE:
            related: Any = column.related_model
            if resource.governing != resource.noun and noun(related) == resource.governing:
                return column
    return None


def _going_with_whole(resource: Resource, ids: set[int], act: int) -> set[int]:
    """Parts of what the act created: they stay or go with their whole."""
    link = _whole(resource)
    if link is None or not ids:
        return set()
    wholes = registry.of_noun(resource.governing)
    whole_of = dict(bulk.found(resource.model._default_manager.all(), "pk", ids, "pk", link.attname))
    made = Entry.objects.filter(noun=wholes.noun, act=act, kind=wholes.making)
    created = {id_ for (id_,) in bulk.found(made, "record_id", set(whole_of.values()) - {None}, "record_id")}
    return {part for part, whole in whole_of.items() if whole in created}


def _forget_gone(act: int) -> None:
    """Remove the entries of records that went with their whole."""
    for batch in entries_of(act):
        resource = registry.of_noun(batch[0].noun)
        ids = {entry.record_id for entry in batch}
        gone = ids - {id_ for (id_,) in bulk.found(resource.model._default_manager.all(), "pk", ids, "pk")}
        with transaction.atomic():
            _forget(resource, gone)


def _put_back(resource: Resource, wanted: Change, entry: Entry) -> tuple[Change, bool]:
    """The change back, and whether everything is as it was before (perhaps it already was)."""
    is_back = True
    for name, (before, after) in entry.data.get("changes", {}).items():
        if plain(wanted.after.get(name)) == after:
            wanted.after[name] = unplain(resource, name, before)
        is_back = is_back and plain(wanted.after.get(name)) == before
    return wanted, is_back


def _remove(resource: Resource, unwanted: list[Entry], by: Actor, done: Undone, erase: bool) -> None:
    untouched = _untouched(resource, unwanted)
    done.kept += _names(resource, {entry.record_id for entry in unwanted} - untouched, by)
    if erase:
        gone = erasing.erase(resource.model, untouched)
        done.kept += _names(resource, untouched - gone, by)
        _forget(resource, gone)
        done.removed += len(gone)
        return
    changes = [change for change in changes_of(resource, untouched) if change.after["archived_at"] is None]
    for change in changes:
        change.after["archived_at"] = by.at
    undoes = {"undoes": unwanted[0].act}
    done.act = write(resource, changes, by, fact=f"{resource.fact}.archived", act=done.act, data=undoes)
    done.removed += len(changes)


def _forget(resource: Resource, gone: set[int]) -> None:
    """Nothing tells of these records any more, and nobody finds them."""
    entries = Entry.objects.filter(noun=resource.noun, record_id__among=gone)
    touched(Entry, lambda: list(entries.values_list("pk", flat=True)))
    entries.delete()
    search.remove(resource.noun, gone)


def _names(resource: Resource, ids: set[int], by: Actor) -> list[str]:
    rows = resource.model._default_manager.filter(pk__in=ids).order_by("pk").values("id", resource.title)
    return [name_of(resource, row, by.access) for row in rows] if ids else []


def _untouched(resource: Resource, unwanted: list[Entry]) -> set[int]:
    """The records that nobody has changed since they were made, or whose changes were undone again."""
    ours, ids = {entry.act for entry in unwanted}, {entry.record_id for entry in unwanted}
    told: dict[int, list[tuple[int, int, int | None]]] = defaultdict(list)
    entries = Entry.objects.filter(noun=resource.noun)
    for id_, *told_of_it in bulk.found(entries, "record_id", ids, "record_id", "act", "version", "data__undoes"):
        told[id_].append(tuple(told_of_it))
    found = set()
    for id_, version in bulk.found(resource.model._default_manager.all(), "pk", ids, "pk", "version"):
        undone = {undoes for _act, _version, undoes in told[id_] if undoes}
        foreign = {act for act, _version, undoes in told[id_] if not undoes} - undone - ours
        if not foreign and version == max(version for _act, version, _undoes in told[id_]):
            found.add(id_)
    return found
