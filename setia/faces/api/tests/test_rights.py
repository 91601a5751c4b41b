"""Who may do what through the API: tokens, scopes, sight, hidden and read-only fields, sessions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from setia.faces.api import throttling
from setia.faces.api.tests.program import ROOT, Program, made, person, refused
from setia.foundation.staff.models import Staff, Team, Token

pytestmark = pytest.mark.django_db
PARTIES = "parties.party"


def grants(sight: str, verbs: tuple[str, ...] = ("*",), **fields: str) -> dict[str, Any]:
    return {PARTIES: {"sight": sight, "verbs": list(verbs), "fields": fields}}


def everywhere(program: Program, id_: int) -> list[Any]:
    """The answers to every way of reaching one company by its number."""
    return [
        program.get(f"/companies/{id_}"),
        program.get(f"/companies/{id_}/history"),
        program.get(f"/parties/{id_}/ledger"),
        program.patch(f"/companies/{id_}", {"city": "Nice"}),
        program.post(f"/companies/{id_}/archive"),
        program.post("/companies/archive", {"ids": [id_]}),
        program.post("/companies/change", {"ids": [id_], "city": "Nice"}),
    ]


def seen(program: Program) -> set[str]:
    """Names reached by every way of listing."""
    listed = set(program.names("/companies"))
    assert program.get("/companies", {"count": "exact"}).json()["count"] == len(listed)
    assert program.get("/companies/sums").json()["data"][0]["count"] == len(listed)
    assert {hit["title"] for hit in program.get("/search", {"q": "firm"}).json()["data"]} == listed
    assert set(program.names("/companies", {"q": "firm"})) == listed
    return listed


def test_people_who_see_their_own_see_only_that(admin: Program) -> None:
    ada, bo = person("Ada", grants("own")), person("Bo", grants("own"))
    hers = made("companies", name="Firm of Ada", owner=ada.pk)
    his = made("companies", name="Firm of Bo", owner=bo.pk)
    program = Program(ada)
    assert seen(program) == {"Firm of Ada"}
    assert program.get(f"/companies/{hers}").status_code == 200
    for answer in everywhere(program, his):
        refused(answer, 404)
    assert seen(admin) == {"Firm of Ada", "Firm of Bo"}


def test_a_team_sees_the_records_of_its_people(admin: Program) -> None:
    now = timezone.now()
    team = Team.objects.create(name="North", created_at=now, updated_at=now)
    ada = person("Ada", grants("team"), team=team)
    cleo = person("Cleo", grants("team"), team=team)
    dev = person("Dev", grants("team"))
    for staff in (ada, cleo, dev):
        made("companies", name=f"Firm of {staff.name}", owner=staff.pk)
    made("companies", name="Firm of nobody")
    assert seen(Program(ada)) == seen(Program(cleo)) == {"Firm of Ada", "Firm of Cleo"}
    assert seen(Program(dev)) == {"Firm of Dev"}
    team.lead = dev
    team.save()
    assert seen(Program(dev)) == {"Firm of Ada", "Firm of Cleo", "Firm of Dev"}


def test_verbs_must_be_granted(db: None) -> None:
    id_ = made("companies", name="Acme")
    reader = Program(person("Rita", grants("all", ())))
    assert reader.get(f"/companies/{id_}").json()["verbs"] == []
    refused(reader.post("/companies", {"name": "New"}), 403)
    refused(reader.patch(f"/companies/{id_}", {"city": "Nice"}), 403)
    refused(reader.post(f"/companies/{id_}/archive"), 403)
    refused(reader.post("/companies/change", {"ids": [id_], "city": "Nice"}), 403)
    changer = Program(person("Carl", grants("all", ("change",))))
    assert changer.get(f"/companies/{id_}").json()["verbs"] == ["change"]
    assert changer.patch(f"/companies/{id_}", {"city": "Nice"}).status_code == 200
    refused(changer.post(f"/companies/{id_}/archive"), 403)


def test_a_hidden_field_is_nowhere(admin: Program) -> None:
    id_ = made("companies", name="Acme", city="Lyon", employees=250)
    admin.patch(f"/companies/{id_}", {"employees": 251, "city": "Nice"})
    program = Program(person("Hal", grants("all", employees="hidden")))
    record = program.get(f"/companies/{id_}")
    assert "employees" not in record.json()
    assert record.json()["city"] == "Nice"
    refused(program.get("/companies", {"columns": "name,employees"}), 400, "columns")
    refused(program.get("/companies", {"where": "employees > 1"}), 400, "employees")
    refused(program.get("/companies", {"sort": "employees"}), 400, "sort")
    refused(program.get("/companies/sums", {"total": "employees"}), 400, "total")
    refused(program.get("/companies/sums", {"group": "employees"}), 400, "group")
    refused(program.patch(f"/companies/{id_}", {"employees": 1}), 422, "employees")
    for path in (f"/companies/{id_}/history", f"/parties/{id_}/ledger"):
        history = program.get(path)
        assert "251" not in history.content.decode()
        assert history.json()["data"][0]["changes"] == {"city": {"before": "Lyon", "after": "Nice"}}
    assert "employees" not in program.get("/companies/export.csv").getvalue().decode().lower()


def test_a_read_only_field_can_be_read_but_not_set(db: None) -> None:
    id_ = made("companies", name="Acme", employees=250)
    program = Program(person("Rob", grants("all", employees="read")))
    assert program.get(f"/companies/{id_}").json()["employees"] == 250
    refused(program.patch(f"/companies/{id_}", {"employees": 1}), 422, "employees")
    refused(program.post("/companies", {"name": "New", "employees": 1}), 422, "employees")
    assert program.get("/me").json()["rights"]["companies"]["read_only"].count("employees") == 1


def test_a_record_given_away_is_answered_by_its_number_alone(db: None) -> None:
    ada, bo = person("Ada", grants("team")), person("Bo")
    answer = Program(ada).post("/companies", {"name": "Acme", "owner": bo.pk})
    if answer.status_code == 201:
        assert set(answer.json()) == {"id", "act"}


def test_a_reading_token_changes_nothing(admin: Program) -> None:
    id_ = made("companies", name="Acme")
    act = admin.patch(f"/companies/{id_}", {"city": "Nice"}).json()["act"]
    reader = Program(admin.owner, scopes=["see"])
    assert reader.get(f"/companies/{id_}").json()["verbs"] == []
    assert reader.get("/me").json()["scopes"] == ["see"]
    for answer in (
        reader.post("/companies", {"name": "New"}),
        reader.patch(f"/companies/{id_}", {"city": "Lyon"}),
        reader.post(f"/companies/{id_}/archive"),
        reader.post(f"/undo/{act}"),
        reader.post("/views", {"resource": "companies", "name": "Mine"}),
        reader.post("/imports", b"x", Content_Type="multipart/form-data; boundary=x"),
    ):
        refused(answer, 403)


def test_a_token_may_be_limited_to_one_verb(admin: Program) -> None:
    program = Program(admin.owner, scopes=["create"])
    answer = program.post("/companies", {"name": "New"})
    assert answer.status_code == 201
    assert set(answer.json()) == {"id", "act"}
    refused(program.get(f"/companies/{answer.json()['id']}"), 403)
    refused(program.get("/companies"), 403)


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Bearer setia_wrong",
        "Basic dXNlcjpwYXNz",
        "setia_wrong",
        "Bearer é",
        "Bearer " + "x" * 9000,
    ],
)
def test_wrong_tokens_are_refused(header: str, db: None) -> None:
    answer = Program().send("GET", "/me", Authorization=header)
    refused(answer, 401)
    assert 'error="invalid_token"' in answer["WWW-Authenticate"]


@pytest.mark.parametrize(
    "change",
    [
        lambda token: {"expires_at": timezone.now() - timedelta(seconds=1)},
        lambda token: {"archived_at": timezone.now()},
    ],
    ids=["expired", "withdrawn"],
)
def test_old_tokens_are_refused(change: Any, admin: Program) -> None:
    assert admin.get("/me").status_code == 200
    Token.objects.update(**change(None))
    refused(admin.get("/me"), 401)


def test_tokens_of_people_who_left_are_refused(admin: Program) -> None:
    Staff.objects.update(is_active=False)
    refused(admin.get("/me"), 401)


def test_a_wrong_token_is_not_mended_by_a_session(admin: Program) -> None:
    admin.client.force_login(admin.owner)
    refused(admin.send("GET", "/me", Authorization="Bearer setia_wrong"), 401)


def test_pages_may_use_the_api_with_their_session(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("Root", is_admin=True))
    assert client.get(f"{ROOT}/me").json()["channel"] == "web"
    body = {"data": {"name": "Acme"}, "content_type": "application/json"}
    problem = refused(client.post(f"{ROOT}/companies", **body), 403)
    assert problem["code"] == "forgery"
    client.cookies["csrftoken"] = "a" * 32
    made_ = client.post(f"{ROOT}/companies", **body, headers={"X-CSRFToken": "a" * 32})
    assert made_.status_code == 201, made_.content
    history = client.get(f"{ROOT}/companies/{made_.json()['id']}/history").json()
    assert history["data"][0]["channel"] == "web"


@pytest.fixture
def few_requests(settings: Any) -> Iterator[None]:
    settings.API_RATE = 3
    throttling._spent.clear()
    yield
    throttling._spent.clear()


def test_a_token_has_an_allowance_for_each_minute(few_requests: None, admin: Program, ada: Program) -> None:
    assert [admin.get("/me").status_code for _ in range(3)] == [200, 200, 200]
    answer = admin.get("/me")
    refused(answer, 429)
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert ada.get("/me").status_code == 200


def test_the_allowance_is_shared_by_all_processes(few_requests: None, admin: Program) -> None:
    admin.get("/me")
    throttling._spent.clear()  # another process, which knows only what the cache tells
    assert [admin.get("/me").status_code for _ in range(3)] == [200, 200, 429]
