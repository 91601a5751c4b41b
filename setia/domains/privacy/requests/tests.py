"""Requests of people about what is kept of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from setia.domains.duplicates.pairs.model import Pair
from setia.domains.parties.consents.model import Channel
from setia.domains.parties.consents.permission import may_contact
from setia.domains.parties.preferences.deriving import derive_preferences
from setia.domains.parties.preferences.model import Preference
from setia.domains.parties.purposes.model import ContactPurpose
from setia.foundation.errors import Forbidden, Invalid, Refusal
from setia.kit import verbs
from setia.kit.resources import registry
from tests.acting import SETIA, change, do, facts, make
from tests.cast import ALL_VERBS, NOW, Cast, assemble, grants, role

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """Ada keeps customers; Cleo answers requests as well."""
    people = assemble(["parties.party", "sales.order"])
    nouns = ["privacy.privacyrequest", "privacy.erasure"]
    people.cleo.roles.add(role("Protects data", grants([*nouns, "parties.party"], "all", ALL_VERBS)))
    return people


def asked(kind: str, party: Any, **values: Any) -> Any:
    return make("privacy-requests", kind=kind, party=party.pk, **values)


def test_a_request_is_due_within_a_month() -> None:
    request = asked("access", make("people", name="Bo"), received_on="2026-01-31")
    assert (request.due_on, request.name) == (date(2026, 2, 28), "Access 2026-01-31")


def test_it_can_take_two_months_longer_and_no_more() -> None:
    request = asked("access", make("people", name="Bo"), received_on="2026-02-01")
    do("extend", request, months="2", reason="There are many orders")
    assert request.due_on == date(2026, 5, 1)
    with pytest.raises(Invalid, match="later than"):
        do("extend", request, months="1", reason="Still")


def test_an_answered_request_stays_answered() -> None:
    request = asked("rectification", make("people", name="Bo"))
    do("answer", request, answer="The address was corrected")
    assert (request.status, request.reply) == ("done", "The address was corrected")
    with pytest.raises(Refusal, match="already"):
        do("refuse", request, reason="No")


def test_a_restricted_party_is_not_written_to_and_shown_as_such(cast: Cast) -> None:
    bo = make("people", name="Bo", owner=cast.ada.pk)
    purpose = make("contact-purposes", name="News", basis="interest")
    today = SETIA.today
    assert may_contact(bo.pk, ContactPurpose.objects.get(pk=purpose.pk), Channel.EMAIL, today).is_given
    do("restrict", asked("restriction", bo))
    bo.refresh_from_db()
    answer = may_contact(bo.pk, ContactPurpose.objects.get(pk=purpose.pk), Channel.EMAIL, today)
    assert (answer.is_given, "restricted" in str(answer.reason)) == (False, True)
    assert "party.restricted" in facts(bo)


def test_a_restricted_party_is_changed_only_by_those_granted_until_it_is_lifted(cast: Cast) -> None:
    bo = make("people", name="Bo", owner=cast.ada.pk)
    request = asked("restriction", bo)
    do("restrict", request)
    with pytest.raises(Invalid, match="restricted since"):
        change(bo, cast.acting("ada"), city="Lyon")
    with pytest.raises(Invalid, match="restricted since"):
        make("contact-points", cast.acting("ada"), party=bo.pk, kind="email", value="bo@lund.example")
    change(bo, cast.acting("cleo"), city="Lyon")
    do("answer", request, answer="As you wished")
    do("lift", request, reason="The dispute is over")
    change(bo, cast.acting("ada"), city="Paris")


def test_nothing_is_derived_of_a_restricted_party(cast: Cast) -> None:
    bo = make("people", name="Bo")
    order = make("orders", party=bo.pk, total="9", currency="EUR")
    do("restrict", asked("restriction", bo))
    for amount in ("1", "2", "3", "1"):
        make("payments", order=order.pk, amount=amount, method="card")
    derive_preferences.call()
    assert not Preference.objects.filter(party=bo).exists()


def test_a_restricted_party_is_merged_with_nobody() -> None:
    bo, bob = make("people", name="Bo Lund", city="Lyon"), make("people", name="Bo Lund")
    do("restrict", asked("restriction", bo))
    pair = Pair.objects.create(party=bo, other=bob, score=99, created_at=NOW, updated_at=NOW)
    with pytest.raises(Refusal, match="restricted"):
        do("merge", pair)


def test_requests_are_for_those_whose_role_grants_them(cast: Cast) -> None:
    bo = make("people", name="Bo", owner=cast.ada.pk)
    with pytest.raises(Forbidden):
        verbs.create(registry["privacy-requests"], {"kind": "access", "party": bo.pk}, cast.acting("ada"))
    assert verbs.create(registry["privacy-requests"], {"kind": "access", "party": bo.pk}, cast.acting("cleo")).ids


def test_a_request_of_erasure_is_answered_by_erasing() -> None:
    request = asked("erasure", make("people", name="Bo"))
    with pytest.raises(Refusal, match="proof"):
        do("answer", request, answer="Done")
