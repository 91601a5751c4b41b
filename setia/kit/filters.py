"""Conditions over the fields of a resource: which fields may be asked about, and how."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db.models import Q

from setia.foundation import conditions
from setia.foundation.access import Access, Actor
from setia.foundation.errors import NotFound
from setia.kit.kinds import Field, Reference
from setia.kit.resources import Resource, registry

DEPTH = 2


def find_field(resource: Resource, name: str, access: Access) -> tuple[Field, str] | None:
    """The field called `name` ("amount", "stage.status") and the path before its own.

    None when there is none, or one that the person may not know of.
    """
    first, _dot, rest = name.partition(".")
    field = resource.readable(access).get(first)
    if field is None or not field.filterable:
        return None
    if not rest:
        return field, ""
    if field.compute or not isinstance(field.kind, Reference) or rest.count(".") >= DEPTH:
        return None
    try:
        other = registry.of_noun(field.kind.noun)
    except NotFound:
        return None
    found = find_field(other, rest, access) if access.may("see", other.governing) else None
    if found is None:
        return None
    return found[0], f"{field.path.removesuffix('_id')}__{found[1]}"


def filter_of(resource: Resource, name: str, access: Access) -> conditions.Filter | None:
    found = find_field(resource, name, access)
    if found is None:
        return None
    field, before = found
    path = f"{before}{field.path}"
    if isinstance(field.kind, Reference) and field.path:
        return _reference(field, path, access)
    blanks = ("",) if field.kind.json_type is str else ()
    return conditions.Filter(path, field.kind, nullable=True, blanks=blanks, folded_path=None, subquery=field.through)


def _reference(field: Field, path: str, access: Access) -> conditions.Filter:
    kind = ReferenceFilter(field.kind, access)  # type: ignore[arg-type]
    return conditions.Filter(path, kind, nullable=True, subquery=field.through)


class ReferenceFilter:
    """Reads a record's number, address or title; a title may mean several records."""

    def __init__(self, kind: Reference, access: Access) -> None:
        self.kind, self.access = kind, access
        self.operators = kind.operators
        self.nature = kind.nature

    def read(self, raw: str | int | bool, operator: str) -> frozenset[int]:
        resource = registry.of_noun(self.kind.noun)
        text = str(raw).strip().removeprefix(f"{self.kind.noun}:")
        rows = resource.rows(self.access) if self.access.may("see", resource.governing) else resource.rows().none()
        if text.isascii() and text.isdigit() and len(text) < 18:
            return frozenset([int(text)])
        named = Q(**{f"{self.kind.title}__iexact": text})
        return frozenset(rows.filter(named).values_list("pk", flat=True)[:1000])


def as_query(resource: Resource, condition: conditions.Condition, by: Actor) -> Q:
    """The condition as a queryset filter, over fields this person may know of."""
    return conditions.compile(
        condition,
        lambda name: filter_of(resource, name, by.access),
        today=by.today,
        me=by.staff_id,
        zone=ZoneInfo(by.zone),
        possible=[n for n, f in resource.readable(by.access).items() if f.filterable],
    )
