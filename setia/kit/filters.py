"""Conditions over the fields of a resource: which fields may be asked about, and how."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from setia.foundation import conditions
from setia.foundation.access import Access, Actor
from setia.foundation.errors import NotFound
from setia.kit.kinds import Field, Reference
from setia.kit.resources import Resource, registry
from setia.kit.seeing import may_name

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
    if field.compute or not isinstance(field.kind, Reference) or field.kind.is_loose or rest.count(".") >= DEPTH:
        return None
    try:
        other = registry.of_noun(field.kind.noun)
    except NotFound:
        return None
    found = find_field(other, rest, access) if access.may("see", other.governing) else None
    if found is None or found[0].through or found[0].through_for:
        return None
    return found[0], f"{field.path.removesuffix('_id')}__{found[1]}"


def fields_of(condition: conditions.Condition) -> set[str]:
    """The fields of the resource itself that a condition asks about."""
    return {test.field.partition(".")[0] for test in conditions.tests_of(condition)}


def visibility(resource: Resource, name: str, access: Access) -> Q:
    """That every record on the way to a dotted name ("party.owner.name"), and quoted there, may be seen."""
    visible, before, here = Q(), "", resource
    *way, _last = name.split(".")
    for step in way:
        field = here.fields[step]
        here = registry.of_noun(field.kind.noun)  # type: ignore[attr-defined]
        before += f"{field.path.removesuffix('_id')}__"
        visible &= access.narrowing(here.model, before) or Q()
    for quoted in here.quotes.get(name.rpartition(".")[2], ()):
        field = here.fields[quoted]
        other = registry.of_noun(field.kind.noun)  # type: ignore[attr-defined]
        visible &= access.narrowing(other.model, f"{before}{field.path.removesuffix('_id')}__") or Q()
    return visible


def filter_of(resource: Resource, name: str, access: Access) -> conditions.Filter | None:
    found = find_field(resource, name, access)
    if found is None:
        return None
    field, before = found
    is_reference = isinstance(field.kind, Reference) and field.path
    kind: Any = ReferenceFilter(field.kind, access) if is_reference else field.kind  # type: ignore[arg-type]
    blanks = ("",) if field.kind.json_type is str and not is_reference else ()
    through = field.through_for(access) if field.through_for else field.through
    if visible := visibility(resource, name, access):
        through = _only_where(visible)
    return conditions.Filter(f"{before}{field.path}", kind, nullable=True, blanks=blanks, subquery=through)


def _only_where(visible: Q) -> Callable[[Q], Q]:
    """What is asked of a record that may not be seen is not so, whatever it is."""
    return lambda asked: asked & visible


class ReferenceFilter:
    """Reads a record's number, address or title; a title may mean several records."""

    def __init__(self, kind: Reference, access: Access) -> None:
        self.kind, self.access = kind, access
        self.operators = kind.operators
        self.nature = kind.nature

    def read(self, raw: str | int | bool, operator: str) -> frozenset[int]:
        resource = registry.of_noun(self.kind.noun)
        text = str(raw).strip().removeprefix(f"{self.kind.noun}:")
        if text.isascii() and text.isdigit() and len(text) < 18:
            return frozenset([int(text)])
        may = may_name(resource, self.access, self.kind.title)
        rows = resource.rows(self.access) if may else resource.rows().none()
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
