"""History in words: what entries of the ledger tell a reader.

What a person may not see does not appear: neither entries about hidden records nor changes of
hidden fields. The number of queries depends on the kinds of records on a page, not on its length.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from setia.foundation import ledger, money, prepared
from setia.foundation.access import Actor
from setia.foundation.errors import NotFound, Refusal
from setia.foundation.formats import Reader, reader_for
from setia.foundation.ledger import Entry
from setia.kit import seeing
from setia.kit.kinds import Amount, AnyRecord, Field, LongText, Reference
from setia.kit.kinds.references import NOT_VISIBLE, STAFF
from setia.kit.operations import teller_of, verb_of
from setia.kit.resources import Resource, registry
from setia.kit.writing import unplain

Unnamed = set[tuple[str, int]]
Titles = dict[tuple[str, str], str]
"""What records are called, by noun and number; only those that the reader may know."""


@dataclass(frozen=True, slots=True)
class Change:
    field: str
    label: str
    before: str
    after: str


class Said(NamedTuple):
    """What was said with a verb; texts of several lines stand by themselves."""

    label: str
    text: str
    is_long: bool


@dataclass(slots=True)
class Told:
    """One entry, ready to be read."""

    id: int
    act: int
    kind: str
    label: str
    icon: str
    at: datetime
    who: str
    channel: str
    noun: str
    resource: str
    record_id: int
    title: str
    version: int
    changes: list[Change] = field(default_factory=list)
    inputs: list[Said] = field(default_factory=list)
    corrects: int = 0
    corrected_by: int = 0
    may_correct: bool = False


def told(entries: Sequence[Entry], by: Actor) -> list[Told]:
    """Entries in words, without what this person may not see."""
    visible = _visible(entries, by)
    titles = _titles(entries, by)
    unnamed = _unnamed(visible, by)
    read = reader_for(by.language, by.zone)
    later = _corrections(entries)
    result = []
    for entry in entries:
        if entry.record_id not in visible.get(entry.noun, {}):
            continue
        resource = registry.of_noun(entry.noun)
        kind = ledger.kinds.get(entry.kind)
        currency = visible[entry.noun][entry.record_id]
        result.append(
            Told(
                entry.pk, entry.act, entry.kind, str(kind.label if kind else entry.kind),
                kind.icon if kind else "circle-dot", entry.at, _who(entry, titles),
                entry.channel, entry.noun, resource.slug, entry.record_id,
                _title(resource, entry, unnamed, by), entry.version,
                _changes(resource, entry, currency, titles, unnamed, read, by),
                _inputs(entry, currency, titles, read, by), entry.corrects or 0, later.get(entry.pk, 0),
                entry.pk not in later and _may_correct(entry, by),
            )
        )  # fmt: skip
    return result


def _corrections(entries: Sequence[Entry]) -> dict[int, int]:
    """The newest entry that stands in the place of each of these, of those that can be corrected."""
    told_only = [entry.pk for entry in entries if teller_of(entry)]
    rows = prepared.among("corrections", Entry.objects.all, "corrects", told_only, ("corrects", "id"))
    found: dict[int, int] = {}
    for corrects, pk in rows:
        found[corrects] = max(pk, found.get(corrects, 0))
    return found


def _may_correct(entry: Entry, by: Actor) -> bool:
    verb = teller_of(entry)
    return verb is not None and verb.may_use(by.access, verb.resource)


def _visible(entries: Sequence[Entry], by: Actor) -> dict[str, dict[int, str]]:
    """The records of these entries that may be seen, with the currency of each; one query per noun."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        wanted[entry.noun].add(entry.record_id)
    found: dict[str, dict[int, str]] = {}
    for noun, ids in wanted.items():
        try:
            resource = registry.of_noun(noun)
        except NotFound:
            continue
        if not by.access.may("see", resource.governing):
            continue
        names = ("pk", "currency") if "currency" in resource.column_names else ("pk",)
        found[noun] = {pk: rest[0] if rest else "" for pk, *rest in seeing.visible(resource, ids, names, by.access)}
        if 0 in ids:
            found[noun][0] = ""
    return found


def _who(entry: Entry, titles: Titles) -> str:
    return titles.get((STAFF, str(entry.actor_id)), str(NOT_VISIBLE)) if entry.actor_id else "Setia"


def _title(resource: Resource, entry: Entry, unnamed: Unnamed, by: Actor) -> str:
    """What the record was called then; its number where the reader may not know what it is called."""
    hidden = resource.hides(resource.title, by.access) or (entry.noun, entry.record_id) in unnamed
    return f"#{entry.record_id}" if hidden and entry.record_id else entry.title


def _unnamed(visible: Mapping[str, Iterable[int]], by: Actor) -> Unnamed:
    """Records that are called after what the reader may not see."""
    found = {noun: seeing.unnamed(registry.of_noun(noun), ids, by.access) for noun, ids in visible.items()}
    return {(noun, pk) for noun, ids in found.items() for pk in ids}


