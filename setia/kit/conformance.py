"""What every noun must do, checked for each of them without a line of its own.

`tests/test_conformance.py` runs these for all registered resources on both databases.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.db.models import UniqueConstraint

from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.kit import kinds, verbs
from setia.kit.forms import form_field
from setia.kit.kinds import Field, ReadingContext, Reference
from setia.kit.lists import Listing
from setia.kit.resources import Resource, registry

TEXTS = (
    "", " ", "plain", "  spaced  ", "Ünïcode ✓ 客户", "-1", "0", "007", "1,234", "12.50", "1e5", "NaN", "١٢", "=1+1",
    "2026-02-01", "2026-02-30", "31/12/2016", "yes", "no", "x" * 250, "nul\x00byte", "line\nbreak", "tab\there",
    "order\u202ereversed",
    "someone@example.com", "someone@", "+33 1 42 68 53 00", "12345", "https://example.com", "javascript:alert(1)",
    "USD", "usd", "US", "France", "en", "9" * 40,
)  # fmt: skip
"""Sense and nonsense that people and programs send."""


def sample(resource: Resource, by: Actor, number: int = 0, *, only_required: bool = False) -> dict[str, Any]:
    """Raw values with which a record can be made; records that must exist are made on the way."""
    values: dict[str, Any] = {}
    for name, field in resource.writable(by.access).items():
        if name in resource.only or (name not in resource.form_fields and not field.required):
            continue
        is_made = resource.samples.get(name) is True and isinstance(field.kind, Reference)
        if name in resource.samples and not is_made:
            values[name] = resource.samples[name]
        elif isinstance(field.kind, Reference):
            if field.required or is_made:
                values[name] = made(registry.of_noun(field.kind.noun), by, number)
        elif field.kind.examples and (field.required or not only_required):
            values[name] = only_one(field, next(_serial)) if is_unique(resource, field) else _distinct(field, number)
    return values


_serial = count(1)
PARTS_OF_KEYS = (kinds.Text, kinds.Day)


def is_unique(resource: Resource, field: Field) -> bool:
    """Alone, or as the name or the day of something that there is once."""
    alone = {column.attname for column in resource.model._meta.concrete_fields if column.unique}
    rules = [rule for rule in resource.model._meta.constraints if isinstance(rule, UniqueConstraint)]
    together = {name for rule in rules for name in rule.fields} if isinstance(field.kind, PARTS_OF_KEYS) else set()
    return field.path in alone | together


def only_one(field: Field, number: int) -> Any:
    """An example that no other record has."""
    if isinstance(field.kind, kinds.Day):
        return (date.fromisoformat(field.kind.examples[0]) - timedelta(days=number)).isoformat()
    return _distinct(field, number)


def _distinct(field: Field, number: int) -> Any:
    """An example that differs from record to record where it can."""
    examples = field.kind.examples
    example = examples[number % len(examples)]
    if isinstance(field.kind, (kinds.Email, kinds.Text)) and number:
        name, at, rest = example.partition("@")
        return f"{name}{number}{at}{rest}"[: getattr(field.kind, "longest", 200)]
    return example


def made(resource: Resource, by: Actor, number: int = 0) -> int:
    """The id of a record made from a sample."""
    return verbs.create(resource, sample(resource, by, number), by).ids[0]


def disagreements(field: Field) -> Iterator[str]:
    """Where the column-wise rules judge a text differently from the form."""
    rules = form_field(field, "USD")
    whole = field.kind.parse_column(list(TEXTS), field, ReadingContext())
    for line, text in enumerate(TEXTS):
        alone = field.kind.parse_column([text], field, ReadingContext())
        if (alone.values[0], 0 in alone.errors) != (whole.values[line], line in whole.errors):
            yield f"{text!r} is read differently alone and in a column"
        value, error = kinds.Kind._parse_one(rules, text)
        refused = line in whole.errors
        if text in whole.notices:
            continue  # read as the nearest name: allowed in files only
        if bool(error) != refused:
            column = whole.errors.get(line) or whole.values[line]
            yield f"{text!r}: the form says {error or value!r}, the column {column!r}"
        elif not error and (value or None) != (whole.values[line] or None):
            yield f"{text!r}: the form reads {value!r}, the column {whole.values[line]!r}"


def shown(resource: Resource, by: Actor, record_id: int) -> dict[str, Any]:
    """All readable values of one record as JSON, by field name."""
    listing = Listing(resource, by, columns=tuple(resource.readable(by.access)))
    row = listing.read([record_id])[0]
    return {name: field.kind.json(field, row) for name, field in listing.columns.items() if not field.compute}


def refusal_of(call: Any) -> Refusal | None:
    try:
        call()
    except Refusal as refusal:
        return refusal
    return None
