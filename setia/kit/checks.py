"""Declarations are judged when Setia starts, so that a mistake is named before anybody meets it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core import checks
from django.db import models

from setia.foundation import conditions
from setia.kit.lending import lent_to
from setia.kit.operations import operations, operations_of
from setia.kit.resources import Figure, Panel, Resource, registry
from setia.kit.slots import dated, entries, figures_of, panels_of, today


def register() -> None:
    checks.register(judge_declarations, "setia")


def judge_declarations(app_configs: Any = None, **_options: Any) -> list[checks.CheckMessage]:
    found: list[checks.CheckMessage] = []
    for declared in registry:
        found += [checks.Error(f"{declared.slug}: {words}", id="setia.E001") for words in faults_of(declared)]
    nouns = {declared.noun for declared in registry}
    found += [
        checks.Error(f"verbs are declared for {noun}, which no resource shows", id="setia.E002")
        for noun in operations.keys() - nouns
    ]
    found += [checks.Error(f"the start page {words}", id="setia.E003") for words in _faults_of_today()]
    return found + [checks.Error(f"the calendar {words}", id="setia.E004") for words in _faults_of_calendar()]


def faults_of(resource: Resource) -> Iterator[str]:
    """What is wrong with a declaration, one sentence each."""
    yield from _unknown_names(resource)
    yield from _unsortable(resource)
    yield from _without_purpose(resource)
    yield from _broken_links(resource)
    for verb in operations_of(resource).values():
        if not verb.explanation:
            yield f"the verb {verb.name} has no docstring"
        for name, field in verb.inputs.items():
            if not str(field.label):
                yield f"the input {name} of {verb.name} has no label"


def _unknown_names(resource: Resource) -> Iterator[str]:
    known = resource.declared_fields
    uses = {
        "columns": resource.columns,
        "form": tuple(n for g in resource.form for n in g.fields),
        "sortable": resource.sortable,
        "import_keys": resource.import_keys,
        "personal": tuple(resource.personal),
        "sort": (resource.sort.lstrip("-"),) if resource.sort.lstrip("-") != "id" else (),
    }
    for place, names in uses.items():
        for name in names:
            if name not in known:
                yield f"{place} names {name!r}, which is no field of {resource.noun}"
    for name in resource.search_paths:
        if name not in resource.column_names:
            yield f"search_paths names {name!r}, which is no column"
    if resource.board and resource.board.lane not in known:
        yield f"the board's lane {resource.board.lane!r} is no field"


def _unsortable(resource: Resource) -> Iterator[str]:
    """Sorting without an index that begins with the column would read the whole table."""
    leading = {_leading(index) for index in resource.model._meta.indexes} | {"id"}
    leading |= {f.name for f in resource.model._meta.concrete_fields if f.unique}
    for name in {*resource.sortable, resource.sort.lstrip("-")}:
        if name in resource.declared_fields and resource.sorted_by.get(name, name) not in leading:
            yield f"can be sorted by {name!r}, but no index begins with it"
    for field in lent_to(resource.noun):
        if field.sortable and field.aside and field.path not in map(_leading, field.aside.model._meta.indexes):
            yield f"can be sorted by {field.name!r}, which it was lent, but no index of its table begins with it"


def _leading(index: models.Index) -> str:
    return index.fields_orders[0][0] if index.fields_orders else ""


ALWAYS_PERSONAL = ("email", "phone")
PERHAPS_PERSONAL = ("text", "longtext", "web", "date")


def _without_purpose(resource: Resource) -> Iterator[str]:
    """Who is reached by a field is somebody; whatever is written in a party's story may be about them."""
    asked = (*ALWAYS_PERSONAL, *PERHAPS_PERSONAL) if resource.story else ALWAYS_PERSONAL
    for name, field in resource.declared_fields.items():
        if field.personal and not str(field.personal.purpose).strip():
            yield f"the field {name!r} is personal but its purpose is empty"
        elif field.kind.name in asked and not field.personal and name not in resource.impersonal:
            yield f"the field {name!r} may hold personal data: name it in 'personal' or in 'impersonal'"


def _broken_links(resource: Resource) -> Iterator[str]:
    shown: list[Panel | Figure] = [*panels_of(resource), *figures_of(resource)]
    for thing in shown:
        if thing.resource not in registry:
            yield f"shows {thing.resource!r}, which is no resource"
        elif thing.field not in registry[thing.resource].declared_fields:
            yield f"shows {thing.resource} by {thing.field!r}, which is no field of theirs"


def _faults_of_today() -> Iterator[str]:
    for entry in entries():
        form = registry[entry.resource].form if entry.resource in registry else ()
        known = [name for group in form for name in group.fields]
        for name in set(entry.fields) - set(known):
            yield f"asks {entry.resource} for {name!r}, which is no field of their form"
    for thing in today():
        if thing.resource not in registry:
            yield f"shows {thing.resource!r}, which is no resource"
            continue
        asked = {test.field.partition(".")[0] for test in conditions.tests_of(conditions.parse(thing.where))}
        names = {*asked, *thing.columns, thing.total, thing.sort.lstrip("-")} - {""}
        for name in sorted(names - registry[thing.resource].declared_fields.keys()):
            yield f"asks {thing.resource} for {name!r}, which is no field of theirs"


def _faults_of_calendar() -> Iterator[str]:
    for thing in dated():
        if thing.resource not in registry:
            yield f"shows {thing.resource!r}, which is no resource"
            continue
        fields = registry[thing.resource].declared_fields
        asked = {test.field.partition(".")[0] for test in conditions.tests_of(conditions.parse(thing.where))}
        for name in sorted({thing.day, thing.clock, thing.person, *asked} - {""} - fields.keys()):
            yield f"asks {thing.resource} for {name!r}, which is no field of theirs"
        if thing.day in fields and not fields[thing.day].sortable:
            yield f"reads {thing.resource} by {thing.day!r}, by which they cannot be sorted"
