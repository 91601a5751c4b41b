"""Tries are counted against a job that does not get on, not against one that is stopped again and again."""

from __future__ import annotations

import pytest
from django.utils import timezone

from setia.foundation.jobs import progress, run_until_empty, task
from setia.foundation.jobs.model import Job

pytestmark = pytest.mark.django_db
TIMES, LENGTH = 8, 6


@task(own_transactions=True, retries=2)
def march() -> None:
    """Gets one step further in every run, and is stopped there."""
    job = Job.objects.get(task=march.name)
    if job.done < LENGTH:
        progress(job.done + 1, LENGTH)
        raise ConnectionError("the machine was switched off")


@task(own_transactions=True, retries=2)
def stumble() -> None:
    """Gets to the same step in every run."""
    progress(3, LENGTH)
    raise ValueError("this row cannot be read")


def run_often() -> None:
    for _turn in range(TIMES):
        run_until_empty(strict=False)
        Job.objects.filter(state=Job.State.READY).update(run_at=timezone.now())


@pytest.fixture(autouse=True)
def _told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("setia.foundation.jobs.running.TOLD_EVERY", 0.0)


def test_a_long_job_that_gets_further_each_time_is_begun_again_as_often_as_it_takes() -> None:
    march.enqueue()
    run_often()
    assert not Job.objects.exists()


def test_a_long_job_that_fails_at_the_same_place_is_set_aside() -> None:
    stumble.enqueue()
    run_often()
    job = Job.objects.get()
    assert (job.state, job.attempts) == (Job.State.FAILED, 3)
