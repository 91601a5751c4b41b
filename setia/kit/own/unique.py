"""Own fields of which no two records in use have the same value.

The database keeps it, by an index that a job makes; before that, and in words, it is judged with every batch that is
written, in forms, in the API, by verbs and from files alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError
from django.db.models import Count
from django.utils.translation import gettext as _

from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid, Refusal
from setia.foundation.own_values import PREFIX
from setia.kit.changes import Change
from setia.kit.guards import guard
from setia.kit.resources import Resource, registry
from setia.kit.shaping.building import key_of
from setia.kit.shaping.model import OwnField
from setia.kit.shaping.shape import shape
from setia.kit.writing import broken_by

NAMED = re.compile(r"own_unique_([0-9]+)")


def unique_index(field_id: int) -> str:
    return f"own_unique_{field_id}"


@guard
def keep_unique(resource: Resource, changes: Sequence[Change], by: Actor) -> None:
    """One question for each such field of which something is written."""
    for defined in shape().of(resource.noun):
        if defined.is_unique and defined.name in resource.own.fields:
            _judge(resource, defined, changes)


def _judge(resource: Resource, defined: OwnField, changes: Sequence[Change]) -> None:
    path = f"{PREFIX}{key_of(defined)}"
    asked = [change for change in changes if _is_new_here(change, path)]
    values = {change.after[path] for change in asked}
    if not values:
        return
    rows = resource.model._default_manager.filter(archived_at__isnull=True)
    holders: dict[Any, set[int]] = {}
    for value, id_ in bulk.found(rows, path, values, path, "pk"):
        holders.setdefault(value, set()).add(id_)
    ours = {change.id for change in changes} - {0}
    kept = {change.after.get(path) for change in changes if change not in asked and _is_in_use(change)}
    for change in asked:
        value = change.after[path]
        if value in kept or holders.get(value, set()) - ours:
            change.refuse(defined.name, words_for(defined, value))
        kept.add(value)


def _is_in_use(change: Change) -> bool:
    return change.after.get("archived_at") is None


def _is_new_here(change: Change, path: str) -> bool:
    """Whether a record in use gets the value, or comes back with it."""
    value = change.after.get(path)
    if value in (None, "") or not _is_in_use(change):
        return False
    return change.before is None or change.before.get(path) != value or change.changed("archived_at")


def words_for(defined: OwnField, value: Any = "") -> str:
    if value == "":
        return _("Another record has this %(field)s already.") % {"field": defined.label}
    told = {"field": defined.label, "value": str(value)[:80]}
    return _("Another record has the %(field)s “%(value)s” already.") % told


def double(noun: str, key: str) -> Any:
    """A value that several records in use have, None where there is none; reads all values."""
    path = f"{PREFIX}{key}"
    rows = registry.of_noun(noun).model._default_manager.filter(archived_at__isnull=True)
    counted = rows.filter(**{f"{path}__isnull": False}).order_by().values_list(path).annotate(many=Count("pk"))
    return next((value for value, _many in counted.filter(many__gt=1)[:1]), None)


@broken_by
def in_words(error: IntegrityError) -> Refusal | None:
    """Of two who write the same value at once, the second is refused by the database."""
    found = NAMED.search(str(error))
    defined = OwnField.objects.filter(pk=int(found[1])).first() if found else None
    return Invalid({defined.name: [words_for(defined)]}) if defined else None
