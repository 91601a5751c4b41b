"""Indexes over own values, so that lists of a million records are filtered and sorted by them at once.

They hold the very expression that `own_values` writes, over the records in use, and the record's id, so that
pages can continue from any row. Making one takes a while: a job does it. PostgreSQL lets everybody write
meanwhile, SQLite makes them wait for some seconds (measured in docs/decisions/own-fields.md).
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError
from django.utils.translation import gettext as _

from setia.foundation import bulk
from setia.foundation.jobs import task
from setia.foundation.own_values import COLUMN, written
from setia.kit.changes import Change
from setia.kit.own.rules import deriver_of
from setia.kit.own.unique import unique_index
from setia.kit.resources import registry
from setia.kit.shaping.building import key_of
from setia.kit.shaping.deriving import places_of
from setia.kit.shaping.model import IndexState, OwnField, OwnKind
from setia.kit.shaping.shape import changed_shape

SAID = ("expression", "kind", "places", "is_unique", "is_searched")
"""What the indexes of a field follow from."""

FOLLOWED = (OwnKind.REFERENCE, OwnKind.STAFF)


def settle(change: Change) -> None:
    """What is to be searched waits for its index, and so do references: they are followed backwards, by roll-ups and
    by merging. Nothing else has one."""
    after = change.after
    any_wanted = after["is_searched"] or after["is_unique"] or after["kind"] in FOLLOWED
    wanted = any_wanted and after["archived_at"] is None
    if not wanted:
        after["index_state"], after["index_fault"] = IndexState.NONE.value, ""
    elif after["index_state"] in (IndexState.NONE, IndexState.FAILED) or _is_another(change):
        after["index_state"], after["index_fault"] = IndexState.WAITING.value, ""


def _is_another(change: Change) -> bool:
    """Whether what the index holds is no longer what the field says."""
    return change.before is not None and any(change.changed(name) for name in SAID)


def follow(changes: Sequence[Change]) -> None:
    """Let a job make the indexes as the definitions say, after the transaction."""
    for change in changes:
        waits = change.after["index_state"] == IndexState.WAITING
        if change.changed("index_state") or waits:
            bring_in_line.using(key=f"own-index-{change.id}-{change.version}").enqueue(change.id)


def index_of(field_id: int) -> str:
    return f"own_value_{field_id}"


@task(own_transactions=True, retries=2)
def bring_in_line(field_id: int) -> None:
    """Make or drop the index of a field, whatever its definition says now."""
    defined = OwnField.objects.filter(pk=field_id).first()
    if defined is None or defined.index_state == IndexState.READY:
        return
    wanted = defined.index_state == IndexState.WAITING
    try:
        _drop(field_id)
        if wanted:
            _make(defined)
    except IntegrityError:
        _tell(field_id, IndexState.FAILED, _("Several records have the same value. Change them and save this again."))
        return
    except DatabaseError as trouble:
        _tell(field_id, IndexState.FAILED, next(iter(str(trouble).splitlines()), "")[:300])
        raise
    if wanted:
        _tell(field_id, IndexState.READY, "")


def _tell(field_id: int, state: IndexState, fault: str) -> None:
    """How it went. No change of the definition: nobody decided it."""
    with transaction.atomic():
        waiting = OwnField.objects.filter(pk=field_id, index_state__in=(IndexState.WAITING, IndexState.FAILED))
        if waiting.update(index_state=state, index_fault=fault):
            changed_shape()


def _drop(field_id: int) -> None:
    quote = connection.ops.quote_name
    at_once = "CONCURRENTLY " if bulk.is_postgresql() and not connection.in_atomic_block else ""
    with connection.cursor() as cursor:
        for name in (index_of(field_id), unique_index(field_id)):
            cursor.execute(f"DROP INDEX {at_once}IF EXISTS {quote(name)}")


def _expression(defined: OwnField, postgresql: bool) -> str:
    """What is indexed, letter by letter as lists ask for it."""
    quote = connection.ops.quote_name
    if defined.kind != OwnKind.FORMULA:
        return written(quote(COLUMN), key_of(defined), postgresql=postgresql)
    formula = deriver_of(defined.noun, {}).derived(defined.name).formula
    return formula.kept(quote, postgresql, places_of(defined)).replace("%%", "%")


def _make(defined: OwnField) -> None:
    """With parameters nothing could be said here; every part of it is a name of ours or a key that was matched."""
    quote = connection.ops.quote_name
    model, postgresql = registry.of_noun(defined.noun).model, bulk.is_postgresql()
    expression = _expression(defined, postgresql)
    at_once = "CONCURRENTLY " if postgresql and not connection.in_atomic_block else ""
    of = f"{quote(model._meta.db_table)} (({expression})"
    wanted = []
    if defined.is_searched or defined.kind in FOLLOWED:
        wanted.append(f"CREATE INDEX {at_once}{quote(index_of(defined.pk))} ON {of}, id)")
    if defined.is_unique:
        wanted.append(f"CREATE UNIQUE INDEX {at_once}{quote(unique_index(defined.pk))} ON {of})")
    with connection.cursor() as cursor:
        for statement in wanted:
            cursor.execute(f"{statement} WHERE archived_at IS NULL")
    bulk.analyse(model._meta.db_table)
