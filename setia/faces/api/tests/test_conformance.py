"""What the API owes to every noun, checked for each of them without a line of its own."""

from __future__ import annotations

from typing import Any

import pytest

from setia.faces.api.tests.program import Program, body_of, refused
from setia.foundation.access import system
from setia.kit import conformance
from setia.kit.resources import Resource, registry

pytestmark = pytest.mark.django_db
RESOURCES = sorted(registry, key=lambda resource: resource.slug)
MADE = [resource for resource in RESOURCES if resource.creatable]
OURS = ("id", "version", "address", "verbs", "act", "answer")
"""Names in answers that are the API's own."""


def of_each(resources: list[Resource]) -> Any:
    return pytest.mark.parametrize("resource", resources, ids=lambda resource: resource.slug)


@of_each(RESOURCES)
def test_no_field_has_a_name_of_the_api(resource: Resource) -> None:
    assert not set(resource.fields) & set(OURS[2:])
    titles = {f"{name}_title" for name in resource.fields}
    assert not titles & set(resource.fields)


@of_each(RESOURCES)
def test_no_verb_has_the_name_of_an_address(resource: Resource, admin: Program) -> None:
    assert not set(admin.get("/me").json()["rights"][resource.slug]["verbs"]) & {
        "sums", "history", "ledger", "export.csv", "export.xlsx",
    }  # fmt: skip


@of_each(MADE)
def test_what_is_created_can_be_read_back(resource: Resource, admin: Program) -> None:
    body = body_of(resource, system("demo"))
    answer = admin.post(f"/{resource.slug}", body)
    assert answer.status_code == 201, answer.content
    made = answer.json()
    read = admin.get(f"/{resource.slug}/{made['id']}")
    assert answer["Location"] == read.request["PATH_INFO"]
    assert read["ETag"] == answer["ETag"] == f'"{made["version"]}"'
    assert read.json() == {name: value for name, value in made.items() if name not in ("act", "answer")}
    assert set(resource.fields) <= read.json().keys()


@of_each(MADE)
def test_what_is_read_can_be_sent_back_and_changes_nothing(resource: Resource, admin: Program) -> None:
    id_ = conformance.made(resource, system("demo"))
    read = admin.get(f"/{resource.slug}/{id_}").json()
    writable = {name: read[name] for name, field in resource.fields.items() if field.editable}
    answer = admin.patch(f"/{resource.slug}/{id_}", writable)
    assert answer.status_code == 200, answer.content
    assert (answer.json()["version"], answer.json()["act"]) == (read["version"], None)


@of_each(RESOURCES)
def test_a_list_shows_the_same_as_the_record(resource: Resource, admin: Program) -> None:
    ids = [conformance.made(resource, system("demo"), number) for number in range(2)] if resource.creatable else []
    columns = ",".join(resource.fields)
    rows = {row["id"]: row for row in admin.get(f"/{resource.slug}", {"columns": columns, "limit": 200}).json()["data"]}
    for id_ in ids:
        record = admin.get(f"/{resource.slug}/{id_}").json()
        assert rows[id_] == {name: value for name, value in record.items() if name not in OURS[2:]}


@of_each(RESOURCES)
def test_somebody_without_rights_sees_nothing_anywhere(resource: Resource, eve: Program) -> None:
    id_ = conformance.made(resource, system("demo")) if resource.creatable else 1
    slug = resource.slug
    for path in ("", f"/{id_}", f"/{id_}/history", f"/{id_}/ledger", "/sums", "/export.csv", "/export.xlsx"):
        answer = eve.get(f"/{slug}{path}")
        assert answer.status_code in (403, 404), path
    refused = 403 if registry[slug].creatable else 405
    assert eve.post(f"/{slug}", {}).status_code == refused
    for path, body in (
        (f"/{id_}/archive", {}),
        ("/archive", {"ids": [id_]}),
        ("/change", {"ids": [id_]}),
    ):
        assert eve.post(f"/{slug}{path}", body).status_code == 403, path
    assert eve.patch(f"/{slug}/{id_}", {}).status_code == 403
    assert slug not in eve.get("/me").json()["rights"]


