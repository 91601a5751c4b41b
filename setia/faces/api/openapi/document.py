"""The OpenAPI document: what ninja knows of our routes, written out for every noun and verb.

Routes are written once for all nouns ("/{resource}/{id}"). Here each becomes a path of its own for
every resource, with the fields, choices and verbs that this resource declares.
"""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import get_schema

from setia.faces.api.openapi import responses, shapes
from setia.faces.api.openapi.links import link_all
from setia.faces.api.openapi.nouns import Spec, paths_of, schemas
from setia.kit.resources import registry

ROOT = "/api/v1"
KEYED = ("post", "patch")
UNKEYED = ("alike", "upload", "map_import", "try_import", "start_import", "undo_import", "ask_marts",
           "refresh_marts")  # fmt: skip
"""Operations that can be repeated without a key."""

MANY = {
    "type": "object",
    "required": ["ids", "act"],
    "properties": {
        "ids": {"type": "array", "items": {"type": "integer"}, "description": "The records reached."},
        **shapes.ACT,
    },
}


def written_out(api: NinjaAPI) -> Spec:
    """The whole document."""
    routes = get_schema(api, path_prefix="")
    components = dict(routes["components"]["schemas"])
    for noun in registry:
        components |= schemas(noun)
    paths = _paths(routes["paths"])
    links = link_all(paths, [noun.slug for noun in registry])
    return {
        "openapi": "3.1.0",
        "info": routes["info"],
        "servers": [{"url": ROOT}],
        "security": [{"token": []}, {"session": [], "forgery": []}],
        "tags": [{"name": noun.slug, "description": str(noun.plural)} for noun in registry],
        "paths": paths,
        "components": {
            "schemas": components | {"Problem": responses.PROBLEM, "Many": MANY},
            "responses": responses.components(),
            "parameters": responses.PARAMETERS,
            "links": links,
            "securitySchemes": responses.SECURITY,
        },
    }


def _paths(routes: dict[str, dict[str, Spec]]) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for path, methods in routes.items():
        for method, operation in methods.items():
            if "{resource}" not in path:
                paths.setdefault(path, {})[method] = finished(operation, method)
                continue
            for noun in registry:
                for own_path, own_method, own in paths_of(noun, path, method, operation):
                    paths.setdefault(own_path, {})[own_method] = finished(own, own_method, operation)
    return paths


def finished(operation: Spec, method: str, route: Spec | None = None) -> Spec:
    """The operation with what all of its method have in common: refusals and headers."""
    key = (route or operation)["operationId"]
    operation.pop("security", None)
    headers = ["AcceptLanguage"]
    if method in KEYED and key not in UNKEYED:
        headers.append("IdempotencyKey")
    if key in ("change", "call"):
        headers.append("IfMatch")
    named = [{"$ref": f"#/components/parameters/{name}"} for name in headers]
    operation["parameters"] = [*operation.get("parameters", []), *named]
    said = {str(status): response for status, response in operation["responses"].items()}
    operation["responses"] = said | responses.refusals(method)
    return operation
