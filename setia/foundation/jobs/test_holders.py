"""The jobs of a worker that died on this machine are taken back as soon as the next one starts."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from setia.foundation.jobs import queue
from setia.foundation.jobs.holders import end_leases_of_the_dead, holder_name
from setia.foundation.jobs.model import Job
from setia.foundation.jobs.tests import greet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marks")]


def claimed_by(holder: str) -> Job:
    greet.enqueue("Ada")
    (job,) = queue.claim("default", holder, 1)
    return job


def of_process(number: int) -> str:
    machine, _own, *rest = holder_name("default").split(":")
    return ":".join([machine, str(number), *rest])


def test_a_dead_process_holds_nothing_any_more() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    job = claimed_by(of_process(gone.pid))
    assert end_leases_of_the_dead() == 1
    job.refresh_from_db()
    assert job.lease_until is not None
    assert job.lease_until <= timezone.now()
    assert queue.reclaim() == 1


def test_a_living_one_and_one_on_another_machine_keep_theirs() -> None:
    own, other = claimed_by(holder_name("default")), claimed_by("another-machine:1:default:abc")
    assert end_leases_of_the_dead() == 0
    for job in (own, other):
        job.refresh_from_db()
        assert job.lease_until is not None
        assert job.lease_until > timezone.now() + timedelta(seconds=30)
