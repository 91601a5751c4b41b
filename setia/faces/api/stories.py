"""The ledger as a caller may read it: entries of records they may see, without fields they may not know."""

from __future__ import annotations

import base64
import binascii
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from setia.faces.api.rows import value_json
from setia.foundation import ledger
from setia.foundation.access import Access, Actor
from setia.foundation.errors import Malformed, NotFound, Refusal
from setia.foundation.ledger import Entry
from setia.kit.history import hidden_inputs
from setia.kit.kinds import Field
from setia.kit.kinds.references import STAFF
from setia.kit.resources import Resource, registry
from setia.kit.seeing import titles, unnamed
from setia.kit.successors import stories
from setia.kit.writing import unplain

COLUMNS = (
    "id", "kind", "at", "recorded_at", "actor_id", "channel", "noun", "record_id", "version",
    "act", "title", "data", "corrects",
)  # fmt: skip


def of_record(resource: Resource, record_id: int) -> QuerySet[Entry]:
    return Entry.objects.filter(noun=resource.noun, record_id=record_id)


def of_party(party_id: int, access: Access) -> QuerySet[Entry]:
    """Everything told in a party's story, of records that may be seen."""
    entries = Entry.objects.filter(story_id__in=stories(registry.of_noun("parties.party"), party_id))
    if access.is_admin and access.scopes is None:
        return entries
    return entries.filter(_visible_nouns(access))


def _visible_nouns(access: Access) -> Q:
    whole: list[str] = []
    partly = Q()
    for noun, resource in registry.nouns().items():
        if not access.may("see", resource.governing):
            continue
        if not access.narrows(resource.model):
            whole.append(noun)
        else:
            partly |= Q(noun=noun, record_id__in=resource.rows(access).values("pk"))
    return partly | Q(noun__in=whole)


