"""The OpenAPI document: complete, consistent, and true."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import TestCase
from pydantic import BaseModel

from setia.faces.api.api import document
from setia.faces.api.openapi.page import joined, resolved
from setia.faces.api.tests.program import Program, body_of
from setia.foundation.access import Access, system
from setia.kit.operations import operations_of
from setia.kit.resources import registry
from tests.acting import make

pytestmark = pytest.mark.django_db
EXPECTED = {"400", "401", "403", "404", "429"}
OF_CHANGES = EXPECTED | {"409", "413", "415", "422"}


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from nodes(value)


def shapes_of(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for below in model.__subclasses__():
        yield from (below, *shapes_of(below))


def test_no_two_shapes_of_ours_share_a_name_for_one_would_be_documented_as_the_other() -> None:
    document()
    names = Counter(each.__name__ for each in shapes_of(BaseModel) if each.__module__.startswith("setia.faces.api."))
    assert len(names) > 20
    assert [name for name, times in names.items() if times > 1] == []


def test_the_document_is_served_to_everybody(stranger: Program) -> None:
    answer = stranger.get("/openapi.json")
    assert answer.json()["openapi"] == "3.1.0"
    assert answer["Content-Type"] == "application/json"


def test_every_reference_leads_somewhere() -> None:
    for node in nodes(document()):
        if "$ref" in node:
            assert resolved(document(), node), node


def test_every_operation_is_named_once_and_documents_its_refusals() -> None:
    ids = [operation["operationId"] for _path, _method, operation in operations()]
    assert len(ids) == len(set(ids))
    for path, method, operation in operations():
        needed = EXPECTED if method == "get" else OF_CHANGES
        assert needed <= operation["responses"].keys(), (method, path)
        assert any(status.startswith("2") for status in operation["responses"])
        assert operation["summary"]
        assert operation["description"]
        assert "{" not in operation["summary"] + operation["description"], operation
        assert operation["tags"]


def test_parameters_are_declared_for_every_part_of_a_path() -> None:
    for path, _method, operation in operations():
        declared = [resolved(document(), parameter) for parameter in operation["parameters"]]
        in_path = {p["name"] for p in declared if p["in"] == "path"}
        assert in_path == set(re.findall(r"{(\w+)}", path))
        assert all(p["required"] for p in declared if p["in"] == "path")
        assert len({(p["in"], p["name"]) for p in declared}) == len(declared)


def test_every_noun_and_verb_has_its_address() -> None:
    paths = document()["paths"]
    for noun in registry:
        assert "get" in paths[f"/{noun.slug}"]
        assert {"get", "patch"} <= paths[f"/{noun.slug}/{{id}}"].keys()
        assert ("post" in paths[f"/{noun.slug}"]) is noun.creatable
        for verb in operations_of(noun).values():
            assert "post" in paths[f"/{noun.slug}/{{id}}/{verb.verb}"]
            assert (f"/{noun.slug}/{verb.verb}" in paths) is verb.bulk


def test_links_lead_to_operations_that_take_what_they_bring() -> None:
    known = {operation["operationId"]: operation for _path, _method, operation in operations()}
    for link in document()["components"]["links"].values():
        declared = [resolved(document(), p)["name"] for p in known[link["operationId"]]["parameters"]]
        assert set(link["parameters"]) <= set(declared)
    created = document()["paths"]["/companies"]["post"]["responses"]["201"]["links"]
    assert {"undo", "companies_read", "companies_change", "companies_archive", "companies_history"} <= created.keys()


def fault(schema: dict[str, Any], value: Any, where: str = "") -> str:
    """What of the JSON Schema a value breaks, for the words that the document uses."""
    schema = joined(document(), schema)
    if "anyOf" in schema:
        return "" if any(not fault(part, value) for part in schema["anyOf"]) else f"{where}: none of anyOf"
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and type_name(value) not in types and not (isinstance(value, int) and "number" in types):
        return f"{where}: {value!r} is not {types}"
    if "enum" in schema and value not in schema["enum"]:
        return f"{where}: {value!r} is none of {schema['enum']}"
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        return f"{where}: {value!r} does not match"
    if isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        return f"{where}: {value!r} is out of bounds"
    if isinstance(value, list):
        return next((w for one in value if (w := fault(schema.get("items", {}), one, where))), "")
    return fault_of_object(schema, value, where) if isinstance(value, dict) else ""


def fault_of_object(schema: dict[str, Any], value: dict[str, Any], where: str) -> str:
    properties = schema.get("properties", {})
    if missing := [name for name in schema.get("required", []) if name not in value]:
        return f"{where}: {missing} are missing"
    unknown = value.keys() - properties.keys()
    if unknown and schema.get("additionalProperties") is False:
        return f"{where}: {unknown} are not declared"
    return next(
        (w for n, one in value.items() if n in properties and (w := fault(properties[n], one, f"{where}.{n}"))),
        "",
    )


def type_name(value: Any) -> str:
    names = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    return names.get(type(value), "null")


def answered(operation: dict[str, Any]) -> dict[str, Any]:
    """The schema of the answer of an operation that succeeds."""
    success = next(r for status, r in operation["responses"].items() if status.startswith("2"))
    found: dict[str, Any] = success["content"]["application/json"]["schema"]
    return found


def test_every_example_fits_its_schema() -> None:
    for node in nodes(document()):
        if isinstance(node.get("examples"), list) and "type" in node:
            for example in node["examples"]:
                assert not fault(node, example), node


@pytest.mark.parametrize("slug", sorted(noun.slug for noun in registry if noun.creatable))
def test_what_is_sent_and_answered_is_as_documented(slug: str, admin: Program) -> None:
    paths = document()["paths"]
    body = body_of(registry[slug], system("demo"))
    sent = paths[f"/{slug}"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert not fault(sent, body)
    made = admin.post(f"/{slug}", body).json()
    assert not fault(answered(paths[f"/{slug}"]["post"]), made)
    one = f"/{slug}/{{id}}"
    assert not fault(answered(paths[one]["get"]), admin.get(f"/{slug}/{made['id']}").json())
    listed = admin.get(f"/{slug}", {"columns": ",".join(registry[slug].fields), "count": "capped"}).json()
    assert not fault(answered(paths[f"/{slug}"]["get"]), listed)
    history = admin.get(f"/{slug}/{made['id']}/history").json()
    assert not fault(answered(paths[f"{one}/history"]["get"]), history)
    sums = admin.get(f"/{slug}/sums").json()
    assert not fault(answered(paths[f"/{slug}/sums"]["get"]), sums)


def test_the_rest_is_answered_as_documented(admin: Program) -> None:
    paths = document()["paths"]
    assert not fault(answered(paths["/me"]["get"]), admin.get("/me").json())
    view = admin.post("/views", {"resource": "companies", "name": "All"}).json()
    assert not fault(answered(paths["/views"]["post"]), view)
    assert not fault(answered(paths["/views"]["get"]), admin.get("/views").json())
    assert not fault(answered(paths["/search"]["get"]), admin.get("/search", {"q": "acme"}).json())
    problem = admin.get("/companies", {"nothing": 1}).json()
    assert not fault({"$ref": "#/components/schemas/Problem"}, problem)


def test_people_can_read_the_documentation(stranger: Program) -> None:
    tags = ["", *(f"/{noun.slug}" for noun in registry), "/you", "/views", "/imports"]
    for tag in tags:
        page = stranger.get(f"/docs{tag}")
        assert page.status_code == 200, tag
        html = page.content.decode()
        assert "<script" not in html
        assert "style=" not in html
        assert not re.search(r'(?:src|href)="(?:https?:)?//', html)
        assert "default-src 'self'" in page["Content-Security-Policy"]
    assert "POST" in stranger.get("/docs/companies").content.decode()


def test_it_names_a_firms_own_choices_to_those_who_may_know_them_and_setias_to_strangers() -> None:
    def described(access: Access | None) -> str:
        return str(document(access)["components"]["schemas"]["ChangeOfPayments"])

    assert "klarna" not in described(Access(is_admin=True))
    with TestCase.captureOnCommitCallbacks(execute=True):
        make("list-choices", list="payment_method", label="Klarna instalments")
    assert "klarna" in described(Access(is_admin=True))
    assert "klarna" not in described(None)
    assert "cheque" in described(None)
