"""The paths of one noun: its lists and records, its verbs, with the fields it declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from setia.faces.api.openapi import shapes
from setia.faces.api.openapi.shapes import Schema
from setia.faces.api.openapi.told import fields_of
from setia.kit import exchange
from setia.kit.attachments import SLUG
from setia.kit.kinds import Field
from setia.kit.lookalikes import finder_of
from setia.kit.measures import may_add, may_group
from setia.kit.operations import operations_of
from setia.kit.papers import papers_of
from setia.kit.resources import Resource
from setia.kit.successors import has_successors

Spec = dict[str, Any]
JSON = "application/json"
PUTTING_AWAY = {
    "archive": ("Archive", "Put away: the history is kept, and it can be restored."),
    "restore": ("Restore", "Take back out of the archive."),
}
CURSOR: Schema = {
    "type": ["string", "null"],
    "description": "What to send as `cursor` for that page; null when there is none.",
}


def schema_name(resource: Resource, before: str = "", after: str = "") -> str:
    """The name of a schema: "NewOrderLines" for what makes one of "order-lines"."""
    return before + "".join(part.capitalize() for part in re.split(r"\W|_", resource.slug)) + after


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def schemas(resource: Resource) -> dict[str, Schema]:
    """The schemas of a noun: its record, a row, a record after a call, and what may be sent."""
    editable = shapes.editable(resource)
    row, change = schema_name(resource, after="Row"), schema_name(resource, "ChangeOf")
    return {
        row: shapes.row(resource),
        schema_name(resource): shapes.record(ref(row)),
        schema_name(resource, "Changed"): shapes.changed(ref(row)),
        change: shapes.body(editable, partly=True),
        schema_name(resource, "New"): shapes.new(ref(change), editable),
    }


def paths_of(resource: Resource, path: str, method: str, route: Spec) -> Iterator[tuple[str, str, Spec]]:
    """One route for all nouns becomes one operation of this noun, or one for each of its verbs."""
    path = path.replace("{resource}", resource.slug)
    operation = deepcopy(route)
    operation["tags"] = [resource.slug]
    operation["parameters"] = [p for p in operation.get("parameters", []) if p["name"] not in ("resource", "verb")]
    key = operation["operationId"]
    if key in ("call", "call_many"):
        for verb, words, explanation, inputs in verbs_of(resource, many=key == "call_many"):
            called = call(resource, operation, verb, words, explanation, inputs)
            yield path.replace("{verb}", verb), method, called
        return
    if key == "preview":
        for verb in operations_of(resource).values():
            if verb.preview:
                yield (
                    path.replace("{verb}", verb.verb),
                    method,
                    previewed(resource, operation, verb.verb, str(verb.label)),
                )
        return
    if key == "paper":
        for name, paper in papers_of(resource).items():
            yield path.replace("{name}", name), method, documented(resource, operation, name, str(paper.label))
        return
    if key in ("files", "add_file") and resource.slug == SLUG:
        return
    if key == "export_cards" and resource.slug not in exchange.carried():
        return
    if (key == "create" and not resource.creatable) or (key == "ledger" and resource.story != "id"):
        return
    if key == "alike" and finder_of(resource) is None:
        return
    operation["operationId"] = f"{resource.slug}_{key}"
    plural, one = str(resource.plural).lower(), str(resource.label).lower()
    operation["summary"] = operation["summary"].format(plural=plural, one=one)
    DETAILS.get(key, lambda *_: None)(resource, operation)
    yield path, method, operation


def verbs_of(resource: Resource, *, many: bool) -> Iterator[tuple[str, str, str, dict[str, Field]]]:
    """Verb, label, explanation and inputs of everything that can be called."""
    if many:
        yield "change", "Change", "Set the same values in many records.", shapes.editable(resource)
    if resource.archivable:
        for verb, (label, explanation) in PUTTING_AWAY.items():
            yield verb, label, explanation, {}
    for operation in operations_of(resource).values():
        if operation.bulk or not many:
            yield operation.verb, str(operation.label), operation.explanation, operation.inputs


def call(resource: Resource, route: Spec, verb: str, label: str, explanation: str, inputs: dict[str, Field]) -> Spec:
    """The operation of one verb."""
    many = route["operationId"] == "call_many"
    operation = deepcopy(route)
    operation["operationId"] = f"{resource.slug}_{verb}" + ("_many" if many else "")
    operation["summary"] = f"{label} many {str(resource.plural).lower()}" if many else label
    operation["description"] = explanation + (" All of them, or none if one refuses." if many else "")
    if inputs or many:
        schema = shapes.body(inputs, partly=verb == "change", many=many)
        operation["requestBody"] = {"required": "required" in schema, "content": {JSON: {"schema": schema}}}
    succeeds(operation, 200, ref("Many") if many else ref(schema_name(resource, "Changed")))
    return operation


def previewed(resource: Resource, route: Spec, verb: str, label: str) -> Spec:
    """What one verb would do."""
    operation = deepcopy(route)
    operation["operationId"] = f"{resource.slug}_{verb}_preview"
    operation["summary"] = f"{label}: what it would do"
    line: Schema = {
        "type": "object",
        "required": ["words", "number", "resource", "where", "examples", "is_warning"],
        "properties": {
            "words": {"type": "string"},
            "number": {"type": ["integer", "null"], "description": "How many records."},
            "resource": {"type": ["string", "null"]},
            "where": {"type": ["string", "null"], "description": "The condition for which a list shows them."},
            "examples": {"type": "array", "items": {"type": "string"}},
            "is_warning": {"type": "boolean", "description": "What stays, or will not work as before."},
        },
    }
    data: Schema = {"type": "array", "items": line}
    succeeds(operation, 200, {"type": "object", "required": ["data"], "properties": {"data": data}})
    return operation


def documented(resource: Resource, route: Spec, name: str, label: str) -> Spec:
    """One document of a record."""
    operation = deepcopy(route)
    operation["operationId"] = f"{resource.slug}_{name}_paper"
    operation["summary"] = label
    operation["parameters"] = [p for p in operation["parameters"] if p["name"] != "name"]
    succeeds(operation, 200, {"type": "string", "format": "binary"}, "*/*")
    return operation


def succeeds(operation: Spec, status: int, schema: Schema, media_type: str = JSON) -> None:
    content = {media_type: {"schema": schema}}
    operation["responses"] = {str(status): {"description": "Done.", "content": content}}


def sends(operation: Spec, schema: Schema) -> None:
    operation["requestBody"] = {"required": True, "content": {JSON: {"schema": schema}}}


def parameter(operation: Spec, name: str) -> Spec:
    found: Spec = next(p for p in operation["parameters"] if p["name"] == name)
    return found


def one_of(operation: Spec, name: str, values: list[str]) -> None:
    """Say which values a parameter may have."""
    if values:
        said = parameter(operation, name)
        said["schema"] = {"type": "string", "enum": values}


def choosing(resource: Resource, operation: Spec) -> None:
    """The columns and orders that lists of this noun know."""
    listed = ", ".join(f"`{name}`" for name in fields_of(resource))
    parameter(operation, "columns")["description"] += f" Possible: {listed}."
    names = [name for name, field in fields_of(resource).items() if field.sortable]
    names = list(dict.fromkeys([*names, resource.sort.lstrip("-"), "id"]))
    one_of(operation, "sort", [mark + name for name in names for mark in ("", "-")])


def _list(resource: Resource, operation: Spec) -> None:
    choosing(resource, operation)
    page: Schema = {
        "type": "object",
        "required": ["data", "next", "previous"],
        "properties": {
            "data": {"type": "array", "items": ref(schema_name(resource, after="Row"))},
            "next": CURSOR,
            "previous": CURSOR,
            "count": {"type": "integer", "description": "How many in all, if asked for."},
            "count_is_capped": {"type": "boolean", "description": "There are more than that."},
        },
    }
    succeeds(operation, 200, page)


def _sums(resource: Resource, operation: Spec) -> None:
    fields = fields_of(resource).items()
    one_of(operation, "group", [name for name, field in fields if may_group(field)])
    one_of(operation, "total", [name for name, field in fields if may_add(field)])


def _create(resource: Resource, operation: Spec) -> None:
    sends(operation, ref(schema_name(resource, "New")))
    succeeds(operation, 201, ref(schema_name(resource, "Changed")))


def _change(resource: Resource, operation: Spec) -> None:
    sends(operation, ref(schema_name(resource, "ChangeOf")))
    succeeds(operation, 200, ref(schema_name(resource, "Changed")))


def _alike(resource: Resource, operation: Spec) -> None:
    sends(operation, ref(schema_name(resource, "ChangeOf")))
    one = {
        "id": {"type": "integer"}, "title": {"type": "string"},
        "score": {"type": "string", "description": "How likely they are one, in per cent."},
        "evidence": {"type": "string", "description": "What speaks for it, and what against it."},
    }  # fmt: skip
    item: Schema = {"type": "object", "required": list(one), "properties": one}
    found: Schema = {"type": "object", "required": ["data"], "properties": {"data": {"type": "array", "items": item}}}
    succeeds(operation, 200, found)


def _read(resource: Resource, operation: Spec) -> None:
    succeeds(operation, 200, ref(schema_name(resource)))
    if has_successors(resource):
        operation["responses"]["307"] = {"description": "It was merged into the record that `Location` names."}


def _file(media_type: str) -> Any:
    def details(resource: Resource, operation: Spec) -> None:
        choosing(resource, operation)
        succeeds(operation, 200, {"type": "string", "format": "binary"}, media_type)

    return details


DETAILS: dict[str, Any] = {
    "list": _list,
    "create": _create,
    "alike": _alike,
    "read": _read,
    "change": _change,
    "sums": _sums,
    "export_csv": _file("text/csv"),
    "export_cards": _file("text/vcard"),
    "export_xlsx": _file("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
