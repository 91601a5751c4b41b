"""The composer: proposals that serve best, taken with one click and back, on the page and for programs."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from setia.domains.sales.offers.line import OfferLine
from setia.foundation.errors import Invalid, Refusal
from setia.foundation.staff.models import Role
from setia.kit.undoing import undo
from tests.acting import SETIA, do, make
from tests.browsing import words
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble(["parties.party", "sales.offer", "sales.order"])


@pytest.fixture
def world(cast: Cast) -> dict[str, Any]:
    """Bo needs safety and water; an alarm needs a gateway."""
    bo = make("companies", name="Bo & Sons", email="bo@bo.example", owner=cast.dev.pk)
    safety, water = make("need-kinds", name="Safety"), make("need-kinds", name="Water")
    made = {"bo": bo, "safety": make("needs", party=bo.pk, name="Nobody gets in", kind=safety.pk, importance="9"),
            "water": make("needs", party=bo.pk, name="Clear water", kind=water.pk, importance="4")}  # fmt: skip
    for name, price, cost, kind, fit in (("Alarm", 400, 150, safety, 9), ("Lock", 100, 40, safety, 5),
                                         ("Filter", 200, 90, water, 8), ("Gateway", 150, 70, None, 0)):  # fmt: skip
        product = made[name] = make("products", name=name, kind="module", list_price=str(price), cost=str(cost))
        if kind:
            make("servings", product=product.pk, need_kind=kind.pk, fit=str(fit))
    make("module-rules", product=made["Alarm"].pk, kind="requires", other=made["Gateway"].pk)
    made["offer"] = make("offers", party=bo.pk, owner=cast.dev.pk)
    return made


def names(offer: Any) -> list[str]:
    return list(
        OfferLine.objects.active().filter(offer=offer).order_by("position").values_list("description", flat=True)
    )


def test_what_is_proposed_is_taken_with_its_reasons_and_taken_back(world: dict[str, Any]) -> None:
    offer = world["offer"]
    do("write", offer, description="A line of their own", unit_price="10", cost="1")
    best, *others = do("propose", offer).answer["proposals"]
    assert best["serves_percent"] > others[0]["serves_percent"]
    assert {line["name"] for line in best["lines"]} == {"Alarm", "Gateway", "Filter"}
    done = do("take", offer, modules=best["take"])
    assert names(offer) == ["A line of their own", "Alarm", "Filter", "Gateway"]
    alarm, gateway = (OfferLine.objects.get(description=name) for name in ("Alarm", "Gateway"))
    assert alarm.need_id == world["safety"].pk
    assert "Nobody gets in" in alarm.reason
    assert gateway.reason == "Required by Alarm"
    offer.refresh_from_db()
    assert offer.net == 76_000
    undo(done.act, SETIA)
    assert names(offer) == ["A line of their own"]


def test_a_price_that_was_agreed_on_stays_when_another_proposal_is_taken(world: dict[str, Any]) -> None:
    offer = world["offer"]
    do("add", offer, product=world["Filter"].pk)
    do("revise", OfferLine.objects.get(), unit_price="180")
    do("take", offer, modules=do("propose", offer).answer["proposals"][0]["take"])
    assert OfferLine.objects.get(description="Filter").unit_price == 18_000


def test_what_must_and_must_not_be_in_it_is_heard(world: dict[str, Any]) -> None:
    offer, alarm, lock = world["offer"], world["Alarm"], world["Lock"]
    best = do("propose", offer, forbidden=str(alarm.pk)).answer["proposals"][0]
    assert {line["name"] for line in best["lines"]} == {"Lock", "Filter"}
    with pytest.raises(Refusal, match="Alarm must not be in it"):
        do("propose", offer, required=str(alarm.pk), forbidden=str(alarm.pk))
    assert lock.pk in {
        line["product"] for line in do("propose", offer, required=str(lock.pk)).answer["proposals"][0]["lines"]
    }


@pytest.mark.parametrize("nonsense", ["", "x", "1:x", "1:-2", "1:999999", "99999:1"])
def test_nonsense_is_not_taken(world: dict[str, Any], nonsense: str) -> None:
    with pytest.raises(Invalid):
        do("take", world["offer"], modules=nonsense)


def signed_in(account: Any) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_the_page_shows_needs_lines_and_margin_and_takes_plain_forms(world: dict[str, Any], cast: Cast) -> None:
    offer, client = world["offer"], signed_in(cast.root)
    page = f"/offers/{offer.pk}/compose"
    assert "Nothing is in the offer yet" in words(client.get(page))
    shown = words(client.get(f"{page}?propose=1"))
    assert "Serves best" in shown
    assert "Required by Alarm" in shown
    client.post(f"/offers/{offer.pk}/do/add", {"product": world["Filter"].pk, "quantity": "2", "back": page})
    line = OfferLine.objects.get()
    typed = {"quantity": "3", "unit_price": "190", "discount": "", "version": line.version, "back": page}
    answer = client.post(f"/offer-lines/{line.pk}/do/revise", typed)
    assert (answer.status_code, answer["Location"]) == (302, page)
    shown = words(client.get(page))
    assert "$570.00" in shown
    assert "52.6%" in shown
    assert "8 of 10 by Filter" in shown
    line.refresh_from_db()
    elsewhere = {**typed, "version": line.version, "quantity": "4", "back": "https://evil.example"}
    answer = client.post(f"/offer-lines/{line.pk}/do/revise", elsewhere)
    assert answer["Location"] == f"/offer-lines/{line.pk}/"


def test_products_are_searched_and_added_without_scripts(world: dict[str, Any], cast: Cast) -> None:
    offer, client = world["offer"], signed_in(cast.root)
    page = f"/offers/{offer.pk}/compose"
    plain = client.get(page).content.decode()
    assert '<noscript><form class="line-find" method="get"' in plain
    assert "line-found" not in plain
    found = client.get(f"{page}?find=filt").content.decode()
    assert ("Add Filter" in found, "Add Alarm" in found) == (True, False)
    assert f'name="product" value="{world["Filter"].pk}"' in found
    client.post(f"/offers/{offer.pk}/do/add", {"product": world["Filter"].pk, "quantity": "1", "back": page})
    assert names(offer) == ["Filter"]
    assert "Nothing in the catalog is called “<b>”." in words(client.get(f"{page}?find=<b>"))
    do("withdraw", offer)
    assert "line-found" not in client.get(f"{page}?find=filt").content.decode()


def test_whoever_may_not_see_the_catalog_finds_nothing_in_it(world: dict[str, Any], cast: Cast) -> None:
    role = Role.objects.get(name="Manages")
    role.grants = {noun: grant for noun, grant in role.grants.items() if noun != "catalog.product"}
    role.save(update_fields=["grants"])
    found = signed_in(cast.dev).get(f"/offers/{world['offer'].pk}/compose?find=filt").content.decode()
    assert ("is called" in found, "Add Filter" in found) == (True, False)


def test_whoever_may_not_know_costs_finds_none_on_the_page_nor_in_proposals(world: dict[str, Any], cast: Cast) -> None:
    offer = world["offer"]
    do("add", offer, product=world["Filter"].pk)
    sells = Role.objects.get(name="Manages")
    hidden = {"sight": "all", "verbs": ["*"], "fields": {"cost": "hidden"}}
    sells.grants = {**sells.grants, "sales.offer": hidden}
    sells.save(update_fields=["grants"])
    client = signed_in(cast.dev)
    for page in (
        f"/offers/{offer.pk}/compose",
        f"/offers/{offer.pk}/compose?propose=1",
        f"/offers/{offer.pk}/versions",
    ):
        shown = words(client.get(page))
        assert "$200.00" in shown
        for secret in ("Margin", "margin", "floor", "$90.00", "$110.00"):
            assert secret not in shown
    answer = do("propose", offer, replace(cast.acting("dev"), channel="api")).answer
    assert "margin" not in json.dumps(answer)


def test_nobody_composes_an_offer_that_is_not_theirs(world: dict[str, Any], cast: Cast) -> None:
    for account in (cast.ada, cast.eve):
        assert signed_in(account).get(f"/offers/{world['offer'].pk}/compose").status_code in (403, 404)