def _named(entry: Entry) -> list[tuple[Field, Any]]:
    """Fields with the values of this entry that refer to records."""
    found: list[tuple[Field, Any]] = []
    changes, said = entry.data.get("changes"), entry.data.get("inputs")
    if changes and _known(entry.noun):
        by_path = {f.path: f for f in registry.of_noun(entry.noun).fields.values()}
        found += [(by_path[name], value) for name, values in changes.items() if name in by_path for value in values]
    if said:
        inputs = _verb_inputs(entry)
        found += [(inputs[n], one) for n, v in said.items() if n in inputs for one in inputs[n].each(v)]
    return [(f, v) for f, v in found if isinstance(f.kind, (Reference, AnyRecord))]


def _known(noun: str) -> bool:
    return noun in registry.nouns()


def _verb_inputs(entry: Entry) -> dict[str, Field]:
    verb = verb_of(entry)
    return verb.inputs if verb else {}


def _titles(entries: Sequence[Entry], by: Actor) -> Titles:
    """Titles of all records that the changes refer to, and of who made them; two queries per noun at most."""
    wanted: dict[str, set[int]] = defaultdict(set)
    wanted[STAFF] = {entry.actor_id for entry in entries if entry.actor_id}
    for entry in entries:
        for found, value in _named(entry):
            noun, number = _pointed_at(found, value)
            if number.isdigit() and _known(noun):
                wanted[noun].add(int(number))
    return {
        (noun, str(pk)): title
        for noun, ids in wanted.items()
        for pk, title in seeing.titles(noun, ids, by.access).items()
    }


def _pointed_at(shown: Field, value: Any) -> tuple[str, str]:
    """Noun and number of the record that a value leads to."""
    if isinstance(shown.kind, Reference):
        return shown.kind.noun, str(value)
    noun, _colon, number = str(value).partition(":")
    return noun, number


def _changes(
    resource: Resource,
    entry: Entry,
    currency: str,
    titles: Titles,
    unnamed: Unnamed,
    read: Reader,
    by: Actor,
) -> list[Change]:
    hidden = (entry.noun, entry.record_id) in unnamed
    fields = {f.path: f for f in resource.readable(by.access).values() if f.path and not (hidden and f.quotes)}
    if not entry.data.get("changes"):
        return []
    return [
        Change(
            fields[name].name,
            str(fields[name].label),
            _say(fields[name], unplain(resource, name, before), currency, titles, read),
            _say(fields[name], unplain(resource, name, after), currency, titles, read),
        )
        for name, (before, after) in entry.data.get("changes", {}).items()
        if name in fields
    ]


def _inputs(entry: Entry, currency: str, titles: Titles, read: Reader, by: Actor) -> list[Said]:
    """What was said with a verb: the text of a note, the reason of a loss, but nothing of hidden fields."""
    verb, fields = verb_of(entry), _verb_inputs(entry)
    hidden = hidden_inputs(entry.noun, entry.data, by)
    if verb:
        # The fact itself tells of which kind it was, and its moment when.
        hidden |= {verb.by_input, verb.dated_by}
    said = []
    for name, value in entry.data.get("inputs", {}).items():
        if name in fields and name not in hidden:
            every = (_typed(fields[name], one, currency) for one in fields[name].each(value))
            words = ", ".join(_say(fields[name], one, currency, titles, read) for one in every)
            said.append(Said(str(fields[name].label), words, isinstance(fields[name].kind, LongText)))
    return [each for each in said if each.text]


def hidden_inputs(noun: str, data: Mapping[str, Any], by: Actor) -> set[str]:
    """The inputs of a verb that went into fields this person may not know, by name or by value."""
    resource = registry.of_noun(noun)
    hidden = resource.fields.keys() - resource.readable(by.access).keys()
    if not hidden:
        return set()
    paths = {resource.fields[name].path for name in hidden}
    changes = data.get("changes", {})
    written = {str(value) for path in paths & changes.keys() for value in changes[path]} - {"None", ""}
    inputs = {name: str(value) for name, value in data.get("inputs", {}).items()}
    # An amount is typed with a point and kept without it.
    return {n for n, v in inputs.items() if n in hidden or n in paths or {v, v.replace(".", "")} & written}


def _typed(asked: Field, value: Any, currency: str) -> Any:
    """An amount was typed in the record's currency; the ledger keeps it as it was typed."""
    if not isinstance(asked.kind, Amount) or not currency:
        return value
    try:
        return money.from_text(str(value), currency).minor
    except Refusal:
        return value


def _say(shown: Field, value: Any, currency: str, titles: Titles, read: Reader) -> str:
    if value in (None, ""):
        return ""
    if isinstance(shown.kind, (Reference, AnyRecord)):
        return titles.get(_pointed_at(shown, value), str(NOT_VISIBLE))
    try:
        return shown.kind.cell(shown, {shown.path: value, "currency": currency}, read)
    except (ValueError, TypeError, AttributeError):
        return str(value)
