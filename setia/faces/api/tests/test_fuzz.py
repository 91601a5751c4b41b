"""Nonsense made from the API's own document never breaks it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from setia.faces.api.api import document
from setia.faces.api.openapi.page import joined, resolved
from setia.faces.api.tests.program import PROBLEM, Program
from setia.foundation.access import system
from setia.kit import conformance
from setia.kit.resources import registry

pytestmark = pytest.mark.django_db

OPERATIONS = sorted(
    (path, method) for path, methods in document()["paths"].items() for method in methods if path != "/imports"
)
NUMBERS = st.sampled_from(["0", "1", "2", "7", "9223372036854775807", "9" * 30])
ODD = st.sampled_from(
    ["", " ", "0", "-1", "1e5", "NaN", "null", "true", "[]", "{}", "'", '"', "\\", "%", "_", "\u202e", "\ud7ff", "😀",
     "a" * 5_000, "2026-02-30", "0000-00-00", "9999-12-31", "1" * 40, "=1+1", "name", "-name", "name,name", "id",
     "name = x", "id = 1", "created_at >= -30d", "owner = me", "id in (1, 2)", "not id = 1", "version between 1 and 2",
     "WyIyMDI2IiwxLGZhbHNlXQ", "WzEsMSx0cnVlXQ", "W251bGwsMSxmYWxzZV0"]
)  # fmt: skip
TEXTS = ODD | st.text(max_size=40)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


@st.composite
def requests(draw: Any) -> tuple[str, str, dict[str, str], Any]:
    """A method and an address of the document, some of its parameters, and some of its fields."""
    path, method = draw(st.sampled_from(OPERATIONS))
    operation = document()["paths"][path][method]
    address = re.sub(r"{\w+}", lambda _: draw(NUMBERS), path)
    declared = [resolved(document(), p) for p in operation["parameters"]]
    names = [p["name"] for p in declared if p["in"] == "query"]
    chosen = draw(st.lists(st.sampled_from(names), unique=True, max_size=3)) if names else []
    query = {name: draw(likely(resolved_schema(declared, name))) for name in chosen}
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    return method.upper(), address, query, draw(bodies(content["schema"])) if content else None


def resolved_schema(declared: list[dict[str, Any]], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(p["schema"] for p in declared if p["name"] == name)
    return found


def likely(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    return st.sampled_from([str(value) for value in schema["enum"]]) | ODD if "enum" in schema else TEXTS


def bodies(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Objects with the fields of the schema: some as documented, some anything."""
    properties = joined(document(), schema).get("properties", {})
    if not properties:
        return VALUES
    fields = {name: fitting(resolved(document(), field)) | VALUES for name, field in properties.items()}
    needed = {name: fields.pop(name) for name in list(fields) if name == "ids"}
    whole = st.fixed_dictionaries(needed, optional=fields)
    return whole | VALUES


def fitting(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    if schema.get("examples") or schema.get("enum"):
        return st.sampled_from(schema.get("examples") or schema["enum"])
    kinds = {
        "integer": st.integers(-3, 2**33),
        "boolean": st.booleans(),
        "array": st.lists(st.integers(1, 5), max_size=3),
    }
    types = schema.get("type", "string")
    return kinds.get(types if isinstance(types, str) else types[0], TEXTS)


@settings(
    max_examples=200, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(asked=requests())
def test_nonsense_gets_an_answer_or_a_problem(asked: Any, admin: Program) -> None:
    if not registry["parties"].model._default_manager.exists():
        for noun in registry:
            if noun.creatable:
                conformance.made(noun, system("demo"))
    method, address, query, body = asked
    admin.client.raise_request_exception = False
    path = f"{address}?{query_text(query)}" if query else address
    answer = admin.send(method, path, None if method == "GET" else body)
    assert answer.status_code < 500, (asked, getattr(answer, "content", b"")[:300])
    if answer.status_code >= 400:
        assert answer["Content-Type"] == PROBLEM


def query_text(query: dict[str, str]) -> str:
    return "&".join(f"{name}={''.join(f'%{byte:02x}' for byte in value.encode())}" for name, value in query.items())
