"""Short words for what tests of nouns do all the time: make a record, change it, call a verb."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from setia.foundation.access import Actor, system
from setia.foundation.ledger import Entry
from setia.foundation.own_values import is_own
from setia.kit import verbs
from setia.kit.changes import Change
from setia.kit.lists import Listing
from setia.kit.operations import Outcome, find_operation, perform
from setia.kit.resources import Resource, registry
from setia.kit.writing import write
from tests.cast import NOW

SETIA = system("web", NOW)
IMPORT = system("import", NOW)


def make(slug: str, by: Actor = SETIA, **values: Any) -> Any:
    """A record made from raw values, as a form or a program would."""
    resource = registry[slug]
    return resource.model._default_manager.get(pk=verbs.create(resource, values, by).ids[0])


def make_many(slug: str, rows: Sequence[dict[str, Any]], by: Actor = IMPORT) -> list[Any]:
    """Records made together from stored values, as an import does. What is no column is an extra input."""
    resource = registry[slug]
    columns = set(resource.column_names)
    changes = [
        Change(
            after={name: value for name, value in row.items() if name in columns or is_own(name)},
            extra={name: value for name, value in row.items() if name not in columns and not is_own(name)},
        )
        for row in rows
    ]
    write(resource, changes, by)
    made = resource.model._default_manager.in_bulk([change.id for change in changes])
    return [made[change.id] for change in changes]


def queries(slug: str, row: dict[str, Any], count: int) -> int:
    """How many queries it takes to import so many rows like this one."""
    with CaptureQueriesContext(connection) as asked:
        make_many(slug, [dict(row) for _n in range(count)])
    return len(asked)


def change(record: Model, by: Actor = SETIA, **values: Any) -> Outcome:
    done = verbs.change(resource_of(record), [record.pk], values, by)
    record.refresh_from_db()
    return done


def do(verb: str, record: Model, by: Actor = SETIA, **values: Any) -> Outcome:
    """Call a verb of a record."""
    resource = resource_of(record)
    done = perform(find_operation(resource, verb), [record.pk], values, by)
    record.refresh_from_db()
    return done


def resource_of(record: Model) -> Resource:
    return registry.of_noun(record._meta.label_lower)


def facts(record: Model) -> list[str]:
    """What the ledger tells of a record, the first first."""
    entries = Entry.objects.filter(noun=record._meta.label_lower, record_id=record.pk)
    return list(entries.order_by("id").values_list("kind", flat=True))


def listed(slug: str, by: Actor = SETIA, **options: Any) -> list[dict[str, Any]]:
    """The first page of a list."""
    return Listing(registry[slug], by, **options).page().rows
