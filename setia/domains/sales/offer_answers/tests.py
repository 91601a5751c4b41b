"""A customer answers by the link: once, with proof; the offer becomes an order with the promises that go with it."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from setia.domains.conversations.messages.model import Message
from setia.domains.promises.promises.model import Promise
from setia.domains.sales.offer_papers.making import document_of
from setia.domains.sales.offer_sending.lapsing import tend
from setia.domains.sales.offers.line import OfferLine
from setia.domains.sales.offers.model import Offer
from setia.domains.sales.orders.model import Order
from setia.domains.work.notifications.model import Notification
from setia.foundation.access import Actor, system
from setia.foundation.errors import Refusal
from setia.foundation.ledger import Entry
from tests.acting import do, make
from tests.browsing import words
from tests.cast import assemble

pytestmark = pytest.mark.django_db(transaction=True)
LINK = re.compile(r"https://crm\.example(/offer/\S+)")


@pytest.fixture(autouse=True)
def own_address(settings: Any, tmp_path: Any) -> None:
    cache.clear()
    settings.CSRF_TRUSTED_ORIGINS = ["https://crm.example"]
    settings.DATA_DIR = tmp_path


def now() -> Actor:
    return system("web", timezone.now())


@pytest.fixture
def offer(transactional_db: None) -> Any:
    ada = assemble(["parties.party", "sales.offer", "sales.order", "sales.opportunity"]).ada
    bo = make("companies", now(), name="Bo & Sons", email="bo@bo.example", language="fr")
    deal = make("opportunities", now(), party=bo.pk, name="Water", amount="1")
    make("taxes", now(), name="VAT", percent="20", is_usual="yes")
    fountain = make("products", now(), name="Fountain", list_price="1450", cost="880")
    offer = make("offers", now(), party=bo.pk, opportunity=deal.pk, owner=ada.pk, answer_hours="4",
                 deliver_on=(timezone.now() + timedelta(days=20)).date().isoformat())  # fmt: skip
    make("offer-lines", now(), offer=offer.pk, product=fountain.pk, quantity="3", discount="10",
         promise="Quieter than 40 dB")  # fmt: skip
    make("offer-lines", now(), offer=offer.pk, description="Sunday", unit_price="99.99", cost="10", is_optional="yes")
    make("offer-lines", now(), offer=offer.pk, description="Cups", unit_price="10", cost="1", is_optional="yes")
    offer.refresh_from_db()
    return offer


def sent(offer: Any) -> str:
    """The path of the link in the message."""
    do("send", offer, now())
    found = LINK.search(Message.objects.latest("id").body)
    assert found
    return found[1]


def test_a_customer_reads_chooses_accepts_and_what_follows_is_there(offer: Any) -> None:
    path = sent(offer)
    message = Message.objects.get()
    assert (message.email, message.language, message.about) == ("bo@bo.example", "fr", f"sales.offer:{offer.pk}")
    visitor = Client(enforce_csrf_checks=True)
    page = visitor.get(path)
    assert 'lang="fr"' in words(page)
    assert "noindex" in page["X-Robots-Tag"]
    assert not page.cookies
    sunday = OfferLine.objects.get(description="Sunday")
    english = f"{path}?in=en"
    assert "$4,817.99" in words(visitor.get(f"{english}&option={sunday.pk}&count=1"))
    assert "Tick that you accept" in words(visitor.post(english, {"answer": "accept", "name": "Bo"}), 422)
    assert "Write your name" in words(visitor.post(english, {"answer": "accept", "agree": "yes", "name": " "}), 422)
    visitor.post(english, {"answer": "accept", "agree": "yes", "name": "Bo Andersen", "option": [sunday.pk]},
                 REMOTE_ADDR="203.0.113.77")  # fmt: skip
    offer.refresh_from_db()
    assert (offer.status, offer.answered_by, offer.net) == ("accepted", "Bo Andersen", 401_499)
    assert "203.0.113.0/24" in offer.proof
    assert offer.paper.sha256 in offer.proof
    order = Order.objects.get()
    assert (order.pk, order.status, order.net, order.opportunity_id) == (
        offer.order_id, "confirmed", offer.net, offer.opportunity_id,
    )  # fmt: skip
    assert list(order.lines.order_by("position").values_list("quantity", "amount")) == [(3, 391_500), (1, 9_999)]
    offer.opportunity.refresh_from_db()
    assert offer.opportunity.status == "won"
    promised = Promise.objects.filter(about=f"sales.order:{order.pk}", source="offer", owner=offer.owner_id)
    assert {"Quieter than 40 dB", "An answer within 4 hours"} < set(promised.values_list("name", flat=True))
    assert promised.count() == 3
    assert Notification.objects.filter(owner=offer.owner_id, kind="offer_accepted").count() == 1
    assert "was accepted on" in words(visitor.get(english))


def test_an_offer_is_accepted_once_also_by_two_clicks_at_once(offer: Any) -> None:
    path = sent(offer)

    def click(number: int) -> int:
        try:
            given = {"answer": "accept", "agree": "yes", "name": f"Bo {number}"}
            return Client().post(path, given).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as several:
        assert set(several.map(click, range(4))) == {302}
    Client().post(path, {"answer": "decline", "reason": "price"})
    assert Order.objects.count() == 1
    assert Entry.objects.filter(kind="offer.accepted").count() == 1
    assert Promise.objects.count() == 3


def test_who_declines_says_why_and_nothing_is_ordered(offer: Any) -> None:
    path = sent(offer)
    assert "Choose why" in words(Client().post(f"{path}?in=en", {"answer": "decline"}), 422)
    Client().post(path, {"answer": "decline", "reason": "price", "words": "Half of it would do"})
    offer.refresh_from_db()
    assert (offer.status, offer.decline_reason, offer.decline_words) == ("declined", "price", "Half of it would do")
    assert not Order.objects.exists()


def test_after_it_lapsed_or_was_replaced_the_link_says_so_and_takes_no_answer(offer: Any) -> None:
    path, yes = sent(offer), {"answer": "accept", "agree": "yes", "name": "Bo"}
    Offer.objects.filter(pk=offer.pk).update(valid_until=timezone.now().date() - timedelta(days=1))
    Client().post(path, yes)
    assert "was valid until" in words(Client().get(f"{path}?in=en"))
    with pytest.raises(Refusal, match="not valid any more"):
        do("accept", offer, now(), name="Bo")
    assert tend(timezone.now()) == (1, 0)
    offer.refresh_from_db()
    assert offer.status == "lapsed"
    second = Offer.objects.get(pk=do("new_version", offer, now()).answer["id"])
    newer = sent(second)
    third = Offer.objects.get(pk=do("new_version", second, now()).answer["id"])
    do("send", third, now())
    Client().post(newer, yes)
    assert "newer version" in words(Client().get(f"{newer}?in=en"))
    assert not Order.objects.exists()


def test_whoever_made_an_offer_is_reminded_once_before_it_lapses(offer: Any) -> None:
    sent(offer)
    soon = timezone.now() + timedelta(days=27)
    assert tend(soon) == (0, 1)
    assert tend(soon) == (0, 0)
    assert Notification.objects.filter(owner=offer.owner_id, kind="offer_lapsing").count() == 1


def test_a_document_says_the_same_in_the_same_bytes_and_is_kept_as_it_was_sent(offer: Any) -> None:
    path = sent(offer)
    offer.refresh_from_db()
    document = document_of(offer)
    assert document.body.startswith(b"%PDF")
    kept = b"".join(Client().get(f"{path}/document").streaming_content)
    assert kept == document.body
    do("send_again", offer, now())
    assert Message.objects.count() == 2
    assert len(set(LINK.findall(" ".join(Message.objects.values_list("body", flat=True))))) == 1


@pytest.mark.parametrize("secret", ["x", "a" * 43, "%00", "é" * 30, "a" * 900])
def test_a_link_that_we_never_sent_is_no_page(db: None, secret: str) -> None:
    for ask in (Client().get, Client().post):
        assert ask(f"/offer/{secret}").status_code in (400, 404)


def test_the_secret_of_a_link_is_nowhere_in_the_database(offer: Any) -> None:
    secret = sent(offer).rpartition("/")[2]
    assert secret not in str(list(Offer.objects.values()))
    assert secret not in str(list(Entry.objects.values("data")))
