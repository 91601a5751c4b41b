"""Conditions over the fields of a resource: which fields may be asked about, and how."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from setia.foundation import conditions
from setia.foundation.access import Access, Actor
from setia.foundation.errors import NotFound
from setia.kit.kinds import Field, Reference
from setia.kit.kinds.asides import Aside
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
    if found is None or found[0].through or (found[0].through_for and not found[0].aside):
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
    if before and field.aside:
        return _behind(field, before, visibility(resource, name, access), access)
    if visible := visibility(resource, name, access):
        through = _only_where(visible)
    return conditions.Filter(f"{before}{field.path}", kind, nullable=True, blanks=blanks, subquery=through)


def _behind(field: Field, before: str, visible: Q, access: Access) -> conditions.Filter:
    """What is kept beside a record that a reference leads to."""
    aside: Any = field.aside
    asked = aside.asked(access, f"{before}pk")
    blanks = ("",) if field.kind.json_type is str else ()
    return conditions.Filter(field.path, field.kind, blanks=blanks, subquery=lambda q: asked(q) & visible)


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
    """The condition as a queryset filter, over fields this person may know of.

    What it asks of rows kept aside is one question about them, however many tests that takes: each would have to
    gather its records on its own.
    """
    asked = Q()
    for aside in _asides(resource, condition):
        condition, within = _apart(resource, condition, aside, by)
        ask, compiled = aside.asked(by.access), partial(_of_rows, resource, aside, by)
        if there := [part for part in within if not _holds_of_nothing(part)]:
            asked &= ask(compiled(conditions.all_of(*there)))
        if absent := [part for part in within if _holds_of_nothing(part)]:
            asked &= ~ask(compiled(conditions.Not(conditions.all_of(*absent))))
    return asked & _compiled(condition, lambda name: filter_of(resource, name, by.access), resource, by)


def beside(
    resource: Resource, condition: conditions.Condition, aside: Aside, by: Actor
) -> tuple[conditions.Condition, Q]:
    """A condition taken apart: what is left of it, and a filter of the rows of `aside` for what it asks of them alone.

    It holds for a record with such a row exactly where both do.
    """
    left, within = _apart(resource, condition, aside, by)
    return left, _of_rows(resource, aside, by, conditions.all_of(*within))


def _asides(resource: Resource, condition: conditions.Condition) -> list[Aside]:
    """The tables that it asks about beside that of the records."""
    fields = (resource.fields.get(name) for name in sorted(fields_of(condition)))
    return list(dict.fromkeys(field.aside for field in fields if field and field.aside))


def _kept(resource: Resource, aside: Aside, by: Actor) -> dict[str, Field]:
    return {name: field for name, field in resource.readable(by.access).items() if field.aside is aside}


def _apart(
    resource: Resource, condition: conditions.Condition, aside: Aside, by: Actor
) -> tuple[conditions.Condition, list[conditions.Condition]]:
    """What is left of it, and those parts of it that ask of rows of `aside` alone."""
    kept = _kept(resource, aside, by).keys()
    parts = condition.parts if isinstance(condition, conditions.All) else (condition,)
    within = [part for part in parts if fields_of(part) and fields_of(part) <= kept]
    return conditions.all_of(*(part for part in parts if part not in within)), within


def _of_rows(resource: Resource, aside: Aside, by: Actor, condition: conditions.Condition) -> Q:
    """The condition as a filter of the rows of `aside` themselves."""
    kept = _kept(resource, aside, by)

    def there(name: str) -> conditions.Filter | None:
        field = kept.get(name)
        blanks = ("",) if field and field.kind.json_type is str else ()
        return conditions.Filter(field.path, field.kind, blanks=blanks) if field else None

    return _compiled(condition, there, resource, by)


def _holds_of_nothing(condition: conditions.Condition) -> bool:
    """Whether it holds for a record with no such row: where nothing is written, not to be something holds."""
    match condition:
        case conditions.Not(part):
            return not _holds_of_nothing(part)
        case conditions.All(parts):
            return all(map(_holds_of_nothing, parts))
        case conditions.Any(parts):
            return any(map(_holds_of_nothing, parts))
        case conditions.Test(_field, operator, value):
            return operator in ("not in", "is empty") or operator == ("=" if value == "" else "!=")


def _compiled(condition: conditions.Condition, resolve: conditions.Resolve, resource: Resource, by: Actor) -> Q:
    return conditions.compile(
        condition,
        resolve,
        today=by.today,
        me=by.staff_id,
        zone=ZoneInfo(by.zone),
        possible=(n for n, f in resource.readable(by.access).items() if f.filterable),
    )
