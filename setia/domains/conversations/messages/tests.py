"""The outbox: what goes out, once, and what becomes of what does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from setia.domains.conversations.messages.delivering import _begin, _end, deliver, tend
from setia.domains.conversations.messages.handing import Handed
from setia.domains.conversations.messages.model import Message
from setia.domains.conversations.messages.sending import CONTRACT, send
from setia.foundation import contents
from setia.foundation.errors import Invalid, Refusal
from setia.foundation.jobs import run_until_empty
from setia.foundation.jobs.model import Job
from setia.foundation.ledger import Entry
from setia.kit.attachments import attachments
from setia.kit.notices import notices
from setia.kit.undoing import undo
from tests.acting import SETIA, change, do, facts, make
from tests.cast import Cast, assemble
from tests.mailing import Server, mail_through

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    yield from mail_through(settings)


@pytest.fixture
def cast() -> Cast:
    return assemble(["parties.party", "conversations.message", "work.file"])


@pytest.fixture
def bo(cast: Cast) -> Any:
    return make("people", name="Bo Andersen", email="bo@bücher.example", language="fr", owner=cast.ada.pk)


def sent(cast: Cast, bo: Any, **more: Any) -> Message:
    values = {
        "to": bo.email,
        "subject": "Your offer",
        "body": "Hello,\n.here it is.",
        "about": f"parties.party:{bo.pk}",
    }
    return send(party_id=bo.pk, by=cast.acting("ada"), **{"about": f"parties.party:{bo.pk}", **values, **more})


def now(message: Message) -> Message:
    message.refresh_from_db()
    return message


def test_a_message_goes_out_once_with_what_it_should_say(cast: Cast, bo: Any, server: Server) -> None:
    file = attachments().add(f"parties.party:{bo.pk}", [b"%PDF-1.7 offer"], "Angebot für Bö.pdf", cast.acting("ada"))
    message = sent(cast, bo, attachments=[file.id], subject="Votre devis n° 7")
    run_until_empty()
    deliver.call(message.pk)
    (letter,) = server.letters
    assert (letter["Subject"], letter["Message-ID"]) == ("Votre devis n° 7", message.key)
    assert letter["To"] == "Bo Andersen <bo@xn--bcher-kva.example>"
    assert letter["Reply-To"] == f"Ada Seller <{cast.ada.email}>"
    assert "Ada Seller" in letter["From"]
    assert letter.get_body()["Content-Language"] == "fr"
    assert letter.get_body().get_content() == "Hello,\r\n.here it is.\r\n"
    (part,) = letter.iter_attachments()
    assert (part.get_filename(), part.get_content_type(), part.get_content()) == (
        "Angebot für Bö.pdf", "application/pdf", b"%PDF-1.7 offer",
    )  # fmt: skip
    assert (now(message).status, message.tries, message.error) == ("sent", 1, "")
    told = Entry.objects.get(kind="message.sent")
    assert (told.story_id, told.data["about"]) == (bo.pk, f"parties.party:{bo.pk}")


def later() -> None:
    """Time goes by: what waits for its turn is due."""
    Message.objects.filter(status="waiting").update(next_at=timezone.now())
    Job.objects.update(run_at=timezone.now())


def told(cast: Cast) -> list[str]:
    return [notice.words for notice in notices().page(cast.acting("ada"), 0, 20)]


def test_without_a_mail_server_it_waits_and_says_so_and_goes_out_once_there_is_one(
    cast: Cast, bo: Any, settings: Any
) -> None:
    settings.MAIL_URL = ""
    message = sent(cast, bo)
    run_until_empty()
    assert now(message).status == "waiting"
    assert "No mail server is set up" in message.error
    tend(timezone.now())
    assert not Job.objects.exists()
    for server in mail_through(settings):
        tend(timezone.now())
        run_until_empty()
        assert (now(message).status, len(server.letters)) == ("sent", 1)


def test_what_the_server_does_not_take_now_is_tried_again(cast: Cast, bo: Any, server: Server) -> None:
    server.to_recipients = "451 try again later"
    message = sent(cast, bo)
    run_until_empty()
    assert (now(message).status, message.tries, message.error) == ("waiting", 1, "451 try again later")
    assert message.next_at > timezone.now()
    server.to_recipients = "250 well"
    later()
    run_until_empty()
    assert (now(message).status, message.tries, len(server.letters)) == ("sent", 2, 1)


def test_trying_again_has_an_end(cast: Cast, bo: Any, server: Server) -> None:
    server.to_recipients = "451 never now"
    message = sent(cast, bo)
    for _round in range(12):
        run_until_empty()
        later()
    assert (now(message).status, message.tries, message.error) == ("failed", 9, "451 never now")
    assert told(cast) == ["Your message was not sent"]
    assert not Job.objects.exists()


def test_a_server_that_cannot_be_reached_is_tried_again(cast: Cast, bo: Any, server: Server, settings: Any) -> None:
    settings.EMAIL_PORT = 9
    message = sent(cast, bo)
    run_until_empty()
    assert (now(message).status, "cannot be reached" in message.error) == ("waiting", True)


def test_what_the_server_refuses_for_good_fails_with_its_words(cast: Cast, bo: Any, server: Server) -> None:
    server.to_recipients = "550 no such user here"
    message = sent(cast, bo)
    run_until_empty()
    assert (now(message).status, message.error) == ("failed", "550 no such user here")
    assert facts(message)[-1] == "message.failed"
    server.to_recipients = "250 well"
    do("send_again", message, cast.acting("ada"))
    run_until_empty()
    assert (now(message).status, server.letters[0]["Message-ID"]) == ("sent", message.key)


def test_a_connection_that_breaks_after_the_letter_leaves_it_uncertain(cast: Cast, bo: Any, server: Server) -> None:
    server.to_letters = ""
    message = sent(cast, bo)
    run_until_empty()
    later()
    tend(timezone.now())
    run_until_empty()
    assert (now(message).status, len(server.letters)) == ("uncertain", 1)
    assert told(cast) == ["Nobody knows whether your message was sent"]
    do("mark_as_sent", message, cast.acting("ada"), evidence="Bo has it")
    assert (message.status, message.error) == ("sent", "")


def test_what_somebody_may_not_be_written_for_is_refused_or_stopped_on_the_way(
    cast: Cast, bo: Any, server: Server
) -> None:
    make("contact-purposes", name="Newsletter", wording="Yes")
    with pytest.raises(Invalid, match="never asked"):
        sent(cast, bo, purpose="newsletter")
    with pytest.raises(Refusal, match="no contact purpose called"):
        sent(cast, bo, purpose="Nothing")
    message = sent(cast, bo, purpose=CONTRACT)
    type(bo).objects.filter(pk=bo.pk).update(restricted_on=SETIA.today)
    run_until_empty()
    assert (now(message).status, "restricted" in message.error, server.letters) == ("failed", True, [])
    with pytest.raises(Refusal, match="restricted"):
        do("send_again", message, cast.acting("ada"))


@pytest.mark.parametrize(
    "more",
    [
        {"to": "nobody"},
        {"to": "bo@example.com\r\nBcc: all@example.com"},
        {"body": "  "},
        {"about": "parties.party:999999"},
    ],
)
def test_nonsense_is_refused_before_anything_is_written(cast: Cast, bo: Any, more: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        sent(cast, bo, **more)
    assert not Message.objects.exists()


def test_nobody_breaks_out_of_a_header(cast: Cast, bo: Any, server: Server) -> None:
    change(bo, first_name='"Bo" <x@evil.example>, Bo')
    sent(cast, bo, subject="Hello\r\nBcc: all@evil.example\r\n\r\nBuy")
    run_until_empty()
    (letter,) = server.letters
    assert (letter["Subject"], letter["Bcc"]) == ("Hello Bcc: all@evil.example Buy", None)
    assert [address.addr_spec for address in letter["To"].addresses] == ["bo@xn--bcher-kva.example"]


def test_a_message_that_was_cancelled_or_undone_does_not_go_out(cast: Cast, bo: Any, server: Server) -> None:
    one, two = sent(cast, bo), sent(cast, bo)
    do("cancel", one, cast.acting("ada"), reason="A mistake")
    undo(Entry.objects.get(kind="message.written", record_id=two.pk).act, cast.acting("ada"))
    run_until_empty()
    assert (now(one).status, now(two).status, server.letters) == ("cancelled", "waiting", [])
    with pytest.raises(Refusal, match="is cancelled"):
        do("mark_as_sent", one, cast.acting("ada"))


def test_what_has_gone_out_is_neither_changed_nor_fetched_back(cast: Cast, bo: Any, server: Server) -> None:
    message = sent(cast, bo)
    written = Entry.objects.get(kind="message.written").act
    run_until_empty()
    with pytest.raises(Invalid, match="Only what still waits"):
        change(now(message), cast.acting("ada"), body="Something else")
    with pytest.raises(Refusal, match="changed again"):
        undo(written, cast.acting("ada"))


def test_a_message_is_in_the_outbox_with_the_verb_or_not_at_all(cast: Cast, bo: Any, server: Server) -> None:
    def fail() -> None:
        with transaction.atomic():
            sent(cast, bo)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    run_until_empty()
    assert (Message.objects.count(), server.letters) == (0, [])


def test_a_file_that_is_gone_is_named(cast: Cast, bo: Any, server: Server) -> None:
    file = attachments().add(f"parties.party:{bo.pk}", [b"text"], "offer.txt", cast.acting("ada"))
    message = sent(cast, bo, attachments=[file.id])
    contents.path_of(message.attachments.get().sha256).unlink()
    run_until_empty()
    assert (now(message).status, message.error) == ("failed", "The file “offer.txt” is not there any more.")


def test_a_sender_that_is_silent_for_too_long_is_found_and_may_still_come_back(
    cast: Cast, bo: Any, server: Server
) -> None:
    message = sent(cast, bo)
    begun = _begin(message.pk, timezone.now())
    assert begun is not None
    tend(timezone.now() + timedelta(minutes=9))
    assert now(message).status == "sending"
    tend(timezone.now() + timedelta(minutes=11))
    assert now(message).status == "uncertain"
    _end(message.pk, begun.tries, Handed("sent"), timezone.now())
    assert (now(message).status, message.error) == ("sent", "")
