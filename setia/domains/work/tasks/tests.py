"""Tasks: due, done, again and again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from setia.domains.work.tasks.model import Task
from setia.domains.work.tasks.rights import give_rights
from setia.domains.work.tasks.turns import next_turn, turn_of
from setia.foundation import conditions
from setia.foundation.errors import Invalid, Refusal
from setia.foundation.ledger import Entry
from setia.foundation.staff.models import Role
from setia.kit.operations import find_operation, perform
from setia.kit.stories import history
from setia.kit.undoing import undo
from tests.acting import SETIA, change, do, facts, listed, make, make_many, queries, resource_of
from tests.cast import Cast, assemble, role

pytestmark = pytest.mark.django_db


@pytest.fixture
def bo() -> Any:
    return make("people", name="Bo Andersen")


@pytest.fixture
def cast() -> Cast:
    return assemble(["parties.party", "work.task", "sales.opportunity"])


def open_ones() -> list[Any]:
    return list(Task.objects.active().filter(status="open").order_by("due_on").values_list("due_on", flat=True))


def test_what_is_typed_in_is_mine_and_due_today(cast: Cast) -> None:
    task = make("tasks", cast.acting("ada"), name="Call Bo")
    assert (task.owner, task.due_on, task.status, task.priority) == (cast.ada, date(2026, 3, 2), "open", "normal")


def test_what_comes_from_a_file_keeps_the_day_it_has_not(bo: Any) -> None:
    assert make_many("tasks", [{"name": "Someday"}])[0].due_on is None


def test_a_task_is_done_with_its_outcome_and_told_in_the_story_of_the_party(bo: Any) -> None:
    task = make("tasks", name="Call", party=bo.pk)
    do("finish", task, outcome="Wants an offer")
    assert (task.status, task.outcome, task.done_at) == ("done", "Wants an offer", SETIA.at)
    assert facts(task) == ["task.created", "task.finished"]
    told = history(resource_of(bo), bo.pk, SETIA).entries
    assert [(entry.kind, entry.title) for entry in told][:1] == [("task.finished", "Call")]


def test_what_is_done_is_not_done_again_dropped_or_postponed() -> None:
    task = make("tasks", name="Call")
    do("finish", task)
    for verb, values in (("finish", {}), ("drop", {}), ("postpone", {"days": "1"})):
        with pytest.raises(Refusal, match="is done already. Reopen it first"):
            do(verb, task, **values)
    do("reopen", task)
    assert (task.status, task.done_at, task.done_by) == ("open", None, None)
    do("drop", task, reason="They called us")
    assert (task.status, task.outcome) == ("dropped", "They called us")


def test_a_task_is_not_done_in_the_future() -> None:
    with pytest.raises(Invalid, match="has not come yet"):
        do("finish", make("tasks", name="Call"), on="2026-03-03")


def test_what_is_overdue_is_postponed_from_today() -> None:
    task = make("tasks", name="Call", due_on="2026-02-01")
    do("postpone", task, days="2")
    assert (task.due_on, task.postponed) == (date(2026, 3, 4), 1)
    do("postpone", task, days="1")
    assert task.due_on == date(2026, 3, 5)
    do("postpone", task, to="2026-04-01")
    assert (task.due_on, task.postponed) == (date(2026, 4, 1), 3)
    for values in ({}, {"days": "1", "to": "2026-05-01"}, {"to": "2026-03-01"}):
        with pytest.raises(Invalid):
            do("postpone", task, **values)


def test_many_are_postponed_at_once_and_put_back_together() -> None:
    tasks = [make("tasks", name=f"Call {n}", due_on="2026-03-02") for n in range(3)]
    resource = resource_of(tasks[0])
    act = perform(find_operation(resource, "postpone"), [t.pk for t in tasks], {"days": "7"}, SETIA).act
    assert open_ones() == [date(2026, 3, 9)] * 3
    undo(act, SETIA)
    assert open_ones() == [date(2026, 3, 2)] * 3


def repeated(every: int, unit: str, due: str, **more: Any) -> Any:
    return make("tasks", name="Again", repeat_every=every, repeat_unit=unit, due_on=due, **more)


def done_on(task: Any, day: str) -> Any:
    """Done on a day; the task that follows."""
    do("finish", task, replace(SETIA, at=datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=UTC)))
    return Task.objects.filter(follows=task).first()


def test_the_series_of_the_31st_does_not_drift() -> None:
    task = repeated(1, "months", "2027-12-31")
    days = []
    for _turn in range(5):
        task = done_on(task, task.due_on.isoformat())
        days.append(task.due_on.isoformat())
    assert days == ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30", "2028-05-31"]


def test_what_is_postponed_does_not_move_what_follows() -> None:
    task = repeated(1, "weeks", "2026-03-02")
    do("postpone", task, to="2026-03-05")
    assert done_on(task, "2026-03-05").due_on == date(2026, 3, 9)


def test_another_day_typed_in_moves_the_series() -> None:
    task = repeated(1, "weeks", "2026-03-02")
    moved = change(task, due_on="2026-03-05")
    undo(moved.act, SETIA)
    task.refresh_from_db()
    assert (task.due_on, task.series_on) == (date(2026, 3, 2), date(2026, 3, 2))
    change(task, due_on="2026-03-05")
    assert done_on(task, "2026-03-05").due_on == date(2026, 3, 12)


def test_turns_that_are_over_are_left_out() -> None:
    task = repeated(1, "days", "2026-03-02")
    assert done_on(task, "2026-03-20").due_on == date(2026, 3, 20)


def test_a_series_may_count_from_the_day_it_was_done() -> None:
    task = repeated(2, "weeks", "2026-03-02", repeat_from="done")
    assert done_on(task, "2026-03-10").due_on == date(2026, 3, 24)


def test_a_series_ends_on_its_day_and_when_it_is_dropped() -> None:
    assert done_on(repeated(1, "weeks", "2026-03-02", repeat_until="2026-03-08"), "2026-03-02") is None
    task = repeated(1, "weeks", "2026-03-02")
    do("drop", task)
    assert not Task.objects.filter(follows=task).exists()


def test_finishing_and_what_follows_are_undone_together() -> None:
    task = repeated(1, "weeks", "2026-03-02", remind_at="2026-03-02T07:00")
    act = do("finish", task).act
    assert open_ones() == [date(2026, 3, 9)]
    following = Task.objects.get(follows=task)
    assert following.reminder_at == datetime(2026, 3, 9, 7, tzinfo=UTC)
    undo(act, SETIA)
    assert open_ones() == [date(2026, 3, 2)]
    do("finish", Task.objects.get(pk=task.pk))
    assert open_ones() == [date(2026, 3, 9)]


def test_what_is_opened_again_and_done_again_is_followed_once() -> None:
    task = repeated(1, "weeks", "2026-03-02")
    do("finish", task)
    do("reopen", task)
    do("finish", task)
    assert open_ones() == [date(2026, 3, 9)]


def test_a_rule_has_all_its_parts() -> None:
    for values in ({"repeat_every": "2"}, {"repeat_unit": "weeks"}):
        with pytest.raises(Invalid, match="both how many and whether"):
            make("tasks", name="Again", **values)
    with pytest.raises(Invalid, match="before the day"):
        repeated(1, "days", "2026-03-02", repeat_until="2026-03-01")
    task = repeated(1, "days", "2026-03-02")
    with pytest.raises(Invalid, match="needs a day"):
        change(task, due_on="")


def test_a_reminder_comes_in_the_morning_of_whoever_has_to_do_it(cast: Cast) -> None:
    cast.gil.zone = "Asia/Jakarta"
    cast.gil.save(update_fields=["zone"])
    task = make("tasks", name="Call", owner=cast.gil.pk, due_on="2026-03-10", remind_before="2")
    assert task.reminder_at == datetime(2026, 3, 8, 1, tzinfo=UTC)
    do("postpone", task, to="2026-03-12")
    assert task.reminder_at == datetime(2026, 3, 10, 1, tzinfo=UTC)
    change(task, remind_at="2026-03-09T12:00")
    assert task.reminder_at == datetime(2026, 3, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "kept"), [("9:30", "09:30"), ("17h05", "17:05"), ("5 pm", "17:00"), ("12:10 AM", "00:10")]
)
def test_hours_are_read_as_people_write_them(typed: str, kept: str) -> None:
    assert make("tasks", name="Call", due_time=typed).due_time == kept


@pytest.mark.parametrize("typed", ["25:00", "9", "13 pm", "9:75", "soon"])
def test_what_is_no_hour_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="time of day"):
        make("tasks", name="Call", due_time=typed)


def test_a_task_leads_to_any_record_of_which_only_those_who_see_it_learn_the_name(cast: Cast, bo: Any) -> None:
    deal = make("opportunities", name="Big deal", owner=cast.gil.pk)
    address = f"sales.opportunity:{deal.pk}"
    task = make("tasks", name="Prepare", about=address, owner=cast.ada.pk)
    columns = ("name", "about")
    assert listed("tasks", columns=columns)[0]["about__title"] == "Big deal"
    row = listed("tasks", cast.acting("ada"), columns=columns)[0]
    assert (row["about"], row["about__title"]) == (address, None)
    told = history(resource_of(task), task.pk, cast.acting("ada")).entries
    assert "Big deal" not in str(told)
    with pytest.raises(Invalid, match="no such record, or you may not see it"):
        make("tasks", cast.acting("ada"), name="Spy", about=address)
    for wrong in ("sales.opportunity:999999", "no.noun:1", "unreadable"):
        with pytest.raises(Invalid):
            make("tasks", name="Spy", about=wrong)


def test_tasks_are_found_by_what_they_are_about(bo: Any) -> None:
    task = make("tasks", name="Prepare", about=f"parties.party:{bo.pk}")
    make("tasks", name="Other")
    where = conditions.parse(f'about = "parties.party:{bo.pk}"')
    assert [row["id"] for row in listed("tasks", where=where)] == [task.pk]


def test_finishing_many_that_repeat_costs_as_many_queries_as_a_few() -> None:

    verb = find_operation(resource_of(repeated(1, "days", "2026-03-02")), "finish")

    def asked(count: int) -> int:
        ids = [repeated(1, "days", "2026-03-02").pk for _n in range(count)]
        with CaptureQueriesContext(connection) as captured:
            perform(verb, ids, {}, SETIA)
        return len(captured)

    asked(2)
    assert asked(20) == asked(2)


def test_many_tasks_from_a_file_cost_as_many_queries_as_a_few() -> None:
    row = {"name": "Call", "due_on": date(2026, 3, 2), "remind_before": 1}
    queries("tasks", row, 1)
    assert queries("tasks", row, 150) <= queries("tasks", row, 3)


@given(
    start=st.dates(date(2000, 1, 1), date(2040, 12, 31)),
    every=st.integers(1, 40),
    unit=st.sampled_from(["days", "weeks", "months", "years"]),
    done=st.integers(0, 5),
    later=st.integers(-200, 5000),
)
def test_the_next_turn_is_the_first_that_is_not_over(start: date, every: int, unit: str, done: int, later: int) -> None:
    today = date.fromordinal(start.toordinal() + later)
    turn = next_turn(start, every, unit, done, today)
    assert turn > done
    assert turn_of(start, every, unit, turn) >= today
    assert turn == done + 1 or turn_of(start, every, unit, turn - 1) < today


def test_old_roles_get_the_rights_over_tasks_that_they_have_over_parties() -> None:
    seller = role("Old", {"parties.party": {"sight": "own", "verbs": ["note"]}})
    reader = role("Looks", {"parties.party": {"sight": "all", "verbs": []}})
    give_rights(Role)
    seller.refresh_from_db()
    reader.refresh_from_db()
    assert seller.grants["work.task"] == {"sight": "own", "verbs": ["*"]}
    assert reader.grants["work.task"] == {"sight": "all", "verbs": []}
    assert Entry.objects.count() == 0
