"""The description of the API as pages for people: drawn here, without a script and from nowhere else."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import orjson
from django.http import Http404, HttpResponse
from django.templatetags.static import static
from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape

from setia.faces.api.openapi.responses import REFUSALS
from setia.faces.api.problems import TITLES

Spec = dict[str, Any]
GENERAL = ("you", "views", "imports")
CODE = re.compile(r"`([^`]+)`")


@cache
def environment() -> Environment:
    loader = PackageLoader("setia.faces.api.openapi")
    env = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    env.globals.update(static=static)
    env.filters.update(coded=coded, typed=type_words)
    return env


def shown(spec: Spec, tag: str) -> HttpResponse:
    """The overview, or the operations of one resource."""
    tags = [*GENERAL, *(entry["name"] for entry in spec["tags"])]
    if tag and tag not in tags:
        raise Http404
    template = environment().get_template("operations.html" if tag else "overview.html")
    problems = {code: str(title) for code, title in TITLES.items()}
    operations = operations_of(spec, tag)
    html = template.render(spec=spec, tags=tags, tag=tag, problems=problems, refusals=REFUSALS, operations=operations)
    return HttpResponse(html)


def operations_of(spec: Spec, tag: str) -> list[Spec]:
    """What is said of each operation: its address, parameters, and the fields it takes and answers."""
    found = []
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            if tag in operation.get("tags", []):
                found.append(_operation(spec, path, method, operation))
    return found


def _operation(spec: Spec, path: str, method: str, operation: Spec) -> Spec:
    status, success = next((s, r) for s, r in operation["responses"].items() if s.startswith("2"))
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": spec["servers"][0]["url"] + path,
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "parameters": [resolved(spec, p) for p in operation["parameters"]],
        "sent": fields_of(spec, _content(operation.get("requestBody", {}))),
        "example": _example(spec, _content(operation.get("requestBody", {}))),
        "status": status,
        "answered": fields_of(spec, _content(success)),
        "refusals": [s for s in operation["responses"] if not s.startswith("2")],
    }


def _content(holder: Spec) -> Spec:
    for body in holder.get("content", {}).values():
        schema: Spec = body.get("schema", {})
        return schema
    return {}


def resolved(spec: Spec, node: Spec) -> Spec:
    """What a reference within the document stands for."""
    while "$ref" in node:
        found: Any = spec
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node


def fields_of(spec: Spec, schema: Spec) -> list[Spec]:
    """Names, types and words of an object's members, or of those in its list `data`."""
    schema = joined(spec, schema)
    properties = schema.get("properties", {})
    if "data" in properties:
        return fields_of(spec, properties["data"].get("items", {}))
    required = schema.get("required", [])
    return [{"name": n, "is_required": n in required, **resolved(spec, s)} for n, s in properties.items()]


def joined(spec: Spec, schema: Spec) -> Spec:
    """One schema instead of those that have to hold together (allOf)."""
    schema = dict(resolved(spec, schema))
    for part in schema.pop("allOf", []):
        other = joined(spec, part)
        properties = other.get("properties", {}) | schema.get("properties", {})
        required = [*schema.get("required", []), *other.get("required", [])]
        schema = other | schema | {"properties": properties, "required": required}
    return schema


def _example(spec: Spec, schema: Spec) -> str:
    """A body made of the examples of the needed fields."""
    values = {
        field["name"]: (field.get("examples") or field.get("enum") or ["…"])[0]
        for field in fields_of(spec, schema)
        if field["is_required"] and ("string" in field["type"] or field.get("examples"))
    }
    return orjson.dumps(values, option=orjson.OPT_INDENT_2).decode() if values else ""


def type_words(schema: Spec) -> str:
    """ "text or null", "list of whole number"."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(type_words(part) for part in schema["anyOf"])
    types = schema.get("type", "any value")
    words = [types] if isinstance(types, str) else list(types)
    if "array" in words and "items" in schema:
        words[words.index("array")] = f"list of {type_words(schema['items'])}"
    elif schema.get("format"):
        words[0] = schema["format"]
    return " or ".join(words)


def coded(text: str) -> Markup:
    """Text with its `code` marked as code, in paragraphs."""
    paragraphs = [" ".join(part.split()) for part in str(text).split("\n\n")]
    marked = (CODE.sub(r"<code>\1</code>", str(escape(part))) for part in paragraphs if part)
    return Markup("".join(f"<p>{part}</p>" for part in marked))  # noqa: S704
