"""JSON Schema of fields and of the records made of them, read from their kinds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from setia.kit.kinds import Amount, Choice, Country, Currency, Field, Reference, Whole
from setia.kit.resources import Resource, registry

Schema = dict[str, Any]

DECIMAL = r"^-?[0-9]+(\.[0-9]+)?$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
OPEN_LISTS = (Country, Currency)
"""Choices by a public standard, too many to write out."""

TYPES: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Decimal: {"type": "string", "pattern": DECIMAL},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
}
META: Schema = {
    "id": {"type": "integer", "description": "The number of the record.", "readOnly": True},
    "version": {"type": "integer", "description": "Grows with every change.", "readOnly": True},
}
TOLD: Schema = {
    "address": {"type": "string", "description": "The public address, such as `sales.opportunity:7`."},
    "verbs": {
        "type": "array",
        "items": {"type": "string"},
        "description": "What you may do with the record as it is.",
    },
}
ACT: Schema = {
    "act": {"type": ["integer", "null"], "description": "Undoes this call; null if it changed nothing."},
    "answer": {"type": "object", "description": "What the verb tells, this once."},
}


def described(field: Field) -> Schema:
    """What people read about a field: its label, its help, its unit, its choices."""
    said = [str(field.help)] if str(field.help) else []
    kind = field.kind
    if isinstance(kind, Amount):
        said.append(f"An amount in the currency of `{kind.currency}`, as decimal text.")
    elif kind.json_type is Decimal:
        said.append("A number as decimal text.")
    if isinstance(kind, Reference):
        said.append(f"The number of one of {registry.of_noun(kind.noun).slug}.")
    elif isinstance(kind, OPEN_LISTS):
        standard = "ISO 3166-1" if isinstance(kind, Country) else "ISO 4217"
        said.append(f"A code of {standard}.")
    elif isinstance(kind, Choice):
        said.append("; ".join(f"`{code}`: {label}" for code, label in kind.choices) + ".")
    schema: Schema = {"title": str(field.label)}
    return schema | ({"description": " ".join(said)} if said else {})


def type_of(field: Field) -> Schema:
    """The JSON type of one value."""
    kind = field.kind
    schema = dict(TYPES.get(kind.json_type, TYPES[str]))
    if isinstance(kind, Whole):
        schema |= {"minimum": kind.least, "maximum": kind.most}
    if isinstance(kind, Choice) and not isinstance(kind, OPEN_LISTS):
        schema["enum"] = [code for code, _label in kind.choices]
    elif schema["type"] == "string" and getattr(kind, "longest", None):
        schema["maxLength"] = kind.longest  # type: ignore[attr-defined]
    return schema


def output(field: Field) -> Schema:
    """A field as it is answered: null, or for texts the empty text, when nothing is written in it."""
    schema = type_of(field)
    if "enum" in schema and not field.required:
        schema["enum"] = ["", *schema["enum"], None]
    schema.pop("maxLength", None)
    schema["type"] = [schema["type"], "null"]
    if field.many:
        schema = {"type": "array", "items": schema}
    return schema | described(field) | ({} if field.editable else {"readOnly": True})


def accepted(field: Field) -> Schema:
    """A field as it may be sent."""
    schema = type_of(field)
    if isinstance(field.kind, Reference):
        pattern = rf"^({field.kind.noun}:)?[0-9]{{1,18}}$"
        schema = {"type": ["integer", "string"], "minimum": 1, "pattern": pattern}
    elif schema.get("pattern") == DECIMAL:
        schema = {"type": ["string", "integer"], "pattern": DECIMAL}
    if field.many:
        schema = {"type": "array", "items": schema}
    elif not field.required:
        schema = nullable(schema)
    example = example_of(field)
    return schema | described(field) | ({"examples": [example]} if example is not None else {})


def nullable(schema: Schema) -> Schema:
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    found = schema | {"type": [*types, "null"]}
    if "enum" in found:
        found["enum"] = [*found["enum"], None]
    return found


def example_of(field: Field) -> Any:
    """A value the field would take, in its JSON type."""
    examples = field.kind.examples
    if field.many or isinstance(field.kind, Reference) or not examples:
        return None
    if field.kind.json_type is bool:
        return True
    return int(examples[0]) if field.kind.json_type is int else examples[0]


def record(resource: Resource) -> Schema:
    """One record with all its fields."""
    return {
        "type": "object",
        "description": f"One of {resource.slug}. Fields that your roles hide are left out.",
        "properties": outputs(resource.fields) | META | TOLD,
        "required": ["id", "version", "address", "verbs"],
    }


def changed(resource: Resource) -> Schema:
    """A record after a call; only its number where it is out of the caller's sight."""
    return {
        "type": "object",
        "properties": outputs(resource.fields) | META | TOLD | ACT,
        "required": ["id", "act"],
    }


def row(resource: Resource) -> Schema:
    """A row of a list: the columns asked for."""
    return {
        "type": "object",
        "description": f"One of {resource.slug}, with the columns asked for.",
        "properties": outputs(resource.fields) | META,
        "required": ["id", "version"],
    }


def outputs(fields: Mapping[str, Field]) -> Schema:
    properties: Schema = {}
    for name, field in fields.items():
        properties[name] = output(field)
        if isinstance(field.kind, Reference) and not field.many:
            words = {"title": f"{field.label}, in words", "readOnly": True}
            properties[f"{name}_title"] = {"type": ["string", "null"], **words}
    return properties


def body(fields: Mapping[str, Field], *, partly: bool = False, many: bool = False) -> Schema:
    """What may be sent: fields by name, with `ids` before them for many records."""
    required = [] if partly else [name for name, field in fields.items() if field.required]
    properties = {name: accepted(field) for name, field in fields.items()}
    if many:
        ids = {"type": "array", "items": {"type": "integer", "minimum": 1}, "minItems": 1, "maxItems": 1000}
        properties = {"ids": {**ids, "description": "The records."}, **properties}
        required = ["ids", *required]
    schema: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    return schema | ({"required": required} if required else {})


def editable(resource: Resource) -> dict[str, Field]:
    return {name: field for name, field in resource.fields.items() if field.editable}
