"""The one way records are written: a batch of changes, of which a single change is the smallest.

Forms, API calls, verbs, bulk verbs, imports and undo all end here, so that derived columns, parts,
search and the ledger are kept by the same code, and cannot differ between one row and a million.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from operator import itemgetter
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from setia.foundation import bulk, ledger, search
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid, Refusal
from setia.foundation.own_values import COLUMN, empty_own, folded, from_plain, is_own, spread
from setia.foundation.records import noun
from setia.kit import guards, successors
from setia.kit.changes import Change
from setia.kit.marts.touching import touched
from setia.kit.resources import Resource, registry

UNTOLD = frozenset({"id", "created_at", "updated_at", "version", COLUMN})


def write(
    resource: Resource,
    changes: Sequence[Change],
    by: Actor,
    *,
    fact: str = "",
    act: int | None = None,
    at: datetime | None = None,
    data: dict[str, Any] | None = None,
) -> int | None:
    """Write a batch and return the act it became in the ledger (None when nothing changed).

    Raises the first refusal of any change; an import drops refused changes beforehand with
    `settled`. `fact` names what happened when it was more than "created" or "changed", `at` is when,
    if not now. What the domain writes on the way (parts, copies) belongs to the same act.
    """
    with transaction.atomic():
        for change in settled(resource, changes, by):
            change.raise_errors()
        return write_settled(resource, changes, by, fact=fact, act=act, at=at, data=data)


def settled(resource: Resource, changes: Sequence[Change], by: Actor) -> Sequence[Change]:
    """Fill defaults and let the domain complete and judge the changes; errors stay on each change."""
    defaults = {**_defaults(resource), **resource.only}
    fillings = {name: (empty, filled) for name, empty, filled in resource.fillings}
    for change in changes:
        given = change.after
        for name in fillings.keys() & given.keys():
            empty, filled = fillings[name]
            if given[name] in empty:
                given[name] = filled
        empty_own(given)
        if change.before is None:
            change.after = {**defaults, **given}
    resource.settle(changes, by)
    successors.guard(resource, changes, by)
    guards.judge(resource, changes, by)
    return changes


def write_settled(
    resource: Resource,
    changes: Sequence[Change],
    by: Actor,
    *,
    fact: str = "",
    act: int | None = None,
    at: datetime | None = None,
    data: dict[str, Any] | None = None,
) -> int | None:
    new = [change for change in changes if change.is_new]
    altered = [change for change in changes if not change.is_new and change.dirty()]
    touched = new + altered
    related = [change for change in changes if not change.is_new and change.extra and not change.dirty()]
    told = list(changes) if fact else touched
    if not told and not related:
        return act
    by = replace(by, act=act or by.act or ledger.begin())
    try:
        with transaction.atomic():
            if new:
                _insert(resource, new, by)
            if altered:
                _update(resource, altered, by)
    except IntegrityError as error:
        raise broken_rule(resource, error) from error
    ledger.record([_fact(resource, change, fact, at, data) for change in told], by)
    resource.written(changes, by)
    if resource.search_paths:
        _index(resource, new, altered)
    return by.act


def relocate(
    resource: Resource, changes: Sequence[Change], by: Actor, *, fact: str = "", data: dict[str, Any], told: bool = True
) -> None:
    """Write values that were right where they stood before, as they are: merging moves them, unmerging puts them back.

    The domain neither completes nor judges them, so that they can be put back to the letter. The facts keep the
    hidden columns as well, under "beneath"; with `told` they stand in a party's story. `by` has an act under way.
    """
    changes = [change for change in changes if change.dirty()]
    _update(resource, changes, by)
    facts = [_fact(resource, change, fact, None, data) for change in changes]
    for change, said in zip(changes, facts, strict=True):
        if beneath := _beneath(resource, change):
            said.data["beneath"] = beneath
        if not told:
            said.story_id = None
    ledger.record(facts, by)
    if resource.search_paths:
        _index(resource, [], changes)


def forget(resource: Resource, changes: Sequence[Change], by: Actor, names: Sequence[str]) -> None:
    """Write records that have lost values for good. The facts, if `names` of fields are told, keep none of them."""
    _update(resource, changes, by)
    if names:
        facts = [_fact(resource, change, f"{resource.fact}.cleared", None, None) for change in changes]
        for said in facts:
            said.data = {"dropped": list(names)}
        ledger.record(facts, by)
    else:
        touched(resource.model, lambda: [change.id for change in changes])
    if resource.search_paths:
        search.remove(resource.noun, [change.id for change in changes])
        search.put(resource.noun, resource.documents({**c.after, "id": c.id} for c in changes), new=False)


def _beneath(resource: Resource, change: Change) -> dict[str, list[Any]]:
    before = change.before or {}
    return {n: [plain(before[n]), plain(change.after[n])] for n in change.dirty() if n in resource.hidden}


def _defaults(resource: Resource) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column in resource.model._meta.concrete_fields:
        if column.primary_key:
            continue
        found[column.attname] = column.get_default()
    return found


def _insert(resource: Resource, changes: Sequence[Change], by: Actor) -> None:
    names = [name for name in resource.column_names if name != "id"]
    ids = bulk.reserve_ids(resource.model, len(changes))
    made = {"created_at": by.at, "updated_at": by.at, "version": 1}
    for id_, change in zip(ids, changes, strict=True):
        change.id, change.version = id_, 1
        change.after.update(made)
        if own := change.own():
            change.after[COLUMN] = folded(None, own)
    values_of = itemgetter(*names)
    bulk.insert(resource.model, ["id", *names], [(change.id, *values_of(change.after)) for change in changes])


def _update(resource: Resource, changes: Sequence[Change], by: Actor) -> None:
    alike: dict[tuple[str, ...], list[Change]] = defaultdict(list)
    for change in changes:
        if own := change.own():
            change.after[COLUMN] = folded((change.before or {}).get(COLUMN), own)
        alike[tuple(sorted(name for name in change.dirty() if not is_own(name)))].append(change)
        change.version += 1
    for names, group in alike.items():
        bulk.update(
            resource.model,
            [*names, "version", "updated_at"],
            ([*map(c.after.__getitem__, names), c.version, by.at, c.id] for c in group),
        )


def _index(resource: Resource, new: Sequence[Change], altered: Sequence[Change]) -> None:
    """New rows are only added; changed rows are indexed again when a searched column changed."""
    paths = resource.search_paths
    if new:
        search.put(resource.noun, resource.documents_of_new([{**c.after, "id": c.id} for c in new]), new=True)
    again = [c for c in altered if any(c.changed(path) for path in paths)]
    if again:
        search.put(resource.noun, resource.documents({**c.after, "id": c.id} for c in again), new=False)


def _fact(
    resource: Resource, change: Change, fact: str, at: datetime | None, data: dict[str, Any] | None
) -> ledger.Fact:
    is_new, after = change.before is None, change.after
    told = dict(data) if data else {}
    if not is_new and (differences := _differences(resource, change)):
        told["changes"] = differences
    if change.extra.get("told"):
        told.update(change.extra["told"])
    happened = after.get(resource.dated_by) if resource.dated_by and is_new else None
    return ledger.Fact(
        kind=change.fact or fact or (resource.making if is_new else f"{resource.fact}.changed"),
        noun=resource.noun,
        record_id=change.id,
        story_id=change.id if resource.story == "id" else after.get(resource.story),
        version=change.version,
        title=resource.title_of(after),
        at=change.at or at or (None if happened is None else moment_of(happened)),
        data=told,
    )


def _differences(resource: Resource, change: Change) -> dict[str, list[Any]]:
    before, untold = change.before or {}, {*UNTOLD, *resource.hidden, *resource.derived}
    return {name: [plain(before[name]), plain(change.after[name])] for name in change.dirty() if name not in untold}


def moment_of(day: Any) -> datetime | None:
    """When something of this day is told to have happened: at noon, as nobody said."""
    if day is None or isinstance(day, datetime):
        return day
    return datetime.combine(day, time(12), UTC) if isinstance(day, date) else None


def plain(value: Any) -> Any:
    """A column's value as the ledger keeps it: JSON scalars only."""
    if value is None or isinstance(value, (str, int, float, bool, list, dict)):
        return value
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def unplain(resource: Resource, name: str, value: Any) -> Any:
    """The column's value again from what the ledger kept."""
    if is_own(name):
        return from_plain(name, value)
    column = next(c for c in resource.model._meta.concrete_fields if c.attname == name)
    return value if value is None or isinstance(column, models.JSONField) else column.to_python(value)


