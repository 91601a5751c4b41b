"""Writing the changes of a batch: all that can be written, and the reason for what cannot."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.kit.changes import Change
from setia.kit.exchange.records.table import Table
from setia.kit.resources import Resource
from setia.kit.verbs import refuse_invisible
from setia.kit.writing import write_settled


def write_possible(resource: Resource, changes: Sequence[Change], table: Table, by: Actor) -> list[Change]:
    """Write the changes together; when the database refuses, halve them until the bad rows are found."""
    if not changes:
        return []
    versions = [change.version for change in changes]
    try:
        with transaction.atomic():
            write_settled(resource, changes, by)
            refuse_invisible(resource, [change.id for change in changes], by)
        return list(changes)
    except Refusal as refusal:
        for change, version in zip(changes, versions, strict=True):
            change.version = version
        if len(changes) == 1:
            table.refuse(changes[0].line, "", refusal.message)
            return []
    half = len(changes) // 2
    return [
        *write_possible(resource, changes[:half], table, by),
        *write_possible(resource, changes[half:], table, by),
    ]
