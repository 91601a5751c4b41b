"""What is to be done next is not only written down: it becomes a task."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from setia.domains.work.tasks.model import Task
from setia.domains.work.tasks.next_steps import next_step_becomes_a_task
from setia.foundation.ledger import Entry
from setia.kit.correcting import correct
from tests.acting import do, make
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble(["parties.party", "work.task"])


def told(cast: Cast, **said: Any) -> Entry:
    bo = make("people", cast.acting("ada"), name="Bo Andersen")
    do("note", bo, cast.acting("ada"), **{"text": "Wants an offer", "kind": "call", **said})
    entry = Entry.objects.order_by("-id")[0]
    next_step_becomes_a_task(entry)
    return entry


def test_a_next_step_becomes_a_task_of_whoever_told_it(cast: Cast) -> None:
    entry = told(cast, next_step="Send the  offer", next_on="2026-03-09")
    task = Task.objects.get()
    assert (task.name, task.owner, task.party_id, task.due_on) == (
        "Send the offer", cast.ada, entry.story_id, date(2026, 3, 9),
    )  # fmt: skip


def test_a_next_step_without_a_day_is_due_soon(cast: Cast) -> None:
    told(cast, next_step="Send the offer")
    assert Task.objects.get().due_on is not None


def test_without_a_next_step_nothing_is_to_be_done(cast: Cast) -> None:
    told(cast)
    assert not Task.objects.exists()


def test_a_correction_makes_no_second_task(cast: Cast) -> None:
    wrong = told(cast, next_step="Send the offer")
    correct(wrong.pk, {"text": "Wants two offers", "kind": "call", "next_step": "Send both"}, cast.acting("ada"))
    next_step_becomes_a_task(Entry.objects.order_by("-id")[0])
    assert Task.objects.count() == 1


def test_whoever_may_have_no_tasks_gets_none() -> None:
    cast = assemble(["parties.party"])
    told(cast, next_step="Send the offer")
    assert not Task.objects.exists()
