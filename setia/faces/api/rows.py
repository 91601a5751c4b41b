"""Rows of values as JSON: what a list, a record, a clash and an entry of the ledger show of a field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import orjson
from django.http import HttpResponse

from setia.foundation.access import Actor
from setia.foundation.errors import NotFound
from setia.foundation.records import address
from setia.kit.kinds import Amount, AnyRecord, Day, Field, Kind, Moment, Reference
from setia.kit.lists import Listing
from setia.kit.operations import operations_of
from setia.kit.resources import Resource
from setia.kit.seeing import one_visible

JSON = "application/json"
NATIVE = (Day, Moment)
"""Kinds whose values orjson writes exactly as their `json` would."""

Writer = tuple[str, str, Callable[[Field, Mapping[str, Any]], Any] | None, Field | None]


def answer(body: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    return sent(dumped(body), status=status, headers=headers)


def sent(content: bytes, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """JSON for this caller only; nobody on the way may keep it."""
    response = HttpResponse(content, status=status, content_type=JSON)
    response["Cache-Control"] = "no-store"
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def dumped(body: Any) -> bytes:
    return orjson.dumps(body, default=_exactly, option=orjson.OPT_UTC_Z)


def _exactly(value: Any) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def as_it_is(field: Field) -> bool:
    """Whether the selected value is the JSON value, so that nothing has to be called for it."""
    kind = type(field.kind)
    plain = kind.json is Kind.json and kind.value is Kind.value
    return plain or (isinstance(field.kind, NATIVE) and field.compute is None)


def writers(columns: Mapping[str, Field]) -> list[Writer]:
    """For each column how its JSON is made; a reference is followed by the title of its record."""
    found: list[Writer] = []
    for name, field in columns.items():
        if as_it_is(field):
            found.append((name, field.path, None, None))
        else:
            found.append((name, "", field.kind.json, field))
        if isinstance(field.kind, (Reference, AnyRecord)) and not field.many:
            found.append((f"{name}_title", field.kind.title_path(field), None, None))
    return found


def rows_json(columns: Mapping[str, Field], rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    how = writers(columns)
    return [row_json(how, row) for row in rows]


def row_json(how: Sequence[Writer], row: Mapping[str, Any]) -> dict[str, Any]:
    written: dict[str, Any] = {"id": row["id"], "version": row["version"]}
    for name, path, make, field in how:
        written[name] = row.get(path) if make is None else make(field, row)  # type: ignore[arg-type]
    return written


def value_json(field: Field, value: Any, currency: str = "") -> Any:
    """One stored value without its record, which is why the currency is said beside it."""
    row = {field.path: value}
    if isinstance(field.kind, Amount):
        row[field.kind.currency] = currency
    return field.kind.json(field, row)


def visible_record(resource: Resource, record_id: int, by: Actor) -> Any:
    """The record, if the caller may see it."""
    by.access.require("see", resource.governing)
    return one_visible(resource, record_id, by.access)


def record_json(resource: Resource, record_id: int, by: Actor) -> dict[str, Any]:
    """Everything the caller may know of one record, and the verbs that make sense for it now."""
    record = visible_record(resource, record_id, by)
    readable = resource.readable(by.access)
    listing = Listing(resource, by, columns=tuple(readable), sort="-id")
    rows = listing.read([record_id])
    if not rows:
        raise NotFound()
    written = row_json(writers(listing.columns), rows[0])
    written["address"] = address(record)
    written["verbs"] = verbs_of(resource, record, by)
    return written


def verbs_of(resource: Resource, record: Any, by: Actor) -> list[str]:
    """The verbs the caller may use on the record as it is."""
    may = by.access.may
    if record.archived_at is not None:
        return ["restore"] if resource.archivable and may("restore", resource.governing) else []
    verbs = ["change"] if may("change", resource.governing) and resource.writable(by.access) else []
    verbs += ["archive"] if resource.archivable and may("archive", resource.governing) else []
    verbs += [
        verb.verb
        for verb in operations_of(resource).values()
        if verb.may_use(by.access, resource) and verb.applies_to(record)
    ]
    return verbs
