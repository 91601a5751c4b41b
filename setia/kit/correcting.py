"""What was told wrongly is told again: a new entry points at the one in whose place it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.errors import NotFound, Refusal
from setia.foundation.ledger import Entry
from setia.kit.attending import take_back
from setia.kit.operations import Operation, Outcome, perform, teller_of
from setia.kit.resources import Resource
from setia.kit.seeing import one_visible


def correctable(entry_id: int, by: Actor) -> tuple[Entry, Operation]:
    """The entry and the verb that told it. NotFound for whoever may not see its record or tell such a thing.

    What stands beside another entry is corrected where it was told: that entry is returned.
    """
    entry = Entry.objects.filter(pk=entry_id).first()
    if entry and (told_at := entry.data.get("beside")):
        entry = Entry.objects.filter(pk=told_at).first()
    verb = teller_of(entry) if entry else None
    if entry is None or verb is None:
        raise NotFound(_("There is no such entry, or it is not one that can be corrected."))
    one_visible(verb.resource, entry.record_id, by.access)
    by.access.require(verb.verb, verb.resource.governing)
    return entry, verb


def correct(entry_id: int, values: Mapping[str, Any], by: Actor) -> Outcome:
    """Tell again what the entry told; both stay in the history.

    An entry is corrected once; its correction can be corrected in turn.
    """
    with transaction.atomic():
        entry, verb = correctable(entry_id, by)
        _refuse_corrected(entry)
        return perform(verb, [entry.record_id], values, by, corrects=entry.pk)


def _refuse_corrected(entry: Entry) -> None:
    # Whoever corrects at the same time waits here, and then finds the other correction.
    Entry.objects.select_for_update().get(pk=entry.pk)
    if Entry.objects.filter(corrects=entry.pk).exists():
        raise Refusal(_("This entry was corrected or taken back already. Look at the newer one."))


def withdraw(resource: Resource, entries: Iterable[Entry], by: Actor) -> Sequence[int]:
    """Take back what verbs only told; returns the numbers of the entries that stood until now."""
    told = {entry.pk: entry for entry in entries if teller_of(entry)}
    gone = {pk for (pk,) in bulk.found(Entry.objects.all(), "corrects", told, "corrects")}
    standing = [entry for pk, entry in sorted(told.items()) if pk not in gone]
    take_back(resource, standing, by)
    return [entry.pk for entry in standing]
