"""Nobody is contacted for what they did not agree to, and we can show how we know."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from setia.domains.parties.consents.expiring import expire_consents
from setia.domains.parties.consents.model import Channel, Consent
from setia.domains.parties.consents.permission import may_contact, permissions
from setia.foundation.errors import Invalid, Refusal
from setia.foundation.ledger import Entry
from setia.kit import undoing, verbs
from setia.kit.resources import registry
from tests.acting import SETIA, change, do, make

pytestmark = pytest.mark.django_db
TODAY = SETIA.today


@pytest.fixture
def bo() -> Any:
    return make("people", name="Bo Andersen")


def purpose(**values: Any) -> Any:
    return make("contact-purposes", **{"name": "News", "wording": "Yes, write to me", **values})


def agree(party: Any, to: Any, **values: Any) -> Any:
    return make("consents", party=party.pk, purpose=to.pk, **{"channel": "email", "source": "form", **values})


def asked(party: Any, to: Any, day: date = TODAY) -> tuple[bool, str]:
    answer = may_contact(party.pk, to, Channel.EMAIL, day)
    return answer.is_given, str(answer.reason)


def test_without_consent_nobody_is_written_to(bo: Any) -> None:
    news = purpose()
    assert asked(bo, news) == (False, "The person was never asked.")
    agree(bo, news)
    assert asked(bo, news) == (True, "The person has agreed.")
    assert not may_contact(bo.pk, news, Channel.PHONE, TODAY).is_given
    assert not may_contact(bo.pk, purpose(name="Surveys"), Channel.EMAIL, TODAY).is_given


def test_what_belongs_to_the_contract_needs_no_consent_and_an_interest_gives_way_to_an_objection(bo: Any) -> None:
    delivery = purpose(name="Delivery", basis="contract", wording="")
    survey = purpose(name="Survey", basis="interest", wording="")
    assert asked(bo, delivery) == (True, "It belongs to what they bought.")
    assert asked(bo, survey) == (True, "The person has not objected.")
    do("withdraw", agree(bo, survey), proof="Said so on the telephone")
    assert asked(bo, survey) == (False, "The person has withdrawn it.")


def test_a_consent_that_has_to_be_confirmed_counts_only_then(bo: Any) -> None:
    consent = agree(bo, purpose(confirmed_twice="yes"))
    assert (consent.status, asked(bo, consent.purpose)[0]) == ("asked", False)
    do("confirm", consent, proof="Link opened on 2 March at 9:12")
    assert (consent.status, asked(bo, consent.purpose)[0]) == ("granted", True)
    assert "9:12" in consent.proof
    with pytest.raises(Refusal, match="does not wait"):
        do("confirm", consent, proof="Again")


def test_what_was_agreed_to_is_kept_word_for_word(bo: Any) -> None:
    news = purpose()
    consent = agree(bo, news)
    change(news, wording="Yes, write to me every day")
    consent.refresh_from_db()
    assert (consent.wording, consent.wording_version, news.wording_version) == ("Yes, write to me", 1, 2)
    do("withdraw", consent)
    do("renew", consent, source="paper", proof="Form 12")
    assert (consent.wording, consent.wording_version) == ("Yes, write to me every day", 2)
    assert [e.kind for e in Entry.objects.filter(noun="parties.consent").order_by("id")] == [
        "consent.created", "consent.withdrawn", "consent.renewed",
    ]  # fmt: skip


def test_a_consent_ends_on_its_day_and_the_night_tells_so(bo: Any) -> None:
    consent = agree(bo, purpose(months="12"), given_on="2026-02-28")
    assert consent.expires_on == date(2027, 2, 28)
    assert asked(bo, consent.purpose, consent.expires_on)[0]
    assert asked(bo, consent.purpose, consent.expires_on + timedelta(days=1)) == (False, "The consent has expired.")
    Consent.objects.filter(pk=consent.pk).update(expires_on=date(2026, 3, 1))
    expire_consents.call()
    consent.refresh_from_db()
    assert consent.status == "expired"
    assert Entry.objects.filter(kind="consent.expired", record_id=consent.pk).count() == 1
    do("renew", consent, source="written")
    assert consent.status == "granted"


def test_the_same_consent_is_not_given_twice(bo: Any) -> None:
    consent = agree(bo, purpose())
    with pytest.raises(Invalid, match="already a consent"):
        agree(bo, consent.purpose)
    verbs.archive(registry["consents"], [consent.pk], SETIA)
    assert agree(bo, consent.purpose).pk != consent.pk


def test_nonsense_about_consents_is_refused_in_words(bo: Any) -> None:
    news = purpose()
    tomorrow = str(TODAY + timedelta(days=1))
    with pytest.raises(Invalid, match="has not come yet"):
        agree(bo, news, given_on=tomorrow)
    with pytest.raises(Invalid, match="cannot end before"):
        agree(bo, news, given_on="2026-02-01", expires_on="2026-01-01")
    with pytest.raises(Invalid, match="Say what people agree to"):
        purpose(name="Nothing", wording=" ")
    consent = agree(bo, news)
    with pytest.raises(Invalid, match="has not come yet"):
        do("withdraw", consent, on=tomorrow)


def test_a_withdrawal_by_mistake_is_taken_back(bo: Any) -> None:
    consent = agree(bo, purpose())
    undoing.undo(do("withdraw", consent).act, SETIA)
    assert asked(bo, consent.purpose)[0]


def test_many_are_asked_about_with_as_few_questions_as_one(bo: Any, django_assert_num_queries: Any) -> None:
    news = purpose()
    agree(bo, news)
    others = [make("people", name=f"Person {n}") for n in range(30)]
    gone = others[0]
    verbs.archive(registry["people"], [gone.pk], SETIA)
    with django_assert_num_queries(2):
        found = permissions([bo.pk, *(p.pk for p in others), 10**12], news, Channel.EMAIL, TODAY)
    assert [pk for pk, answer in found.items() if answer.is_given] == [bo.pk]
    assert "archived" in str(found[gone.pk].reason)
    assert "archived" in str(found[10**12].reason)


def test_who_looks_later_sees_the_consent_expire() -> None:
    later = replace(SETIA, at=SETIA.at + timedelta(days=400))
    bo = make("people", name="Bo Andersen")
    consent = agree(bo, purpose(months="1"))
    change(consent, later, proof="Looked at again")
    assert consent.status == "expired"


def test_a_consent_always_has_the_day_it_was_given(bo: Any) -> None:
    consent = agree(bo, purpose(), given_on="2026-02-01")
    change(consent, given_on="", purpose=str(purpose(name="Offers", months="6").pk))
    assert (consent.given_on, consent.name) == (TODAY, "Offers")
    assert consent.expires_on is not None
