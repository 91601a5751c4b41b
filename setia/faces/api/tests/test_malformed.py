"""Requests that cannot be read get a problem document, never an error page, a traceback or a 500."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import gettext

from setia.faces.api.tests.program import ROOT, Program, made, person, refused

pytestmark = pytest.mark.django_db

BODIES: dict[str, tuple[Any, str, int]] = {
    "broken": (b'{"name": ', "application/json", 400),
    "no object": (b'["name"]', "application/json", 400),
    "text": (b'"name"', "application/json", 400),
    "number": (b"5", "application/json", 400),
    "raw NUL": (b'{"name": "a\x00b"}', "application/json", 400),
    "NUL": (b'{"name": "a\\u0000b"}', "application/json", 422),
    "lone surrogate": (b'{"name": "\\ud800"}', "application/json", 400),
    "not UTF-8": (b'{"name": "\xff\xfe"}', "application/json", 400),
    "UTF-16": ('{"name": "a"}'.encode("utf-16"), "application/json", 400),
    "NaN": (b'{"employees": NaN}', "application/json", 400),
    "infinity": (b'{"employees": 1e999}', "application/json", 400),
    "deep": (b"[" * 100_000, "application/json", 400),
    "deep object": (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "application/json", 400),
    "nested value": (b'{"name":' + b"[" * 500 + b"]" * 500 + b"}", "application/json", 422),
    "empty key": (b'{"": 1}', "application/json", 422),
    "long key": (b'{"' + b"k" * 50_000 + b'": 1}', "application/json", 422),
    "form": (b"name=Acme", "application/x-www-form-urlencoded", 415),
    "xml": (b"<name/>", "application/xml", 415),
    "multipart": (b"--x", "multipart/form-data; boundary=x", 415),
    "no type": (b'{"name": "a"}', "", 415),
    "plain": (b'{"name": "a"}', "text/plain", 415),
    "too large": (b'{"about": "' + b"x" * (6 * 1024 * 1024) + b'"}', "application/json", 413),
}


@pytest.mark.parametrize("case", BODIES)
def test_bodies_that_cannot_be_read_are_refused(case: str, admin: Program) -> None:
    content, media_type, status = BODIES[case]
    id_ = made("companies", name="Acme")
    refused(admin.post("/companies", content, Content_Type=media_type), status)
    refused(admin.patch(f"/companies/{id_}", content, Content_Type=media_type), status)
    if case not in ("nested value", "NUL", "empty key", "long key"):
        refused(admin.post("/views", content, Content_Type=media_type), status)
        refused(admin.post("/companies/archive", content, Content_Type=media_type), status)


@pytest.mark.parametrize(
    "path",
    ["/", "/no-such", "/no-such/1", "/companies/", "/companies/1/", "/companies/1/2/3", "/companies/abc/def",
     "/docs/no-such", "/openapi.yaml", "/%00", "/companies/%00", "/%ff", "/a" * 3000, "/companies/١", "/me/",
     "/imports/abc", "/views/-1", "/undo", "/companies/-1/history"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_addresses_that_do_not_exist_are_not_found(method: str, path: str, admin: Program) -> None:
    answer = admin.send(method, path)
    assert answer.status_code in (404, 405), answer.status_code
    refused(answer, answer.status_code)


@pytest.mark.parametrize(
    ("method", "path"),
    [("PUT", "/companies/1"), ("DELETE", "/companies/1"), ("DELETE", "/companies"), ("PATCH", "/companies"),
     ("POST", "/me"), ("HEAD", "/me"), ("OPTIONS", "/companies"), ("TRACE", "/companies"), ("BREW", "/companies"),
     ("GET", "/undo/1"), ("POST", "/docs"), ("POST", "/openapi.json")],
)  # fmt: skip
def test_methods_that_are_not_possible_say_which_are(method: str, path: str, admin: Program) -> None:
    answer = admin.send(method, path)
    assert answer.status_code == 405
    assert answer["Allow"]
    if method != "HEAD":
        refused(answer, 405)


def test_operations_without_parameters_refuse_any(admin: Program) -> None:
    id_ = made("companies", name="Acme")
    for path in ("/me", f"/companies/{id_}", "/imports"):
        refused(admin.get(path, {"fields": "name"}), 400, "fields")
    refused(admin.post(f"/companies/{id_}/archive?force=1"), 400, "force")
    refused(admin.get(f"/companies/{id_}/history", {"limit": "-1"}), 400, "limit")
    for cursor in ("x", "WzEsMl0", "WyIyMDI2LTAxLTAxIiwxXQ", "W10"):
        refused(admin.get(f"/companies/{id_}/history", {"cursor": cursor}), 400, "cursor")
        refused(admin.get(f"/parties/{id_}/ledger", {"cursor": cursor}), 400, "cursor")


def test_bodies_in_chunks_are_refused_instead_of_lost(admin: Program) -> None:
    path = f"{ROOT}/companies/{made('companies', name='Acme')}"
    answer = admin.client.patch(path, HTTP_TRANSFER_ENCODING="chunked", headers=admin.headers)
    refused(answer, 411)


@pytest.mark.parametrize("key", ["", " ", "with space", "x" * 161, "é", "a\tb"])
def test_idempotency_keys_are_visible_ascii(key: str, admin: Program) -> None:
    refused(admin.post("/companies", {"name": "Acme"}, Idempotency_Key=key), 400, "Idempotency-Key")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("fr", "fr"), ("id-ID,id;q=0.9,en;q=0.1", "id"), ("de;q=1,fr-CA;q=0.5", "fr"), ("xx", "en"), ("*", "en"),
     ("x" * 10_000, "en"), (";;;,,,q=", "en")],
)  # fmt: skip
def test_messages_come_in_the_language_asked_for(accepted: str, language: str, admin: Program) -> None:
    answer = admin.post("/products", {}, Accept_Language=accepted)
    assert answer["Content-Language"] == language
    with translation.override(language):
        words = gettext("This field is required.")
    assert refused(answer, 422)["errors"]["name"] == [words]


def test_without_a_wish_messages_come_in_the_language_of_the_token_s_owner(db: None) -> None:
    program = Program(person("Amélie", language="fr"))
    assert program.get("/nothing")["Content-Language"] == "fr"


def test_every_address_under_api_answers_with_a_problem(stranger: Program) -> None:
    for path in ("/api", "/api/", "/api/v1", "/api/v2/companies", "/api/v1/no/such/address"):
        refused(stranger.send("GET", path), 404)
        refused(stranger.send("POST", path, b"x"), 404)


def test_answers_are_for_the_caller_alone(admin: Program) -> None:
    assert admin.get("/companies")["Cache-Control"] == "no-store"
    assert admin.get("/companies")["Content-Type"] == "application/json"
