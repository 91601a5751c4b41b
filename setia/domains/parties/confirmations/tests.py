"""A double opt-in: asked by e-mail, answered by a press and by nothing else, kept as proof."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from setia.domains.parties.confirmations.answering import shortened
from setia.domains.parties.confirmations.asking import send
from setia.domains.parties.confirmations.model import Confirmation
from setia.domains.parties.consents.model import Channel, Consent
from setia.domains.parties.consents.permission import may_contact
from setia.foundation.access import system
from setia.foundation.errors import Refusal
from setia.foundation.jobs import run_until_empty
from setia.foundation.jobs.model import Job
from setia.foundation.ledger import Entry
from tests.acting import change, do, make, make_many
from tests.browsing import words
from tests.mailing import Server, mail_through

pytestmark = pytest.mark.django_db(transaction=True)
LINK = re.compile(r"https://crm\.example(/confirm/\S+)")


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    cache.clear()
    settings.CSRF_TRUSTED_ORIGINS = ["https://crm.example"]
    yield from mail_through(settings)


@pytest.fixture
def news(transactional_db: None) -> Any:
    return make("contact-purposes", name="News", wording="Yes, write to me twice a year", confirmed_twice="yes")


@pytest.fixture
def bo(transactional_db: None) -> Any:
    return make("people", name="Bo Andersen", email="bo@bo.example", language="fr")


def now() -> Any:
    return system("web", timezone.now())


def agreed(bo: Any, news: Any, **more: Any) -> Consent:
    values = {"channel": "email", "source": "form", **more}
    return make("consents", now(), party=bo.pk, purpose=news.pk, **values)


def mailed(server: Server) -> tuple[Any, str]:
    """The last letter, and the path of its link."""
    run_until_empty()
    letter = server.letters[-1]
    found = LINK.search(letter.get_content())
    assert found
    return letter, found[1]


def test_whoever_is_said_to_have_agreed_is_asked_in_their_language_and_confirms_by_a_press(
    bo: Any, news: Any, server: Server
) -> None:
    consent = agreed(bo, news)
    letter, path = mailed(server)
    assert (letter["To"], letter["Auto-Submitted"]) == ("bo@bo.example", "auto-generated")
    assert "Yes, write to me twice a year" in letter.get_content()
    assert letter["Content-Language"] == "fr"
    visitor = Client(enforce_csrf_checks=True)
    for _n in range(3):
        page = visitor.get(path)
        assert "Yes, write to me twice a year" in words(page)
    assert 'lang="fr"' in words(page)
    assert "Yes, I confirm" in words(visitor.get(f"{path}?in=en"))
    assert "noindex" in page["X-Robots-Tag"]
    assert not page.cookies
    consent.refresh_from_db()
    assert consent.status == "asked"
    assert not may_contact(bo.pk, news, Channel.EMAIL, consent.given_on).is_given
    done = visitor.post(f"{path}?in=en", {"answer": "yes"}, REMOTE_ADDR="203.0.113.77")
    assert "it is confirmed" in words(done)
    consent.refresh_from_db()
    assert consent.status == "granted"
    assert may_contact(bo.pk, news, Channel.EMAIL, consent.given_on).is_given
    entry = Entry.objects.get(kind="consent.confirmed", record_id=consent.pk)
    proof = entry.data["inputs"]["proof"]
    for part in (letter["Message-ID"], "bo@bo.example", "203.0.113.0/24", "version 1"):
        assert part in proof
    assert "203.0.113.77" not in proof
    assert proof in consent.proof


def test_a_link_works_once_and_later_says_what_is_so_now(bo: Any, news: Any, server: Server) -> None:
    consent = agreed(bo, news)
    _letter, path = mailed(server)
    visitor = Client()
    visitor.post(path, {"answer": "yes"})
    visitor.post(path, {"answer": "no"})
    consent.refresh_from_db()
    assert consent.status == "granted"
    do("withdraw", consent, now())
    assert "You have withdrawn this" in words(visitor.get(f"{path}?in=en"))
    visitor.post(path, {"answer": "yes"})
    consent.refresh_from_db()
    assert consent.status == "withdrawn"
    assert Entry.objects.filter(kind="consent.confirmed").count() == 1


def test_after_a_withdrawal_the_link_no_longer_confirms(bo: Any, news: Any, server: Server) -> None:
    consent = agreed(bo, news)
    _letter, path = mailed(server)
    do("withdraw", consent, now())
    assert "withdrawn" in words(Client().post(f"{path}?in=en", {"answer": "yes"}))
    consent.refresh_from_db()
    assert consent.status == "withdrawn"


def test_whoever_did_not_ask_for_it_says_so(bo: Any, news: Any, server: Server) -> None:
    consent = agreed(bo, news)
    _letter, path = mailed(server)
    assert "did not ask for this" in words(Client().post(f"{path}?in=en", {"answer": "no"}))
    consent.refresh_from_db()
    assert consent.status == "withdrawn"
    assert "did not ask" in Entry.objects.get(kind="consent.withdrawn").data["inputs"]["proof"]


def test_a_link_ends_after_seven_days_and_with_the_wording_it_asked_about(bo: Any, news: Any, server: Server) -> None:
    consent = agreed(bo, news)
    _letter, path = mailed(server)
    Confirmation.objects.update(made_at=timezone.now() - timedelta(days=7, minutes=1))
    assert "valid for seven days" in words(Client().post(f"{path}?in=en", {"answer": "yes"}))
    Confirmation.objects.update(made_at=timezone.now())
    change(news, now(), wording="Yes, write to me every day")
    do("withdraw", consent, now())
    do("renew", consent, now(), source="form")
    assert "replaced" in words(Client().post(f"{path}?in=en", {"answer": "yes"}))
    consent.refresh_from_db()
    assert consent.status == "asked"


@pytest.mark.parametrize("secret", ["x", "a:b:c", "%00", "é", "W10:1x:y", "a" * 900])
def test_a_link_that_we_never_sent_is_no_page(db: None, secret: str) -> None:
    cache.clear()
    for ask in (Client().get, Client().post):
        assert ask(f"/confirm/{secret}").status_code in (400, 404)


def test_nonsense_at_a_link_changes_nothing(bo: Any, news: Any, server: Server) -> None:
    consent = agreed(bo, news)
    _letter, path = mailed(server)
    assert Client().post(path, {"answer": "perhaps"}).status_code == 200
    assert Client().post(path, {"other": "x"}).status_code == 400
    assert Client().get(f"{path}x").status_code == 404
    consent.refresh_from_db()
    assert consent.status == "asked"


def test_a_message_waits_for_the_end_of_quiet_hours(bo: Any, news: Any, server: Server, monkeypatch: Any) -> None:
    monkeypatch.setattr("setia.domains.parties.confirmations.asking.is_quiet", lambda *_given: True)
    agreed(bo, news)
    run_until_empty()
    assert server.letters == []
    [job] = Job.objects.filter(task__endswith="asking.send")
    assert timezone.now() < job.run_at <= timezone.now() + timedelta(hours=1)
    monkeypatch.setattr("setia.domains.parties.confirmations.asking.is_quiet", lambda *_given: False)
    Job.objects.update(run_at=timezone.now())
    run_until_empty()
    assert len(server.letters) == 1


def test_what_the_server_does_not_take_now_is_sent_later_and_once(bo: Any, news: Any, server: Server) -> None:
    server.to_recipients = "451 not now"
    agreed(bo, news)
    run_until_empty()
    asked = Confirmation.objects.get()
    assert (server.letters, asked.sent_at) == ([], None)
    server.to_recipients = "250 well"
    Job.objects.update(run_at=timezone.now())
    run_until_empty()
    send.call(asked.pk)
    assert len(server.letters) == 1


def test_nobody_is_written_to_again_and_again(bo: Any, news: Any, server: Server) -> None:
    consent = agreed(bo, news)
    run_until_empty()
    with pytest.raises(Refusal, match="moment ago"):
        do("send_confirmation", consent, now())
    for _n in range(2):
        Confirmation.objects.update(made_at=timezone.now() - timedelta(hours=1))
        do("send_confirmation", consent, now())
    Confirmation.objects.update(made_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(Refusal, match="Three messages"):
        do("send_confirmation", consent, now())
    run_until_empty()
    assert len(server.letters) == 3


def test_who_cannot_be_asked_is_told_why(bo: Any, news: Any, server: Server, settings: Any) -> None:
    by_phone = agreed(bo, news, channel="phone")
    with pytest.raises(Refusal, match="Only consents to e-mail"):
        do("send_confirmation", by_phone, now())
    silent = agreed(make("people", name="No mail"), news)
    with pytest.raises(Refusal, match="no e-mail address"):
        do("send_confirmation", silent, now())
    settings.MAIL_URL = ""
    consent = agreed(bo, news)
    with pytest.raises(Refusal, match="sends no mail"):
        do("send_confirmation", consent, now())
    settings.MAIL_URL = server.address
    do("confirm", consent, now(), proof="On paper")
    with pytest.raises(Refusal, match="does not wait"):
        do("send_confirmation", consent, now())
    run_until_empty()
    assert server.letters == []


def test_what_comes_in_masses_asks_nobody_by_itself(bo: Any, news: Any, server: Server) -> None:
    make_many("consents", [{"party_id": bo.pk, "purpose_id": news.pk, "channel": "email", "source": "imported"}])
    run_until_empty()
    assert Consent.objects.get().status == "asked"
    assert server.letters == []


def test_who_withdraws_before_the_message_goes_out_is_not_written_to(bo: Any, news: Any, server: Server) -> None:
    consent = agreed(bo, news)
    do("withdraw", consent, now())
    run_until_empty()
    assert server.letters == []


def test_a_network_address_is_shortened() -> None:
    assert shortened("203.0.113.77") == "203.0.113.0/24"
    assert shortened("2001:db8:1:2:3::4") == "2001:db8:1::/48"
    assert shortened("unknown") == "?"
