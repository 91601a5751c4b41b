"""A program that calls the API with a token, and the people whose tokens it uses."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone

from setia.foundation.access import Actor, system
from setia.foundation.staff.models import Role, Staff
from setia.foundation.staff.rights import actor_of, new_token
from setia.kit import conformance, verbs
from setia.kit.kinds import Reference
from setia.kit.resources import Resource, registry

ROOT = "/api/v1"
PROBLEM = "application/problem+json"


class Program:
    """Sends requests as one person, and reads the answers."""

    def __init__(self, owner: Staff | None = None, scopes: Iterable[str] = ("*",)) -> None:
        self.owner = owner
        self.client = Client(raise_request_exception=False)
        self.headers: dict[str, str] = {}
        if owner is not None:
            secret = new_token(owner, "tests", list(scopes), timezone.now())
            self.headers["Authorization"] = f"Bearer {secret}"

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = body if isinstance(body, (bytes, str)) else b"" if body is None else json.dumps(body)
        kind = named.pop("Content-Type", "application/json")
        address = path if path.startswith("/api") else ROOT + path
        return self.client.generic(method, address, content, content_type=kind, headers=self.headers | named)

    def get(self, path: str, parameters: Mapping[str, Any] | None = None, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(ROOT + path, parameters or {}, headers=self.headers | named)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("PATCH", path, body, **headers)

    def make(self, slug: str, **values: Any) -> dict[str, Any]:
        answer = self.post(f"/{slug}", values)
        assert answer.status_code == 201, answer.content
        made: dict[str, Any] = answer.json()
        return made

    def names(self, path: str, parameters: Mapping[str, Any] | None = None) -> list[str]:
        answer = self.get(path, parameters)
        assert answer.status_code == 200, answer.content
        return [row["name"] for row in answer.json()["data"]]


def person(name: str, grants: Mapping[str, Any] | None = None, **fields: Any) -> Staff:
    """A member of staff with one role that has these grants; without grants, none."""
    email = f"{name.lower()}@setia.example"
    staff: Staff = Staff.objects.create_account(name, email, None, **fields)
    if grants:
        now = timezone.now()
        role = Role.objects.create(name=f"Role of {name}", grants=dict(grants), created_at=now, updated_at=now)
        staff.roles.add(role)
    return staff


def refused(answer: HttpResponseBase, status: int, field: str = "") -> dict[str, Any]:
    """The problem document of an answer, which must be a refusal (of a field)."""
    assert answer.status_code == status, (answer.status_code, getattr(answer, "content", b""))
    assert answer["Content-Type"] == PROBLEM
    problem: dict[str, Any] = orjson.loads(answer.content)  # type: ignore[attr-defined]
    assert problem["status"] == status
    assert problem["detail"]
    assert problem["title"]
    if field:
        assert field in problem["errors"], problem
    return problem


def body_of(resource: Resource, by: Actor, number: int = 0) -> dict[str, Any]:
    """What a program sends to make a sample record: every value in its JSON type."""
    sample = conformance.sample(resource, by, number)
    return {
        name: in_json(resource, name, value)
        for name, value in sample.items()
        if name in resource.fields and resource.fields[name].editable and name not in resource.only
    }


def in_json(resource: Resource, name: str, value: Any) -> Any:
    kind = resource.fields[name].kind
    if isinstance(kind, Reference) or not isinstance(value, str):
        return value
    if kind.json_type is int:
        return int(value)
    return value == "yes" if kind.json_type is bool else value


def made(slug: str, by: Actor | None = None, **values: Any) -> int:
    """The id of a record made past the API, by Setia itself unless somebody is named."""
    return verbs.create(registry[slug], values, by or system("demo")).ids[0]


def acting(staff: Staff) -> Actor:
    return actor_of(staff, "demo")