@of_each(RESOURCES)
def test_nothing_can_be_done_without_a_token(resource: Resource, stranger: Program) -> None:
    for answer in (
        stranger.get(f"/{resource.slug}"),
        stranger.get(f"/{resource.slug}/1"),
        stranger.post(f"/{resource.slug}", {}),
        stranger.post(f"/{resource.slug}/1/archive"),
        stranger.get(f"/{resource.slug}/export.csv"),
    ):
        refused(answer, 401)
        assert answer["WWW-Authenticate"].startswith("Bearer")


@of_each(MADE)
def test_unknown_fields_are_named(resource: Resource, admin: Program) -> None:
    refused(admin.post(f"/{resource.slug}", {"no_such_field": 1}), 422, "no_such_field")
    read_only = [name for name, field in resource.fields.items() if not field.editable]
    for name in read_only:
        refused(admin.post(f"/{resource.slug}", {name: 1}), 422, name)


@of_each(MADE)
@pytest.mark.parametrize("wrong", [["a"], {"a": 1}, 1.5, True, "\x00", "x" * 100_000, 10**40, -(2**62)], ids=repr)
def test_a_value_of_a_wrong_type_never_breaks_anything(resource: Resource, wrong: Any, admin: Program) -> None:
    for name, field in resource.fields.items():
        if field.editable:
            answer = admin.post(f"/{resource.slug}", {name: wrong})
            if answer.status_code != 201:
                refused(answer, 422)


@of_each([resource for resource in MADE if resource.archivable])
def test_records_are_put_away_and_taken_back(resource: Resource, admin: Program) -> None:
    id_ = conformance.made(resource, system("demo"))
    archived = admin.post(f"/{resource.slug}/{id_}/archive")
    assert archived.status_code == 200, archived.content
    assert archived.json()["verbs"] == ["restore"]
    assert [row["id"] for row in admin.get(f"/{resource.slug}", {"archived": "true"}).json()["data"]] == [id_]
    refused(admin.patch(f"/{resource.slug}/{id_}", {}), 409)
    assert admin.post(f"/{resource.slug}/{id_}/archive").json()["act"] is None
    restored = admin.post(f"/{resource.slug}/restore", {"ids": [id_]})
    assert restored.json()["ids"] == [id_]
    assert admin.get(f"/{resource.slug}", {"archived": "true"}).json()["data"] == []


@of_each(MADE)
def test_creating_can_be_undone(resource: Resource, admin: Program) -> None:
    made = admin.post(f"/{resource.slug}", body_of(resource, system("demo"))).json()
    undone = admin.post(f"/undo/{made['act']}")
    assert undone.status_code == 200, undone.content
    assert undone.json()["removed"] >= 1
    assert admin.get(f"/{resource.slug}/{made['id']}").json()["archived_at"]


@of_each(MADE)
def test_the_history_tells_who_made_a_record(resource: Resource, admin: Program) -> None:
    made = admin.post(f"/{resource.slug}", body_of(resource, system("demo"))).json()
    entries = admin.get(f"/{resource.slug}/{made['id']}/history").json()["data"]
    assert entries[-1]["kind"] == resource.making
    assert (entries[-1]["by_name"], entries[-1]["channel"]) == ("Root", "api")
    assert entries[-1]["act"] == made["act"]


@of_each(RESOURCES)
def test_sums_and_exports_answer_for_every_noun(resource: Resource, admin: Program) -> None:
    count = admin.get(f"/{resource.slug}", {"count": "exact"}).json()["count"]
    assert admin.get(f"/{resource.slug}/sums").json()["data"][0]["count"] == count
    for name in resource.fields:
        for parameters in ({"group": name}, {"total": name}):
            answer = admin.get(f"/{resource.slug}/sums", parameters)
            assert answer.status_code in (200, 400), (parameters, answer.content)
    answer = admin.get(f"/{resource.slug}/export.csv")
    assert answer.status_code == 200
    assert len(answer.getvalue().splitlines()) == count + 1
