"""Reports on offers, as somebody may know them, and programs that compose."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from setia.domains.sales.offers.model import Offer
from setia.foundation.errors import Forbidden
from setia.foundation.staff.models import Role
from setia.kit import reports
from tests.acting import SETIA, do, make
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble(["parties.party", "sales.offer", "sales.order", "work.file", "conversations.message"])


@pytest.fixture
def told(cast: Cast, settings: Any, tmp_path: Any) -> list[Any]:
    """One accepted, one declined, one still a draft; the first with a discount."""
    settings.CSRF_TRUSTED_ORIGINS, settings.DATA_DIR = ["https://crm.example"], tmp_path
    bo = make("companies", name="Bo & Sons", email="bo@bo.example")
    offers = []
    for discount in ("10", "0", "0"):
        offer = make("offers", party=bo.pk, owner=cast.dev.pk)
        make("offer-lines", offer=offer.pk, description="Work", unit_price="100", cost="20", discount=discount)
        offers.append(offer)
    for offer in offers[:2]:
        do("send", offer)
    do("accept", offers[0], name="Bo")
    do("decline", offers[1], reason="price")
    return offers


def asked(name: str, by: Any = SETIA, **given: str) -> list[dict[str, Any]]:
    report = reports.report_for(name, by)
    return [dict(row.values) for row in reports.answered(report, reports.asked(report, given, by), by).rows]


def test_what_became_of_offers_is_counted_by_outcome_and_reason(told: list[Any], cast: Cast) -> None:
    rows = [(row["status"], row["reason"], row["count"], row["net"]) for row in asked("offer-outcomes")]
    assert rows == [("Accepted", "", 1, 9_000), ("Declined", "Too expensive", 1, 10_000)]
    assert asked("offer-outcomes", since="2030-01-01") == []
    assert asked("offer-outcomes", cast.acting("ada")) == []


def test_departure_is_reported_by_person_and_kept_from_whoever_may_not_know_costs(told: list[Any], cast: Cast) -> None:
    (row,) = asked("offer-departures")
    assert (row["owner"], row["count"], row["departing"], row["points"]) == (cast.dev.pk, 2, 2, 2.5)
    assert row["accepted"] == 0.5
    role = Role.objects.get(name="Manages")
    role.grants = {**role.grants, "sales.offer": {"sight": "all", "verbs": ["*"], "fields": {"cost": "hidden"}}}
    role.save(update_fields=["grants"])
    with pytest.raises(Forbidden):
        reports.report_for("offer-departures", cast.acting("dev"))


def test_versions_stand_side_by_side_for_programs(told: list[Any]) -> None:
    second = Offer.objects.get(pk=do("new_version", told[2]).answer["id"])
    make("offer-lines", offer=second.pk, description="More", unit_price="5")
    rows = asked("offer-versions", offer=str(second.pk))
    assert [row["line"] for row in rows] == ["Work", "More", "Net"]
    assert rows[1]["v1"] == "–"
    assert rows[2] == {"line": "Net", "v1": "100.00", "v2": "105.00"}


def test_a_program_composes_an_offer(cast: Cast) -> None:
    bo, kind = make("companies", name="Bo & Sons"), make("need-kinds", name="Water")
    make("needs", party=bo.pk, name="Clear water", kind=kind.pk, importance="8")
    product = make("products", name="Filter", kind="module", list_price="200", cost="90")
    make("servings", product=product.pk, need_kind=kind.pk, fit="8")
    offer = make("offers", party=bo.pk)
    client = Client()
    client.force_login(cast.root)
    answer = client.post(f"/api/v1/offers/{offer.pk}/propose", {}, content_type="application/json")
    assert answer.status_code == 200, answer.content
    best = answer.json()["answer"]["proposals"][0]
    assert (best["take"], best["net"]) == (f"{product.pk}:1", "200.00")
    taken = client.post(f"/api/v1/offers/{offer.pk}/take", {"modules": best["take"]}, content_type="application/json")
    assert taken.status_code == 200, taken.content
    offer.refresh_from_db()
    assert offer.net == 20_000


def test_a_need_that_was_never_offered_what_serves_it_is_counted(cast: Cast, settings: Any, tmp_path: Any) -> None:
    settings.CSRF_TRUSTED_ORIGINS, settings.DATA_DIR = ["https://crm.example"], tmp_path
    kind, other = (make("need-kinds", name=name).pk for name in ("Safe at night", "Something else"))
    alarm = make("products", name="Alarm", list_price="100", cost="10").pk
    make("servings", product=alarm, need_kind=kind, fit="9")
    bo, cy = (make("companies", name=name, email=f"{name.lower()}@x.example").pk for name in ("Bo", "Cy"))
    for party in (bo, cy):
        make("needs", party=party, name="Thieves", kind=kind)
    make("needs", party=bo, name="Rain", kind=other)
    (row,) = asked("never-offered")
    assert (row["kind"], row["needs"], row["open"], row["met"], row["products"]) == (kind, 2, 2, 0, "Alarm")
    offer = make("offers", party=bo)
    make("offer-lines", offer=offer.pk, product=alarm, unit_price="100")
    assert asked("never-offered")[0]["open"] == 2, "a draft is no offer yet"
    do("send", offer)
    (row,) = asked("never-offered")
    assert (row["open"], row["share"]) == (1, 0.5)
    order = make("orders", party=cy)
    make("order-lines", order=order.pk, product=alarm, unit_price="100")
    assert asked("never-offered")[0]["open"] == 0
