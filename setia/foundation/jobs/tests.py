"""Jobs happen once in effect, fail in order, and come round when they should."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from threading import Event
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from setia.foundation.jobs import enqueue_many, every, progress, retry, run_until_empty, task
from setia.foundation.jobs import queue as queues
from setia.foundation.jobs import schedule as schedules
from setia.foundation.jobs.model import Job, Schedule
from setia.foundation.jobs.running import Interrupted, attempt
from setia.foundation.jobs.schedule import Plan
from setia.foundation.jobs.worker import Lane


def leave(what: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO jobs_effect (what) VALUES (%s)", [what])


def effects() -> Counter[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT what FROM jobs_effect")
        return Counter(row[0] for row in cursor.fetchall())


@task()
def greet(name: str) -> None:
    leave(name)


@task(retries=2)
def stumble(name: str) -> None:
    leave(name)
    raise ValueError(f"no {name} today\nDETAIL: Ada's address")


@task(own_transactions=True)
def wander(steps: int) -> None:
    for step in range(1, steps + 1):
        leave(f"step {step}")
        progress(step, steps, "wandering")


@task
def sweep() -> None:
    leave("swept")


@pytest.mark.django_db
@pytest.mark.usefixtures("marks")
class TestQueue:
    def test_a_job_runs_once_and_leaves_no_row(self) -> None:
        greet.enqueue("Ada")
        assert run_until_empty() == 1
        assert run_until_empty() == 0
        assert effects() == {"Ada": 1}
        assert not Job.objects.exists()

    def test_a_job_is_not_run_before_its_moment(self) -> None:
        greet.enqueue_at(timezone.now() + timedelta(hours=1), "Ada")
        assert run_until_empty() == 0
        Job.objects.update(run_at=timezone.now())
        assert run_until_empty() == 1

    def test_a_higher_priority_runs_first_and_the_older_of_equals(self) -> None:
        for name, priority in [("second", 0), ("third", 0), ("last", -5), ("first", 9)]:
            greet.using(priority=priority).enqueue(name)
        taken = queues.claim("default", "me", 10)
        assert [job.arguments["args"][0] for job in taken] == ["first", "second", "third", "last"]

    def test_a_key_is_taken_once_until_its_job_is_done(self) -> None:
        first = greet.using(key="hello").enqueue("Ada")
        assert greet.using(key="hello").enqueue("Bo") == first
        enqueue_many(greet, [["Cleo"], ["Dev"]], ["hello", "other"])
        run_until_empty()
        assert effects() == {"Ada": 1, "Dev": 1}
        greet.using(key="hello").enqueue("Eve")
        run_until_empty()
        assert effects()["Eve"] == 1

    def test_many_jobs_take_few_statements(self, django_assert_max_num_queries: Any) -> None:
        with django_assert_max_num_queries(6):
            enqueue_many(greet, [[f"n{number}"] for number in range(200)])
        assert Job.objects.count() == 200

    @pytest.mark.parametrize(
        "value",
        [datetime.now(UTC), float("nan"), (1, 2), {1: 2}, b"x", {"a": [object()]}, "nul\0", "\ud800"],
        ids=lambda value: type(value).__name__,
    )
    def test_arguments_that_json_would_change_are_refused(self, value: Any) -> None:
        with pytest.raises(TypeError, match="a job takes texts"):
            greet.enqueue(value)

    def test_a_call_that_does_not_fit_the_function_is_refused_at_once(self) -> None:
        with pytest.raises(TypeError):
            greet.enqueue("Ada", "Bo")  # type: ignore[call-arg]

    def test_an_unknown_task_is_parked_with_the_reason(self) -> None:
        greet.enqueue("Ada")
        Job.objects.update(task="setia.nowhere.nothing")
        run_until_empty()
        job = Job.objects.get()
        assert job.state == Job.State.FAILED
        assert "setia.nowhere.nothing" in job.error


@pytest.mark.django_db
@pytest.mark.usefixtures("marks")
class TestFailure:
    def test_a_failing_job_leaves_nothing_backs_off_and_is_parked_after_its_last_try(self) -> None:
        stumble.enqueue("luck")
        waits = []
        for _try in range(3):
            began = timezone.now()
            assert run_until_empty(strict=False) == 1
            job = Job.objects.get()
            waits.append((job.run_at - began).total_seconds())
            Job.objects.filter(state=Job.State.READY).update(run_at=timezone.now())
        assert 7 < waits[0] < 14 < 22 < waits[1] < 40
        assert (job.state, job.attempts, job.error) == (Job.State.FAILED, 3, "ValueError: no luck today")
        assert not effects()
        assert run_until_empty(strict=False) == 0

    def test_a_parked_job_is_retried_by_a_person_with_all_its_tries(self) -> None:
        number = stumble.enqueue("luck")
        assert number is not None
        assert not retry(number)
        Job.objects.update(state=Job.State.FAILED, attempts=3)
        assert retry(number)
        run_until_empty(strict=False)
        assert Job.objects.get().attempts == 1

    def test_strict_running_raises_the_failure(self) -> None:
        stumble.enqueue("luck")
        with pytest.raises(ValueError, match="no luck today"):
            run_until_empty()

    def test_the_death_of_a_worker_counts_for_the_job_it_had_begun_only(self) -> None:
        for name in ("begun", "next", "last"):
            stumble.enqueue(name)
        queues.claim("default", "dead", 3)
        assert queues.reclaim() == 0
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        assert queues.reclaim() == 3
        assert [job.attempts for job in Job.objects.order_by("id")] == [1, 0, 0]
        assert not Job.objects.exclude(state=Job.State.READY).exists()

    def test_a_job_that_kills_every_worker_is_parked(self) -> None:
        stumble.enqueue("poison")
        for _try in range(3):
            Job.objects.update(run_at=timezone.now())
            queues.claim("default", "dead", 1)
            Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
            queues.reclaim()
        assert Job.objects.get().state == Job.State.FAILED

    def test_who_lost_the_lease_can_neither_run_nor_finish(self) -> None:
        greet.enqueue("Ada")
        (job,) = queues.claim("default", "slow", 1)
        Job.objects.update(holder="quick")
        lane = Lane("default", Event())
        assert not queues.finish(job)
        lane._settle(job, ValueError("late"))
        assert Job.objects.get().holder == "quick"

    def test_the_database_refuses_a_job_held_by_nobody(self) -> None:
        greet.enqueue("Ada")
        with pytest.raises(IntegrityError), transaction.atomic():
            Job.objects.update(state=Job.State.RUNNING)


class TestPlans:
    def test_a_night_is_the_next_such_hour(self) -> None:
        plan = Plan(sweep, at=time(2, 30))
        tonight = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)
        assert plan.following(tonight - timedelta(minutes=1)) == tonight
        assert plan.following(tonight) == tonight + timedelta(days=1)

    def test_minutes_fall_on_round_times(self) -> None:
        plan = Plan(sweep, minutes=15)
        moment = datetime(2026, 3, 1, 2, 29, 59, tzinfo=UTC)
        assert plan.following(moment) == datetime(2026, 3, 1, 2, 30, tzinfo=UTC)
        assert plan.following(plan.following(moment)) == datetime(2026, 3, 1, 2, 45, tzinfo=UTC)

    def test_a_rhythm_is_either_a_word_or_minutes(self) -> None:
        with pytest.raises(ValueError, match="either"):
            every()


@pytest.fixture
def hourly(monkeypatch: pytest.MonkeyPatch) -> None:
    """`sweep` every hour, and no other plan."""
    monkeypatch.setattr(schedules, "_plans", {})
    every("hourly")(sweep)
    schedules.prepare()


@pytest.mark.django_db
@pytest.mark.usefixtures("marks", "hourly")
class TestSchedule:
    def test_a_plan_fires_when_due_and_makes_up_for_missed_rounds_once(self) -> None:
        assert schedules.tick() == 0
        Schedule.objects.update(next_at=timezone.now() - timedelta(days=3))
        assert schedules.tick() == 1
        assert schedules.tick() == 0
        assert run_until_empty() == 1
        assert effects() == {"swept": 1}
        entry = Schedule.objects.get()
        assert entry.last_at is not None
        assert entry.next_at > timezone.now()

    def test_of_two_schedulers_that_saw_the_same_round_one_fires(self) -> None:
        Schedule.objects.update(next_at=timezone.now())
        seen_by_both, now = Schedule.objects.get(), timezone.now()
        assert [schedules._fire(seen_by_both, now) for _scheduler in range(2)] == [True, False]

    def test_a_round_still_waiting_stands_for_the_next_and_a_failed_one_does_not(self) -> None:
        for state, number in [(Job.State.READY, 1), (Job.State.FAILED, 1), (Job.State.READY, 1)]:
            Schedule.objects.update(next_at=timezone.now())
            schedules.tick()
            assert Job.objects.filter(state=Job.State.READY).count() == number
            Job.objects.update(state=state)

    def test_a_plan_that_became_more_frequent_is_brought_forward(self) -> None:
        Schedule.objects.update(next_at=timezone.now() + timedelta(days=1))
        schedules.prepare()
        assert Schedule.objects.get().next_at <= timezone.now() + timedelta(hours=1)


@pytest.mark.django_db
@pytest.mark.usefixtures("marks")
class TestLongJobs:
    def claimed(self) -> Job:
        wander.enqueue(3)
        return queues.claim("long", "me", 1)[0]

    def test_progress_is_kept_on_the_job_and_written_at_most_twice_a_second(
        self, django_assert_num_queries: Any
    ) -> None:
        job = self.claimed()
        with django_assert_num_queries(6):  # three effects, the first and the last progress, the end
            assert attempt(job, wander, Event(), beat=False) is None
        assert not Job.objects.exists()

    def test_a_worker_that_is_stopping_gives_a_long_job_back_uncounted(self) -> None:
        job, stop = self.claimed(), Event()
        stop.set()
        assert attempt(job, wander, stop, beat=False) is None
        left = Job.objects.get()
        assert (left.state, left.attempts) == (Job.State.READY, 0)
        assert effects() == {"step 1": 1}

    def test_a_long_job_whose_lease_was_lost_stops_at_its_next_step(self) -> None:
        job = self.claimed()
        Job.objects.update(holder="another")
        assert attempt(job, wander, Event(), beat=False) is None
        assert effects() == {"step 1": 1}
        assert Job.objects.get().holder == "another"

    def test_progress_outside_of_a_job_does_nothing(self) -> None:
        wander.call(2)
        assert effects() == {"step 1": 1, "step 2": 1}
        assert not issubclass(Interrupted, Exception)
