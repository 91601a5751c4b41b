"""Consent never asked for, profiles nobody has looked at, modules never offered, and whom nobody called back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest

from setia.domains.parties.advising import unanswered
from setia.domains.parties.contact_points.model import ContactPoint
from setia.domains.parties.parties.model import Party
from setia.domains.sales.advising.knowing import missing_consent, stale_profiles
from setia.domains.sales.advising.modules import fitting_modules
from setia.domains.sales.order_lines.model import OrderLine
from setia.domains.sales.orders.model import Order
from setia.foundation.access import system
from setia.foundation.company import Company, changed_company, our_company
from setia.foundation.formats import reader_for
from setia.kit import advice
from setia.kit.advice import Asked, Candidate
from tests.acting import do, make
from tests.cast import NOW

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_euros() -> None:
    our_company()
    Company.objects.update(currency="EUR", zone="UTC", language="en")
    changed_company()


@pytest.fixture
def bo() -> Any:
    return make("people", name="Bo Andersen", is_customer=True)


Find = Callable[[Asked], Iterable[Candidate]]


def found(find: Find, *parties: Any) -> list[Candidate]:
    return list(find(Asked(NOW, NOW.date(), "EUR", frozenset(party.pk for party in parties) or None)))


def told(kind: str, candidate: Candidate) -> str:
    return advice.kinds()[kind].words(candidate.figures, reader_for("en", "UTC"))


def deal(party: Any) -> Any:
    return make("opportunities", name="Machine", party=party.pk, amount=1000, currency="EUR")


def ordered(party: Any, *products: Any, days: int = 30) -> Order:
    order = Order.objects.create(party=party, ordered_on=(NOW - days * DAY).date(), status="confirmed",
                                 created_at=NOW, updated_at=NOW)  # fmt: skip
    for product in products:
        OrderLine.objects.create(order=order, product=product, created_at=NOW, updated_at=NOW)
    return order


def test_whoever_was_never_asked_is_asked_while_there_is_a_deal(bo: Any) -> None:
    other = make("people", name="Ida")
    made = deal(bo)
    deal(make("companies", name="Betasolo"))
    news = make("contact-purposes", name="News", basis="consent", wording="News of us")
    assert found(missing_consent) == [], "nobody was ever asked: it is not used"
    make("consents", party=other.pk, purpose=news.pk, channel="email")
    (candidate,) = found(missing_consent)
    assert (candidate.party_id, candidate.address) == (bo.pk, f"sales.opportunity:{made.pk}")
    assert candidate.inputs == {"party": str(bo.pk), "purpose": str(news.pk), "channel": "email"}
    assert told("missing_consent", candidate).startswith("Nobody has asked them yet: News (E-mail).")
    do("withdraw", make("consents", party=bo.pk, purpose=news.pk, channel="email"))
    assert found(missing_consent) == [], "whoever said no was asked"


def test_a_customer_nobody_has_looked_at_for_long_is_asked_whether_it_still_holds(bo: Any) -> None:
    silent, fresh, verified = (make("people", name=name, is_customer=True) for name in ("Silent", "Fresh", "Verified"))
    make("contact-points", party=verified.pk, kind="phone", value="+33142685300")
    for party in (bo, fresh, verified):
        ordered(party)
    Party.objects.exclude(pk=fresh.pk).update(updated_at=NOW - 700 * DAY)
    ContactPoint.objects.update(updated_at=NOW - 700 * DAY, verified_on=(NOW - 10 * DAY).date())
    (candidate,) = found(stale_profiles)
    assert candidate.party_id == bo.pk, f"{silent} has not ordered"
    assert "since Apr 1, 2024" in told("stale_profile", candidate)
    assert found(stale_profiles, fresh, verified) == []


def test_a_module_that_goes_with_what_was_ordered_is_offered_once(bo: Any) -> None:
    machine, filters, scale = (
        make("products", name=name, list_price=price, currency="EUR")
        for name, price in (("Machine", "900"), ("Filter service", "80"), ("Scale", "40"))
    )
    for module in (filters, scale):
        make("module-rules", product=module.pk, kind="requires", other=machine.pk)
    assert found(fitting_modules) == []
    order = ordered(bo, machine)
    ordered(make("people", name="Ida"), machine, filters, scale)
    (candidate,) = found(fitting_modules)
    assert (candidate.party_id, candidate.address, candidate.value) == (bo.pk, f"sales.order:{order.pk}", 8_000)
    assert told("module_never_offered", candidate) == (
        "They have “Machine”. “Filter service” (€80) goes with it, and was never offered to them."
    )
    ordered(bo, filters)
    (candidate,) = found(fitting_modules)
    assert candidate.figures["module"] == "Scale"
    ordered(bo, scale)
    assert found(fitting_modules) == []


def test_whoever_got_in_touch_waits_until_somebody_gets_back_to_them(bo: Any) -> None:
    before = system("web", NOW - 3 * DAY)
    do("note", bo, before, text="Please call me", kind="email", direction="in")
    (candidate,) = found(unanswered)
    assert told("unanswered_contact", candidate) == "They got in touch 3 days ago, and nobody has got back to them."
    do("note", bo, system("web", NOW - 2 * DAY), text="Called back", kind="call", direction="out")
    assert found(unanswered) == []
    do("note", bo, system("web", NOW - DAY), text="On the answering machine", kind="call", direction="in",
       outcome="missed")  # fmt: skip
    assert [one.party_id for one in found(unanswered)] == [bo.pk]
    do("note", bo, system("web", NOW), text="They called", kind="call", direction="in", outcome="reached")
    assert found(unanswered) == [], "whoever was spoken with does not wait"


def test_what_was_long_ago_is_no_longer_waited_for(bo: Any) -> None:
    do("note", bo, system("web", NOW - 20 * DAY), text="Please call me", kind="email", direction="in")
    assert found(unanswered) == []
