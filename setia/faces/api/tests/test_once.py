"""Idempotency keys: the same request twice is done once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from setia.faces.api.repeating.forgetting import forget_old_answers
from setia.faces.api.tests.program import Program, made, refused
from setia.foundation.ledger import Done

pytestmark = pytest.mark.django_db


def test_the_same_key_and_body_get_the_same_answer(admin: Program) -> None:
    first = admin.post("/companies", {"name": "Acme"}, Idempotency_Key="k1")
    again = admin.post("/companies", {"name": "Acme"}, Idempotency_Key="k1")
    assert (again.status_code, again.content) == (201, first.content)
    assert (again["Location"], again["ETag"]) == (first["Location"], first["ETag"])
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert admin.names("/companies") == ["Acme"]


def test_the_same_key_with_another_body_is_refused(admin: Program) -> None:
    admin.post("/companies", {"name": "Acme"}, Idempotency_Key="k1")
    problem = refused(admin.post("/companies", {"name": "Other"}, Idempotency_Key="k1"), 422, "Idempotency-Key")
    assert problem["code"] == "key-reused"
    refused(admin.post("/people", {"name": "Acme"}, Idempotency_Key="k1"), 422)


def test_other_keys_and_other_people_are_other_requests(admin: Program, ada: Program) -> None:
    for program, key in ((admin, "k1"), (admin, "k2"), (ada, "k1")):
        assert program.post("/companies", {"name": "Acme"}, Idempotency_Key=key).status_code == 201
    assert len(admin.names("/companies")) == 3


def test_a_refused_request_leaves_its_key_free(admin: Program) -> None:
    refused(admin.post("/companies", {"name": 5}, Idempotency_Key="k1"), 422)
    assert admin.post("/companies", {"name": "Acme"}, Idempotency_Key="k1").status_code == 201


def test_verbs_and_changes_are_done_once_too(admin: Program) -> None:
    id_ = made("companies", name="Acme")
    path = f"/companies/{id_}"
    for _ in range(2):
        changed = admin.patch(path, {"city": "Nice"}, Idempotency_Key="k1")
        assert changed.json()["version"] == 2
    acts = {admin.post(f"{path}/archive", None, Idempotency_Key="k2").json()["act"] for _ in range(2)}
    assert len(acts) == 1
    undone = [admin.post(f"/undo/{acts.copy().pop()}", None, Idempotency_Key="k3") for _ in range(2)]
    assert undone[0].content == undone[1].content


def test_keys_are_forgotten_after_two_days(admin: Program) -> None:
    admin.post("/companies", {"name": "Acme"}, Idempotency_Key="old")
    admin.post("/companies", {"name": "Acme"}, Idempotency_Key="new")
    Done.objects.filter(key__endswith=":old").update(at=timezone.now() - timedelta(days=3))
    forget_old_answers.call()
    assert [key.split(":")[1] for key in Done.objects.values_list("key", flat=True)] == ["new"]
