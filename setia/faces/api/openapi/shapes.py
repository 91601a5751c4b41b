"""JSON Schema of fields and of the records made of them, read from their kinds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from setia.faces.api.openapi.told import fields_of, is_told
from setia.kit.kinds import Amount, AnyRecord, Choice, Country, Currency, Field, Reference, Text, Whole
from setia.kit.resources import Resource, registry
from setia.kit.shaping.listed import ListedChoice

Schema = dict[str, Any]

DECIMAL = r"^-?[0-9]+(\.[0-9]+)?$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
WRITTEN_OUT = 100
"""Choices beyond this number are described instead of listed."""

TYPES: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Decimal: {"type": "string", "pattern": DECIMAL},
    float: {"type": "number"},
    list: {"type": "array", "items": {"type": "string"}},
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
        said.append(f"An amount in {kind.fixed or f'the currency of `{kind.currency}`'}, as decimal text.")
    elif kind.json_type is Decimal:
        said.append("A number as decimal text.")
    if isinstance(kind, Reference):
        said.append(f"The number of a record of `{registry.of_noun(kind.noun).slug}`.")
    elif isinstance(kind, AnyRecord):
        said.append("The address of a record of any noun, such as `sales.opportunity:7`.")
    elif isinstance(kind, (Country, Currency)):
        standard = "ISO 3166-1" if isinstance(kind, Country) else "ISO 4217"
        said.append(f"A code of {standard}.")
    elif isinstance(kind, Choice) and kind.is_open:
        said.append("A code; which there are depends on what is defined.")
    elif listed := choices_of(field):
        said.append("; ".join(f"`{code}`: {label}" for code, label in listed) + ".")
    elif isinstance(kind, Choice):
        said.append(f"One of {len(_listed(kind))}, such as `{_listed(kind)[0][0]}`.")
    schema: Schema = {"title": str(field.label)}
    return schema | ({"description": " ".join(said)} if said else {})


def choices_of(field: Field) -> list[tuple[str, str]]:
    """The codes and labels to list, when the field is a choice of few."""
    if not isinstance(field.kind, Choice) or field.kind.is_open:
        return []
    listed = _listed(field.kind)
    return listed if len(listed) <= WRITTEN_OUT else []


def _listed(kind: Choice) -> list[tuple[str, str]]:
    """What a firm made of a list that Setia brings is told to those who may know it, and Setia's own to others."""
    return kind.built_in if isinstance(kind, ListedChoice) and not is_told() else kind.choices


def type_of(field: Field) -> Schema:
    """The JSON type of one value."""
    kind = field.kind
    schema = dict(TYPES.get(kind.json_type, TYPES[str]))
    if isinstance(kind, Whole):
        schema |= {"minimum": kind.least, "maximum": kind.most}
    if schema["type"] == "array":
        schema["items"] = {"type": "string", "enum": [code for code, _label in choices_of(field)]}
    elif listed := choices_of(field):
        schema["enum"] = [code for code, _label in listed]
    elif schema["type"] == "string" and getattr(kind, "longest", None):
        schema["maxLength"] = kind.longest  # type: ignore[attr-defined]
    return schema


def output(field: Field) -> Schema:
    """A field as it is answered: null, or for texts the empty text, when nothing is written in it."""
    schema = type_of(field)
    if isinstance(field.kind, Choice) and field.kind.keeps_archived:
        # Choices that were archived since stand in records all the same.
        schema.pop("enum", None)
        schema |= {"items": {"type": "string"}} if schema["type"] == "array" else {}
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
        pattern = rf"^({field.kind.noun}:)?0*[1-9][0-9]{{0,17}}$"
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
    """A value the field would take, in its JSON type; texts need none."""
    kind = field.kind
    if isinstance(kind, Choice) and kind.is_open:
        return None
    if isinstance(kind, ListedChoice):
        return _listed(kind)[0][0]
    if field.many or isinstance(kind, (Reference, Text)) or not kind.examples or kind.json_type is list:
        return None
    if isinstance(kind, Currency):
        return "EUR"
    if kind.json_type is bool:
        return True
    return int(kind.examples[0]) if kind.json_type is int else kind.examples[0]


def row(resource: Resource) -> Schema:
    """The fields of a record; a row of a list has those that were asked for."""
    return {
        "type": "object",
        "description": f"One of {resource.slug}: the columns asked for. Fields hidden from you are left out.",
        "properties": outputs(fields_of(resource)) | META,
        "required": ["id"],
    }


def record(fields: Schema) -> Schema:
    """A whole record: `fields` is the reference to its row."""
    told = {"type": "object", "properties": TOLD, "required": ["version", *TOLD]}
    return {"allOf": [fields, told]}


def changed(fields: Schema) -> Schema:
    """A record after a call; only its number where it is out of the caller's sight."""
    return {"allOf": [fields, {"type": "object", "properties": TOLD | ACT, "required": ["act"]}]}


def outputs(fields: Mapping[str, Field]) -> Schema:
    properties: Schema = {}
    for name, field in fields.items():
        properties[name] = output(field)
        if isinstance(field.kind, (Reference, AnyRecord)) and not field.many:
            words = {"title": f"{field.label}, in words", "readOnly": True}
            properties[f"{name}_title"] = {"type": ["string", "null"], **words}
    return properties


def new(change: Schema, fields: Mapping[str, Field]) -> Schema:
    """What makes a record: what may be changed, some of it needed. `change` is a reference to that."""
    required = [name for name, field in fields.items() if field.required]
    return {"allOf": [change], "type": "object"} | ({"required": required} if required else {})


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
    return {name: field for name, field in fields_of(resource).items() if field.editable}
