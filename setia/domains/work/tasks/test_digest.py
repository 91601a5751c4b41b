"""The daily summary: when, to whom, and what stands in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from setia.domains.work.notifications.model import Digest
from setia.domains.work.tasks.digest import send_digests, send_due
from setia.kit.notices import notices
from tests.acting import make
from tests.browsing import browser_of
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 2, 7, 10, tzinfo=UTC)


@pytest.fixture
def cast() -> Cast:
    return assemble(["parties.party", "work.task"])


@pytest.fixture
def ada(cast: Cast) -> Any:
    notices().choose_digest(cast.acting("ada"), 7)
    make("tasks", cast.acting("ada"), name="Call Bo", due_on="2026-03-02")
    make("tasks", cast.acting("ada"), name="Write to Vera", due_on="2026-02-27")
    make("tasks", cast.acting("gil"), name="Of Gil", due_on="2026-03-02")
    return cast.ada


def test_a_summary_comes_once_a_day_from_the_hour_chosen_on(ada: Any) -> None:
    assert send_due(MORNING - timedelta(minutes=15)) == 0
    assert [send_due(MORNING), send_due(MORNING + timedelta(minutes=15))] == [1, 0]
    letter = mail.outbox[0]
    assert letter.to == [ada.email]
    assert letter.subject == "Your day: Monday, March 2, 2026"
    assert "Overdue (1)\n- Write to Vera (Feb 27, 2026)" in letter.body
    assert "Due today (1)\n- Call Bo" in letter.body
    assert "Of Gil" not in letter.body
    assert send_due(MORNING + timedelta(days=1)) == 1


def test_it_is_written_in_the_language_and_by_the_clock_of_its_reader(ada: Any) -> None:
    ada.language, ada.zone = "fr", "Asia/Jakarta"
    ada.save(update_fields=["language", "zone"])
    assert send_due(datetime(2026, 3, 1, 23, 59, tzinfo=UTC)) == 0
    assert send_due(datetime(2026, 3, 2, 0, 0, tzinfo=UTC)) == 1
    assert "lundi 2 mars 2026" in mail.outbox[0].subject
    assert "En retard (1)" in mail.outbox[0].body


def test_nothing_to_say_sends_nothing(cast: Cast) -> None:
    notices().choose_digest(cast.acting("gil"), 0)
    assert send_due(MORNING) == 0
    assert mail.outbox == []


def test_who_may_not_sign_in_any_more_or_wants_none_gets_none(ada: Any, cast: Cast) -> None:
    ada.is_active = False
    ada.save(update_fields=["is_active"])
    assert send_due(MORNING) == 0
    ada.is_active = True
    ada.save(update_fields=["is_active"])
    notices().choose_digest(cast.acting("ada"), None)
    assert send_due(MORNING) == 0


def test_of_very_many_tasks_the_first_are_named(cast: Cast) -> None:
    notices().choose_digest(cast.acting("ada"), 7)
    for number in range(25):
        make("tasks", cast.acting("ada"), name=f"Call {number}", due_on="2026-03-02")
    send_due(MORNING)
    assert "Due today (25)" in mail.outbox[0].body
    assert "- and 5 more" in mail.outbox[0].body


def test_without_a_server_none_is_sent(ada: Any, settings: Any) -> None:
    settings.MAIL_URL = ""
    send_digests.call()
    assert mail.outbox == []
    assert Digest.objects.get().last_on is None


def test_everybody_chooses_for_themselves(cast: Cast) -> None:
    ada = browser_of(cast.ada)
    assert ada.post("/notices/digest", {"hour": "6"}).status_code == 302
    assert list(Digest.objects.values_list("owner_id", "hour")) == [(cast.ada.pk, 6)]
    assert '<option value="6" selected>' in ada.get("/notices/").content.decode()
    for nonsense in ("24", "-1", "soon"):
        assert ada.post("/notices/digest", {"hour": nonsense}).status_code == 400
    ada.post("/notices/digest", {"hour": ""})
    assert not Digest.objects.exists()