def change_of(record: models.Model, resource: Resource | None = None) -> Change:
    """A change that begins with the record as it is now."""
    resource = resource or registry.of_noun(noun(record))
    values = spread({f.attname: getattr(record, f.attname) for f in record._meta.concrete_fields}, resource.own.stored)
    version = int(values.get("version", 0))
    return Change(after=dict(values), before=values, id=int(values["id"]), version=version)


def changes_of(resource: Resource, ids: Iterable[int]) -> list[Change]:
    """Changes that begin with these records as they are now, locked until the transaction ends."""
    names = resource.column_names
    rows = resource.model._default_manager.order_by("pk").select_for_update(of=("self",))
    own = resource.own.stored
    found = (spread(dict(zip(names, values, strict=True)), own) for values in bulk.found(rows, "pk", ids, *names))
    return [Change(dict(values), values, values["id"], values["version"]) for values in found]


Broken = Callable[[IntegrityError], Refusal | None]
_broken: list[Broken] = []


def broken_by(function: Broken) -> Broken:
    """Let the function say in words which rule was broken, if it is one of its own."""
    _broken.append(function)
    return function


def broken_rule(resource: Resource, error: IntegrityError) -> Refusal:
    """A constraint of the database in words: which field, and what is wrong with it."""
    text = str(error)
    if told := next((refusal for one in _broken if (refusal := one(error))), None):
        return told
    for column in resource.model._meta.concrete_fields:
        named = f".{column.column}" in text or f"({column.column})" in text or f"_{column.column}_" in text
        if column.unique and not column.primary_key and named:
            words = _("There is already a record with this %(field)s.") % {"field": column.verbose_name}
            return Invalid({column.name: [words]})
    for constraint in resource.model._meta.constraints:
        if constraint.name and (constraint.name in text or _columns_named(constraint, resource, text)):
            return Invalid({"": [str(constraint.get_violation_error_message())]})
    if "foreign key" in text.lower():
        return Refusal(_("Another record still needs this one, or a record it points at is gone."))
    return Refusal(_("The database refused the change because it breaks a rule of %(noun)s.") % {
        "noun": resource.plural
    })  # fmt: skip


def _columns_named(constraint: models.BaseConstraint, resource: Resource, text: str) -> bool:
    if not isinstance(constraint, models.UniqueConstraint) or not constraint.fields:
        return False
    table = resource.model._meta.db_table
    columns = {column.name: column.column for column in resource.model._meta.concrete_fields}
    return all(f"{table}.{columns[name]}" in text for name in constraint.fields)
