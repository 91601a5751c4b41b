"""Several workers on one database, some of them killed: still everything happens exactly once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from setia.foundation.jobs import enqueue_many, every, hold_lease, progress, run_until_empty, task
from setia.foundation.jobs import queue as queues
from setia.foundation.jobs import schedule as schedules
from setia.foundation.jobs.model import Job, Schedule
from setia.foundation.jobs.tests import effects, greet, leave, sweep
from setia.foundation.jobs.worker import Worker, run_worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("marks")]

PROCESS = """
import os, django
from django.conf import settings
needed = ("django.", "setia.foundation")  # the rest would only take time to load
settings.INSTALLED_APPS = [app for app in settings.INSTALLED_APPS if app.startswith(needed)]
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = os.environ["JOBS_DATABASE"]
from setia.foundation.jobs import test_processes
test_processes.__dict__[os.environ["JOBS_ACT"]]()
"""
STEPS = 8
EVERY_STEP = {f"step {step}": 1 for step in range(STEPS)}

Start = Callable[[Callable[[], object]], subprocess.Popen[bytes]]


@task(lease=1)
def doze(flag: str) -> None:
    """Leaves its effect; the first to run it then sleeps before the commit."""
    leave("woke up")
    if not Path(flag).exists():
        Path(flag).touch()
        time.sleep(60)


@task(own_transactions=True, lease=1.5)
def walk(flag: str) -> None:
    """Takes its steps in a transaction each; the first walker falls asleep half-way, inside a step."""
    for step in range(sum(effects().values()), STEPS):
        with transaction.atomic():
            hold_lease()
            leave(f"step {step}")
            if step == STEPS // 2 and not Path(flag).exists():
                Path(flag).touch()
                time.sleep(60)
        progress(step + 1, STEPS, "walking")


@task(own_transactions=True, lease=60)
def stroll(flag: str) -> None:
    """Like `walk`, but the first walker freezes between two steps, when no thread of it holds a lock."""
    for step in range(sum(effects().values()), STEPS):
        if step == STEPS // 2 and not Path(flag).exists():
            time.sleep(0.25)
            Path(flag).touch()
            signal.raise_signal(signal.SIGSTOP)  # os.kill would let this thread run on for a moment
        with transaction.atomic():
            hold_lease()
            leave(f"step {step}")


@task(own_transactions=True)
def wander(flag: str) -> None:
    for step in range(10_000):
        Path(flag).touch()
        progress(step, 0, "wandering")
        time.sleep(0.01)


@pytest.fixture
def start() -> Iterator[Start]:
    """Runs a function of this module in another process, which is gone after the test."""
    started: list[subprocess.Popen[bytes]] = []

    def run(act: Callable[[], object]) -> subprocess.Popen[bytes]:
        place = {"JOBS_DATABASE": str(connection.settings_dict["NAME"]), "JOBS_ACT": act.__name__}
        started.append(subprocess.Popen([sys.executable, "-c", PROCESS], env=os.environ | place))
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.wait()


def wait_for(true: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def finished_without_pauses() -> bool:
    """Whether all jobs are done; lets those run at once that wait for their next try."""
    Job.objects.filter(state=Job.State.READY, attempts__gt=0).update(run_at=timezone.now())
    return not Job.objects.exists()


def in_threads(count: int, act: Callable[[], Any]) -> list[Any]:
    """What `act` returns in each of several threads that begin together."""
    barrier, results = Barrier(count), []

    def turn() -> None:
        try:
            barrier.wait()
            results.append(act())
        finally:
            connection.close()

    threads = [Thread(target=turn) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(results) == count
    return results


def test_a_committed_job_runs_and_a_rolled_back_one_never(start: Start) -> None:
    worker = start(run_worker)
    with transaction.atomic():
        greet.enqueue("kept")
        time.sleep(0.3)
        assert not effects()
    with transaction.atomic():
        greet.enqueue("dropped")
        transaction.set_rollback(True)
    wait_for(lambda: effects() == {"kept": 1})
    worker.terminate()
    assert worker.wait(10) == 0
    assert not Job.objects.exists()
    assert effects() == {"kept": 1}


@pytest.mark.parametrize("work", [doze, walk])
def test_the_job_of_a_killed_worker_is_finished_by_another_without_double_effect(
    work: Any, start: Start, tmp_path: Path
) -> None:
    flag = tmp_path / "asleep"
    work.enqueue(str(flag))
    first = start(run_worker)
    wait_for(flag.exists)
    first.kill()
    first.wait()
    assert Job.objects.get().state == Job.State.RUNNING
    start(run_worker)

    wait_for(finished_without_pauses)
    assert effects() == ({"woke up": 1} if work is doze else EVERY_STEP)


def test_a_frozen_worker_that_wakes_up_late_does_nothing_twice(start: Start, tmp_path: Path) -> None:
    flag = tmp_path / "frozen"
    stroll.enqueue(str(flag))
    frozen = start(run_worker)
    wait_for(flag.exists)
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    start(run_worker)
    wait_for(finished_without_pauses)
    frozen.send_signal(signal.SIGCONT)
    frozen.terminate()
    assert frozen.wait(10) == 0
    assert effects() == EVERY_STEP


def test_two_worker_processes_never_run_the_same_job(start: Start) -> None:
    enqueue_many(greet, [[f"guest {number}"] for number in range(150)])
    both = [start(run_until_empty), start(run_worker)]
    wait_for(lambda: not Job.objects.exists(), 30)
    assert both[0].wait(10) == 0
    assert set(effects().values()) == {1}
    assert len(effects()) == 150


def test_claims_at_the_same_moment_share_no_job() -> None:
    enqueue_many(greet, [[f"guest {number}"] for number in range(60)])

    def claim() -> list[int]:
        holder, mine = f"thread {time.monotonic_ns()}", []
        while jobs := queues.claim("default", holder, 4):
            mine += [job.pk for job in jobs]
        return mine

    taken = [number for mine in in_threads(3, claim) for number in mine]
    assert len(taken) == len(set(taken)) == 60


def test_two_schedulers_at_the_same_moment_fire_a_round_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedules, "_plans", {})
    every(minutes=5)(sweep)
    schedules.prepare()
    Schedule.objects.update(next_at=timezone.now() - timedelta(minutes=7))
    assert sum(in_threads(3, schedules.tick)) == 1
    assert Job.objects.count() == 1


def test_a_key_put_in_at_the_same_moment_makes_one_job() -> None:
    numbers = in_threads(3, lambda: greet.using(key="once").enqueue("Ada"))
    assert len(set(numbers)) == 1
    assert Job.objects.count() == 1


def test_a_stopping_worker_gives_a_long_job_back_at_once(start: Start, tmp_path: Path) -> None:
    flag = tmp_path / "wandering"
    wander.enqueue(str(flag))
    worker = start(run_worker)
    wait_for(flag.exists)
    wait_for(lambda: Job.objects.get().note == "wandering")
    worker.terminate()
    assert worker.wait(5) == 0
    assert Job.objects.get().state == Job.State.READY


def test_a_worker_does_short_jobs_while_a_long_one_runs(tmp_path: Path) -> None:
    wander.enqueue(str(tmp_path / "wandering"))
    worker = Worker(["default", "long"])
    thread = Thread(target=worker.run)
    thread.start()
    wait_for((tmp_path / "wandering").exists)
    greet.enqueue("Ada")
    wait_for(lambda: effects() == {"Ada": 1}, 5)
    worker.stop.set()
    thread.join(10)
    assert not thread.is_alive()
