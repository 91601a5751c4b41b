"""Notifications and tasks for programs."""

from __future__ import annotations

import pytest

from setia.faces.api.api import document
from setia.faces.api.tests.program import Program
from tests.acting import make
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble(["parties.party", "work.task"])


def test_a_program_reads_what_its_owner_was_told_and_marks_it(cast: Cast) -> None:
    for number in range(3):
        make("tasks", cast.acting("dev"), name=f"Call {number}", owner=cast.ada.pk)
    ada = Program(cast.ada)
    first = ada.get("/notifications", {"limit": 2}).json()
    assert ([one["title"] for one in first["data"]], first["unread"]) == (["Call 2", "Call 1"], 3)
    assert first["data"][0]["words"] == "Dev Manager assigned this to you"
    assert first["data"][0]["address"].startswith("work.task:")
    rest = ada.get("/notifications", {"before": first["next"]}).json()
    assert ([one["title"] for one in rest["data"]], rest["next"]) == (["Call 0"], None)
    assert ada.post("/notifications/read", {"ids": [first["data"][0]["id"]]}).json() == {"read": 1}
    assert ada.post("/notifications/read", {"all": True}).json() == {"read": 2}
    assert ada.get("/notifications").json()["unread"] == 0


def test_nobody_reaches_the_notifications_of_another(cast: Cast) -> None:
    make("tasks", cast.acting("dev"), name="Call Bo", owner=cast.ada.pk)
    told = Program(cast.ada).get("/notifications").json()["data"][0]["id"]
    root = Program(cast.root)
    assert root.get("/notifications").json()["data"] == []
    assert root.post("/notifications/read", {"ids": [told]}).json() == {"read": 0}
    assert Program(cast.ada).get("/notifications").json()["unread"] == 1
    assert Program().get("/notifications").status_code == 401


def test_marking_says_which_and_needs_the_right_to_change(cast: Cast) -> None:
    ada = Program(cast.ada)
    for body in ({}, {"ids": [1], "all": True}, {"ids": ["1"]}, {"other": 1}):
        assert ada.post("/notifications/read", body).status_code in (400, 422), body
    assert Program(cast.ada, ["see"]).post("/notifications/read", {"all": True}).status_code == 403


def test_a_program_makes_finishes_and_takes_back_a_task(cast: Cast) -> None:
    ada = Program(cast.ada)
    task = ada.make("tasks", name="Call Bo", due_time="14:30", repeat_every=1, repeat_unit="weeks", due_on="2026-03-02")
    assert (task["due_time"], task["status"], task["owner"]) == ("14:30", "open", cast.ada.pk)
    done = ada.post(f"/tasks/{task['id']}/finish", {"outcome": "Reached"}).json()
    assert (done["status"], done["outcome"]) == ("done", "Reached")
    where = {"where": f"follows = {task['id']}"}
    assert len(ada.get("/tasks", where).json()["data"]) == 1
    assert ada.post(f"/undo/{done['act']}").status_code == 200
    assert ada.get(f"/tasks/{task['id']}").json()["status"] == "open"
    assert ada.get("/tasks", where).json()["data"] == []


def test_the_document_tells_of_tasks_their_verbs_and_notifications() -> None:
    paths = document()["paths"]
    assert {f"/tasks/{{id}}/{verb}" for verb in ("finish", "drop", "postpone", "assign", "reopen")} <= paths.keys()
    assert {"/tasks", "/notifications", "/notifications/read"} <= paths.keys()
    row = document()["components"]["schemas"]
    fields = next(schema for name, schema in row.items() if name.lower() in ("tasksrow", "task", "tasks"))["properties"]
    assert "sales.opportunity:7" in fields["about"]["description"]
    assert "about_title" in fields
