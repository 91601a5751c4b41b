"""A sender that is killed: what it had in hand is uncertain, and nobody sends it twice by themselves."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from setia.domains.conversations.messages.model import Message
from setia.domains.conversations.messages.sending import send
from setia.foundation.jobs import queue, run_until_empty
from setia.foundation.jobs.model import Job
from tests.acting import SETIA, do, make
from tests.mailing import Server, mail_through

pytestmark = pytest.mark.django_db(transaction=True)

WORKER = """
import os, django
django.setup()
from django.conf import settings
from django.db import connection
connection.settings_dict["NAME"] = os.environ["OUTBOX_DATABASE"]
from setia.foundation.jobs import run_worker
run_worker()
"""


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    yield from mail_through(settings)


def wait_for(true: Callable[[], object], seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def finished() -> bool:
    """Whether all jobs are done; what a dead worker held is taken back, and need not wait for its next try."""
    queue.reclaim()
    Job.objects.filter(state=Job.State.READY).update(run_at=timezone.now())
    run_until_empty()
    return not Job.objects.exists()


def test_what_a_killed_sender_had_in_hand_is_uncertain_and_sent_again_by_a_person_only(server: Server) -> None:
    server.answering.clear()  # the letter arrives, the answer does not
    bo = make("people", name="Bo", email="bo@example.com")
    message = send(party_id=bo.pk, to=bo.email, subject="Your offer", body="Here it is.", by=SETIA)
    place = {"OUTBOX_DATABASE": str(connection.settings_dict["NAME"]), "SETIA_MAIL_URL": server.address}
    sender = subprocess.Popen([sys.executable, "-c", WORKER], env=os.environ | place)
    try:
        wait_for(lambda: server.letters)
    finally:
        sender.kill()
        sender.wait()
    server.answering.set()
    assert Message.objects.get().status == "sending"
    Job.objects.filter(state=Job.State.RUNNING).update(lease_until=timezone.now() - timedelta(seconds=1))
    wait_for(finished)
    message.refresh_from_db()
    assert (message.status, len(server.letters)) == ("uncertain", 1)
    do("send_again", message)
    run_until_empty()
    message.refresh_from_db()
    assert (message.status, [letter["Message-ID"] for letter in server.letters]) == ("sent", [message.key] * 2)
