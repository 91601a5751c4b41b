"""What people are told, once each, and by nobody else's eyes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from setia.domains.work.notifications.model import Kind, Notification
from setia.domains.work.notifications.telling import Told, forget_what_was_read, tell
from setia.domains.work.tasks.telling import remind, tell_overdue, tell_what_is_due
from setia.foundation.access import system
from setia.kit.notices import notices
from setia.kit.operations import find_operation, perform
from setia.kit.undoing import undo
from tests.acting import change, do, make, make_many, resource_of
from tests.browsing import browser_of
from tests.cast import NOW, Cast, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble(["parties.party", "work.task"])


def told(cast: Cast, name: str) -> list[tuple[str, str | None]]:
    return [(notice.words, notice.title) for notice in notices().page(cast.acting(name), 0, 50)]


def test_whoever_gets_a_task_from_somebody_else_is_told(cast: Cast) -> None:
    dev = cast.acting("dev")
    task = make("tasks", dev, name="Call Bo")
    assert told(cast, "dev") == []
    do("assign", task, dev, owner=cast.ada.pk)
    assert told(cast, "ada") == [("Dev Manager assigned this to you", "Call Bo")]
    make("tasks", dev, name="Write to Bo", owner=cast.ada.pk)
    assert notices().unread(cast.acting("ada")) == 2
    assert told(cast, "dev") == []


def test_what_is_not_so_any_more_need_not_be_read(cast: Cast) -> None:
    dev = cast.acting("dev")
    task = make("tasks", dev, name="Call Bo", owner=cast.ada.pk)
    do("assign", task, dev, owner=cast.cleo.pk)
    assert (told(cast, "ada"), len(told(cast, "cleo"))) == ([], 1)
    do("finish", task, dev)
    assert told(cast, "cleo") == []


def test_the_next_of_a_series_was_theirs_before(cast: Cast) -> None:
    task = make("tasks", cast.acting("ada"), name="Again", repeat_every=1, repeat_unit="days")
    do("finish", task, cast.acting("dev"))
    assert told(cast, "ada") == []


def test_a_name_is_not_told_once_the_record_may_not_be_seen(cast: Cast) -> None:
    task = make("tasks", cast.acting("dev"), name="Call Bo", owner=cast.ada.pk)
    notices().read(cast.acting("ada"), None)
    do("assign", task, system("web", NOW), owner=cast.gil.pk)
    assert told(cast, "ada") == [("Dev Manager assigned this to you", None)]
    page = browser_of(cast.ada).get("/notices/").content.decode()
    assert "Call Bo" not in page
    assert "not visible to you" in page


def test_many_tasks_given_in_one_act_are_told_together(cast: Cast) -> None:
    tasks = make_many("tasks", [{"name": f"Call {n}"} for n in range(20)])
    verb = find_operation(resource_of(tasks[0]), "assign")
    done = perform(verb, [task.pk for task in tasks], {"owner": cast.ada.pk}, system("web", NOW))
    assert told(cast, "ada") == [("Setia assigned you 20 tasks", None)]
    assert notices().page(cast.acting("ada"), 0, 1)[0].resource == "tasks"
    undo(done.act, system("web", NOW))
    make_many("tasks", [{"name": f"Call {n}", "owner_id": cast.gil.pk} for n in range(300)])
    assert told(cast, "gil") == [("Setia assigned you 300 tasks", None)]


def test_a_reminder_comes_once_at_its_moment_and_again_at_another(cast: Cast) -> None:
    task = make("tasks", cast.acting("ada"), name="Call Bo", remind_at="2026-03-02T12:00")
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    remind(noon - timedelta(minutes=1))
    assert told(cast, "ada") == []
    remind(noon)
    remind(noon + timedelta(minutes=5))
    assert told(cast, "ada") == [("Reminder", "Call Bo")]
    change(task, remind_at="2026-03-03T12:00")
    remind(noon + timedelta(days=1))
    assert len(told(cast, "ada")) == 2


def test_a_task_that_is_done_reminds_nobody(cast: Cast) -> None:
    task = make("tasks", cast.acting("ada"), name="Call Bo", remind_at="2026-03-02T12:00")
    do("finish", task)
    remind(datetime(2026, 3, 2, 13, tzinfo=UTC))
    tell_overdue(datetime(2026, 3, 4, tzinfo=UTC))
    assert told(cast, "ada") == []


def test_what_is_overdue_is_told_once_for_its_day_on_the_clock_of_whoever_has_to_do_it(cast: Cast) -> None:
    cast.ada.zone = "Asia/Jakarta"
    cast.ada.save(update_fields=["zone"])
    task = make("tasks", cast.acting("ada"), name="Call Bo", due_on="2026-03-02")
    tell_overdue(datetime(2026, 3, 2, 16, 59, tzinfo=UTC))
    assert told(cast, "ada") == []
    for hour in (17, 18):
        tell_overdue(datetime(2026, 3, 2, hour, tzinfo=UTC))
    assert told(cast, "ada") == [("Overdue: it was due on Mar 2, 2026", "Call Bo")]
    notices().read(cast.acting("ada"), None)
    change(task, due_on="2026-03-03")
    tell_overdue(datetime(2026, 3, 5, tzinfo=UTC))
    assert len(told(cast, "ada")) == 2


def test_old_tasks_from_a_file_ring_no_bell(cast: Cast) -> None:
    make_many("tasks", [{"name": "Old", "owner_id": cast.ada.pk, "due_on": date(2025, 1, 1)}], system("web", NOW))
    Notification.objects.all().delete()
    tell_overdue(NOW)
    assert told(cast, "ada") == []


def test_the_job_asks_and_writes_nothing_where_all_is_told(cast: Cast) -> None:
    today = timezone.now().date()
    for number in range(3):
        make("tasks", cast.acting("ada"), name=f"Call {number}", due_on=(today - timedelta(days=3)).isoformat())
    tell_what_is_due.call()
    assert len(told(cast, "ada")) == 3
    with CaptureQueriesContext(connection) as asked:
        tell_what_is_due.call()
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)
    assert len(told(cast, "ada")) == 3


def test_two_workers_that_tell_the_same_tell_it_once(cast: Cast) -> None:
    task = make("tasks", cast.acting("ada"), name="Call Bo")
    for _worker in range(2):
        tell(Kind.REMINDER, "work.task", [Told(cast.ada.pk, task.pk, "2026-03-02T12:00")], NOW)
    assert told(cast, "ada") == [("Reminder", "Call Bo")]


def test_nobody_reads_or_marks_what_another_was_told(cast: Cast) -> None:
    make("tasks", cast.acting("dev"), name="Call Bo", owner=cast.ada.pk)
    number = Notification.objects.get().pk
    for name in ("gil", "dev", "root"):
        assert told(cast, name) == []
        assert notices().read(cast.acting(name), [number]) == 0
        assert notices().read(cast.acting(name), None) == 0
        assert browser_of(getattr(cast, name)).post(f"/notices/{number}").status_code == 404
    assert notices().unread(cast.acting("ada")) == 1


def test_the_bell_says_how_many_and_opening_one_reads_it(cast: Cast) -> None:
    task = make("tasks", cast.acting("dev"), name="Call Bo", owner=cast.ada.pk)
    ada = browser_of(cast.ada)
    assert "Notifications: 1 unread" in ada.get("/").content.decode()
    answer = ada.post(f"/notices/{Notification.objects.get().pk}")
    assert answer["Location"] == f"/tasks/{task.pk}/"
    page = ada.get("/").content.decode()
    assert "unread" not in page
    assert 'aria-label="Notifications"' in page
    assert "Notifications: " not in browser_of(cast.gil).get("/").content.decode()


def test_all_are_marked_as_read_by_a_post_only(cast: Cast) -> None:
    for number in range(3):
        make("tasks", cast.acting("dev"), name=f"Call {number}", owner=cast.ada.pk)
    ada = browser_of(cast.ada)
    assert ada.get("/notices/read").status_code == 404
    assert notices().unread(cast.acting("ada")) == 3
    ada.post("/notices/read")
    assert notices().unread(cast.acting("ada")) == 0


def test_a_page_of_notices_costs_the_same_for_three_and_for_thirty(cast: Cast) -> None:
    ada = browser_of(cast.ada)

    def asked(count: int) -> int:
        for number in range(count):
            make("tasks", cast.acting("dev"), name=f"Call {number}", owner=cast.ada.pk)
        with CaptureQueriesContext(connection) as captured:
            assert ada.get("/notices/").status_code == 200
        return len(captured)

    asked(1)
    assert asked(2) == asked(30)


def test_what_was_read_long_ago_goes(cast: Cast) -> None:
    for number in range(2):
        make("tasks", cast.acting("dev"), name=f"Call {number}", owner=cast.ada.pk)
    first = Notification.objects.order_by("id").first()
    Notification.objects.filter(pk=first.pk).update(read_at=timezone.now() - timedelta(days=91))
    forget_what_was_read.call()
    assert Notification.objects.count() == 1
