"""The verbs every noun has: create, change, archive, restore — for one record or many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from setia.foundation.access import Access, Actor
from setia.foundation.errors import Forbidden, Invalid, Refusal
from setia.foundation.own_values import empty_own, is_own
from setia.kit.changes import Change
from setia.kit.conflicts import reconcile
from setia.kit.forms import clean
from setia.kit.kinds import Field, Reference
from setia.kit.operations import Outcome, locked
from setia.kit.resources import Resource, registry
from setia.kit.seeing import name_of
from setia.kit.writing import change_of, write

GENERIC = ("create", "change", "archive", "restore")


def create(resource: Resource, values: Mapping[str, Any], by: Actor) -> Outcome:
    """A new record from raw values by field name; what is left out gets its default."""
    by.access.require("create", resource.governing)
    if not resource.creatable:
        raise Forbidden(_("%(noun)s are not made by hand.") % {"noun": resource.plural})
    fields = {name: field for name, field in resource.fields.items() if field.editable}
    _refuse_unwritable(resource, values, by)
    writable = resource.writable(by.access)
    offered = {
        name: field
        for name, field in fields.items()
        if name in values or (field.required and (name in writable or name not in resource.own.fields))
    }
    cleaned = clean(offered, values, by.access)
    with transaction.atomic():
        change = Change(after={})
        fill(change, offered, cleaned)
        act = write(resource, [change], by)
        refuse_invisible(resource, [change.id], by)
    return Outcome([change.id], act)


def change(
    resource: Resource,
    ids: Sequence[int],
    values: Mapping[str, Any],
    by: Actor,
    *,
    version: int | None = None,
) -> Outcome:
    """Set fields of one or many records.

    With `version` (the one that was read) a single record is compared three ways: what nobody else
    touched is written, what somebody else changed to something different raises `Conflict`.
    """
    by.access.require("change", resource.governing)
    _refuse_unwritable(resource, values, by)
    fields = {name: resource.field(name) for name in values if name in resource.fields}
    with transaction.atomic():
        records = locked(resource, ids, by)
        changes = []
        for line, record in enumerate(records):
            if record.archived_at:
                title = name_of(resource, record, by.access)
                raise Refusal(_("“%(title)s” is archived. Restore it first.") % {"title": title})
            wanted = change_of(record)
            wanted.line = line
            currency = getattr(record, "currency", "")
            kept = wanted.after | _linked(fields, record.pk, by.access)
            cleaned = clean(fields, values, by.access, currency=currency, kept=kept)
            fill(wanted, fields, cleaned)
            if version is not None and len(records) == 1:
                reconcile(resource, wanted, version)
            changes.append(wanted)
        act = write(resource, changes, by)
        refuse_invisible(resource, [record.pk for record in records], by)
    return Outcome([record.pk for record in records], act)


def _linked(fields: Mapping[str, Field], record_id: int, access: Access) -> dict[str, Any]:
    """The records that computed references lead to now, of those that may lead to what cannot be seen."""
    row: dict[str, Any] = {"id": record_id}
    links = [f for f in fields.values() if f.compute and isinstance(f.kind, Reference)]
    for field in links:
        if field.compute and access.narrows(registry.of_noun(field.kind.noun).model):  # type: ignore[attr-defined]
            field.compute([row])
    return {field.path: row[field.path] for field in links if field.path in row}


def archive(resource: Resource, ids: Sequence[int], by: Actor) -> Outcome:
    """Put records away. They keep their history, are found among the archived, and can be restored."""
    return _put_away(resource, ids, by, "archive")


def restore(resource: Resource, ids: Sequence[int], by: Actor) -> Outcome:
    return _put_away(resource, ids, by, "restore")


def _put_away(resource: Resource, ids: Sequence[int], by: Actor, verb: str) -> Outcome:
    by.access.require(verb, resource.governing)
    if not resource.archivable:
        raise Forbidden(_("%(noun)s cannot be archived.") % {"noun": resource.plural})
    with transaction.atomic():
        changes = [change_of(record) for record in locked(resource, ids, by)]
        for wanted in changes:
            wanted.after["archived_at"] = by.at if verb == "archive" else None
        changes = [c for c in changes if bool(c.before and c.before["archived_at"]) != (verb == "archive")]
        act = write(resource, changes, by, fact=f"{resource.fact}.{verb}d") if changes else None
    return Outcome([c.id for c in changes], act)


def fill(wanted: Change, fields: Mapping[str, Field], cleaned: Mapping[str, Any]) -> None:
    """Put cleaned values where they are stored: a column, or the extra inputs of the domain."""
    for name, value in cleaned.items():
        field = fields[name]
        if is_column(field):
            wanted.after[field.path] = value
        else:
            wanted.extra[name] = value
    empty_own(wanted.after)


def is_column(field: Field) -> bool:
    """Whether the value of a field is kept in the record itself."""
    plain = "__" not in field.path or is_own(field.path)
    return bool(field.path) and field.compute is None and not field.many and plain


def refuse_invisible(resource: Resource, ids: Sequence[int], by: Actor) -> None:
    """Nobody may give a record away so far that they could not have done it: it must stay in sight
    of somebody who sees more than their own."""
    if by.access.sight(resource.governing) == "own" and resource.rows(by.access).filter(pk__in=ids).count() < len(ids):
        owner = "owner" if "owner" in resource.fields else None
        raise Invalid({owner or "": [_("You may only keep records of your own.")]})


def _refuse_unwritable(resource: Resource, values: Mapping[str, Any], by: Actor) -> None:
    writable = resource.writable(by.access)
    errors = {name: [_("There is no such field, or you may not set it.")] for name in values if name not in writable}
    if errors:
        raise Invalid(errors)
