"""Mail through a server that speaks SMTP, and the one address that says how."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from setia.config.mail import mail as mail_settings
from setia.domains.work.tasks.digest import send_due
from setia.foundation.env import Misconfigured
from setia.kit.notices import notices
from tests.acting import make
from tests.cast import assemble
from tests.mailing import Server, mail_through

MORNING = datetime(2026, 3, 2, 7, 10, tzinfo=UTC)


@pytest.fixture
def ada(db: None) -> Any:
    cast = assemble(["parties.party", "work.task"])
    notices().choose_digest(cast.acting("ada"), 7)
    make("tasks", cast.acting("ada"), name="Call Bo", due_on="2026-03-02")
    return cast.ada


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    yield from mail_through(settings)


def test_a_letter_arrives_at_a_real_server(ada: Any, server: Server) -> None:
    assert send_due(MORNING) == 1
    (letter,) = server.letters
    assert (letter["To"], letter["Subject"]) == (ada.email, "Your day: Monday, March 2, 2026")
    assert "Call Bo" in letter.get_content()


def test_what_cannot_be_sent_is_sent_the_next_time(ada: Any, server: Server) -> None:
    server.to_recipients = "451 not now"
    assert send_due(MORNING) == 0
    server.to_recipients = "250 well"
    assert send_due(MORNING + timedelta(minutes=15)) == 1
    assert len(server.letters) == 1


def test_a_mail_address_says_everything_that_is_needed() -> None:
    found = mail_settings("smtp://us%40er:p%3Aw@mail.example?tls=yes")
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"], found["EMAIL_PORT"]) == ("us@er", "p:w", 465)
    assert mail_settings("smtp://mail.example")["EMAIL_USE_TLS"]
    assert mail_settings("") == {}


@pytest.mark.parametrize(
    "address",
    ["mail.example", "http://mail.example", "smtp://", "smtp://h:port", "smtp://h?tls=maybe", "smtp://h?tsl=no"],
)
def test_a_mail_address_that_cannot_be_read_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(Misconfigured, match="cannot be read; write smtp://") as refused:
        mail_settings(address)
    assert "maybe" not in str(refused.value)