def page(
    entries: QuerySet[Entry], cursor: str, limit: int, *, by_time: bool
) -> tuple[list[dict[str, Any]], str | None]:
    """Newest first; the cursor of what follows, if anything does."""
    if cursor:
        at, id_ = _position(cursor)
        earlier = Q(id__lt=id_)
        entries = entries.filter(Q(at__lt=at) | Q(at=at) & earlier if by_time else earlier)
    order = ("-at", "-id") if by_time else ("-id",)
    found = list(entries.order_by(*order).values(*COLUMNS)[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return found, _cursor(found[-1]) if more else None


def _cursor(entry: Mapping[str, Any]) -> str:
    said = orjson.dumps([entry["at"], entry["id"]])
    return base64.urlsafe_b64encode(said).decode().rstrip("=")


def _position(cursor: str) -> tuple[datetime, int]:
    try:
        at, id_ = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        moment = datetime.fromisoformat(at)
        if type(id_) is not int or moment.tzinfo is None:
            raise ValueError
    except (ValueError, TypeError, OverflowError, binascii.Error):
        words = _("This page marker cannot be read. Begin again at the first page.")
        raise Malformed(words, field="cursor") from None
    return moment, id_


def entries_json(entries: Sequence[Mapping[str, Any]], by: Actor) -> list[dict[str, Any]]:
    now = _currencies_now(entries)
    people = titles(STAFF, {entry["actor_id"] for entry in entries} - {None}, by.access)
    hidden = _unnamed(entries, by)
    return [
        _entry_json(entry, by, now.get((entry["noun"], entry["record_id"]), ""), people, hidden) for entry in entries
    ]


def _unnamed(entries: Sequence[Mapping[str, Any]], by: Actor) -> set[tuple[str, int]]:
    """The records among the entries that are called after what the caller may not see."""
    found: set[tuple[str, int]] = set()
    for noun in {entry["noun"] for entry in entries} & registry.nouns().keys():
        ids = {entry["record_id"] for entry in entries if entry["noun"] == noun}
        found |= {(noun, pk) for pk in unnamed(registry.of_noun(noun), ids, by.access)}
    return found


def _currencies_now(entries: Iterable[Mapping[str, Any]]) -> dict[tuple[str, int], str]:
    """The currencies of records whose amounts changed: one query for each noun among the entries."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        if entry["data"].get("changes"):
            wanted[entry["noun"]].add(entry["record_id"])
    found: dict[tuple[str, int], str] = {}
    for noun, ids in wanted.items():
        resource = registry.nouns().get(noun)
        if resource is not None and "currency" in resource.column_names:
            rows = resource.rows().filter(pk__in=ids).values_list("pk", "currency")
            found.update({(noun, pk): currency for pk, currency in rows})
    return found


def _entry_json(
    entry: Mapping[str, Any],
    by: Actor,
    currency: str,
    people: Mapping[int, str],
    called_after_unseen: set[tuple[str, int]],
) -> dict[str, Any]:
    kind = ledger.kinds.get(entry["kind"])
    is_unnamed = (entry["noun"], entry["record_id"]) in called_after_unseen
    data = dict(entry["data"])
    if "inputs" in data:
        hidden = hidden_inputs(entry["noun"], data, by)
        data["inputs"] = {name: value for name, value in data["inputs"].items() if name not in hidden}
    changes = data.pop("changes", {})
    return {
        "id": entry["id"],
        "kind": entry["kind"],
        "label": str(kind.label) if kind else entry["kind"],
        "at": entry["at"],
        "recorded_at": entry["recorded_at"],
        "by": entry["actor_id"],
        "by_name": people.get(entry["actor_id"]),
        "channel": entry["channel"],
        "record": f"{entry['noun']}:{entry['record_id']}",
        "title": "" if is_unnamed else _title(entry, by),
        "version": entry["version"],
        "act": entry["act"],
        "corrects": entry["corrects"],
        "changes": _changes(changes, entry["noun"], by.access, currency, is_unnamed),
        "details": _without_hidden(data, entry["noun"], by.access),
    }


def _title(entry: Mapping[str, Any], by: Actor) -> str:
    """What the record was called then; "" where the caller may not know what it is called."""
    resource = registry.nouns().get(entry["noun"])
    return "" if resource and resource.hides(resource.title, by.access) else entry["title"]


def _readable(noun: str, access: Access) -> dict[str, Field]:
    """The fields of a noun the caller may know, by the attribute they are stored under."""
    try:
        fields = registry.of_noun(noun).readable(access)
    except NotFound:
        return {}
    return {field.path: field for field in fields.values() if field.path}


def _changes(
    changes: Mapping[str, Any], noun: str, access: Access, currency: str, is_unnamed: bool
) -> dict[str, dict[str, Any]]:
    """Values before and after by field, amounts in the currency they had then."""
    fields = _readable(noun, access)
    currencies = changes.get("currency", (currency, currency))
    written: dict[str, dict[str, Any]] = {}
    for attribute, pair in changes.items():
        field = fields.get(attribute)
        if field is not None and not (is_unnamed and field.quotes):
            before, after = (
                _stored(noun, field, value, then or "") for value, then in zip(pair, currencies, strict=True)
            )
            written[field.name] = {"before": before, "after": after}
    return written


def _stored(noun: str, field: Field, value: Any, currency: str) -> Any:
    try:
        return value_json(field, unplain(registry.of_noun(noun), field.path, value), currency)
    except (ValueError, TypeError, StopIteration, Refusal):
        return value


def _without_hidden(data: Any, noun: str, access: Access) -> Any:
    """What else an entry tells, without anything that has the name of a field the caller may not know."""
    try:
        resource = registry.of_noun(noun)
    except NotFound:
        return data if access.is_admin else {}
    hidden = set(resource.fields) - set(resource.readable(access))
    return _pruned(data, hidden) if hidden else data


def _pruned(data: Any, hidden: set[str]) -> Any:
    if isinstance(data, dict):
        return {name: _pruned(value, hidden) for name, value in data.items() if name not in hidden}
    return [_pruned(value, hidden) for value in data] if isinstance(data, list) else data
