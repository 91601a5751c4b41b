"""Margin floors of products, categories and brands: which holds, what it does, and who learns of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from setia.domains.authority.approvals.model import Approval
from setia.domains.sales.margin_floors.finding import floors_of
from setia.domains.sales.offer_composer.gathering import gathered
from setia.domains.sales.offer_composer.page import composed
from setia.domains.sales.offer_composer.taking import propose_offer
from setia.domains.sales.offer_lines.resource import FLOORS
from setia.domains.sales.offer_settings.model import offer_settings
from setia.domains.sales.offers.authority import BELOW_FLOOR, below_floor, lines_of
from setia.foundation.errors import Invalid, Refusal
from setia.kit import verbs
from setia.kit.resources import registry
from tests.acting import SETIA, change, do, listed, make
from tests.cast import assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Any:
    """A machine of a brand, in a category below another one; costs 50 of 100."""
    make("taxes", name="VAT", percent="20", is_usual="yes")
    top = make("categories", name="Machines")
    below = make("categories", name="Grinders", parent=top.pk)
    brand = make("brands", name="GTX")
    return make("products", name="Fast grinder", list_price="100", cost="50", category=below.pk, brand=brand.pk)


def offered(product: Any, quantity: str = "1") -> Any:
    offer = make("offers", party=make("people", name="Kim", email="kim@kim.example").pk)
    make("offer-lines", offer=offer.pk, product=product.pk, quantity=quantity)
    offer.refresh_from_db()
    return offer


def held(product: Any) -> tuple[Decimal, str]:
    floor = floors_of([product.pk]).of(product.pk)
    return floor.percent, floor.words


def test_the_most_specific_floor_holds_and_says_where_it_comes_from(shop: Any) -> None:
    assert held(shop) == (15, "set for our company")
    make("margin-floors", brand=shop.brand_id, percent="20")
    assert held(shop) == (20, "set for the brand GTX")
    make("margin-floors", category=shop.category.parent_id, percent="25")
    assert held(shop) == (25, "set for the category Machines")
    make("margin-floors", category=shop.category_id, percent="30")
    assert held(shop) == (30, "set for the category Machines / Grinders")
    own = make("margin-floors", product=shop.pk, percent="10")
    assert held(shop) == (10, "set for the product")
    assert own.name == "Fast grinder"
    verbs.archive(registry["margin-floors"], [own.pk], SETIA)
    assert held(shop)[0] == 30


def test_the_floor_of_an_offer_is_the_sum_of_those_of_its_lines(shop: Any) -> None:
    make("margin-floors", product=shop.pk, percent="50")
    other = make("products", name="Brush", list_price="10", cost="5")
    offer = offered(shop, "2")
    make("offer-lines", offer=offer.pk, product=other.pk)
    offer.refresh_from_db()
    assert offer.floor == 20_000 + 589
    lines = listed("offer-lines", SETIA, columns=["description", *FLOORS])
    line = next(line for line in lines if line["description"] == "Fast grinder")
    assert (line["floor"], line["floor_percent"], line["floor_from"]) == (20_000, 50, "set for the product")


def test_nobody_without_authority_sells_below_the_floor_of_a_product(shop: Any) -> None:
    cast = assemble(["parties.party", "sales.offer", "authority.approval", "work.file", "conversations.message"])
    ada = cast.acting("ada")
    for name in ("discount", "below_floor"):
        make("limits", role=cast.ada.roles.get().pk, decision=name, percent="30" if name == "discount" else "5")
    offer = make("offers", ada, party=make("people", ada, name="Kim", email="kim@kim.example").pk)
    make("offer-lines", ada, offer=offer.pk, product=shop.pk, discount="30")
    offer.refresh_from_db()
    assert below_floor(lines_of(offer)) == 0
    make("margin-floors", category=shop.category_id, percent="40")
    assert below_floor(lines_of(offer)) == Decimal("16.01")
    with pytest.raises(Refusal, match="approv"):
        do("send", offer, ada)
    do("ask", offer, ada)
    asked = Approval.objects.get(decision="below_floor")
    assert ["Floor: Fast grinder", "$83.34 (40%, set for the category Machines / Grinders)"] in asked.secret_figures


def test_a_floor_above_the_list_price_is_refused_with_the_products_named(shop: Any) -> None:
    with pytest.raises(Invalid, match="above the list price of Fast grinder"):
        make("margin-floors", product=shop.pk, percent="50.01")
    make("margin-floors", product=shop.pk, percent="50")
    make("margin-floors", brand=shop.brand_id, percent="90")
    for number in range(4):
        make(
            "products", name=f"Mill {number}", list_price="10", cost="9", brand=shop.brand_id, category=shop.category_id
        )
    with pytest.raises(Invalid, match="Mill 0, Mill 1, Mill 2, …") as told:
        make("margin-floors", category=shop.category.parent_id, percent="20")
    assert "Fast grinder" not in str(told.value)
    make("margin-floors", category=shop.category_id, percent="5")
    make("margin-floors", category=shop.category.parent_id, percent="20")


def test_who_may_not_know_costs_learns_nothing_by_trying_floors(shop: Any) -> None:
    cast = assemble(["sales.salessettings", "catalog.product"])
    selling = cast.ada.roles.get()
    selling.grants["sales.salessettings"] = {"sight": "all", "verbs": ["*"]}
    selling.grants["catalog.product"] = {"sight": "all", "verbs": [], "fields": {"cost": "hidden"}}
    selling.save()
    assert make("margin-floors", cast.acting("ada"), product=shop.pk, percent="99").percent == 99


@pytest.mark.parametrize(("noun", "name"), BELOW_FLOOR.tells)
def test_floors_of_lines_are_withheld_like_margins(shop: Any, noun: str, name: str) -> None:
    offered(shop)
    cast = assemble(["parties.party", "sales.offer"])
    ada, lines = cast.acting("root"), registry["offer-lines"]
    assert set(FLOORS) <= set(lines.readable(ada.access))
    selling = cast.ada.roles.get()
    selling.grants[noun]["fields"] = {name: "hidden"}
    selling.save()
    reader = cast.acting("ada")
    assert not set(FLOORS) & set(lines.readable(reader.access))
    assert all(lines.hides(field, reader.access) for field in FLOORS)
    offer = make("offers", reader, party=make("people", reader, name="Lee", email="lee@lee.example").pk)
    make("offer-lines", reader, offer=offer.pk, product=shop.pk)
    page = composed(offer, reader)
    assert "floor_share" not in page["lines"][0]


def test_a_page_says_of_each_line_which_floor_holds_and_when_it_is_above_the_list_price(shop: Any) -> None:
    make("margin-floors", product=shop.pk, percent="40")
    offer = offered(shop)
    line = composed(offer, SETIA)["lines"][0]
    assert (line["floor"], line["floor_share"], line["floor_from"]) == ("$83.34", "40%", "set for the product")
    assert not line["floor_is_above"]
    change(shop, list_price="80")
    change(offer.lines.get(), quantity="2")
    assert composed(offer, SETIA)["lines"][0]["floor_is_above"]


def test_a_floor_is_for_one_thing_and_there_is_only_one_of_it(shop: Any) -> None:
    for wrong in ({}, {"product": shop.pk, "brand": shop.brand_id}):
        with pytest.raises(Invalid, match="one of the three"):
            make("margin-floors", percent="20", **wrong)
    make("margin-floors", brand=shop.brand_id, percent="20")
    with pytest.raises(Invalid, match="already"):
        make("margin-floors", brand=shop.brand_id, percent="25")
    for wrong in ("100", "-1"):
        with pytest.raises(Invalid):
            make("margin-floors", category=shop.category_id, percent=wrong)


def test_what_is_proposed_keeps_the_floors_of_its_modules(shop: Any) -> None:
    kind = make("need-kinds", name="Speed")
    make("servings", product=shop.pk, need_kind=kind.pk, fit="9")
    plain = make("products", name="Slow grinder", list_price="90", cost="76")
    make("servings", product=plain.pk, need_kind=kind.pk, fit="4")
    offer = make("offers", party=make("people", name="Kim", email="kim@kim.example").pk)
    make("needs", party=offer.party_id, name="Waiting", kind=kind.pk, importance="9", satisfaction="2")
    assert propose_offer(offer, by=SETIA)["proposals"][0]["lines"][0]["name"] == "Fast grinder"
    make("margin-floors", brand=shop.brand_id, percent="45")
    change(shop, list_price="85")
    assert {one.name: one.floor for one in gathered(offer, SETIA).problem.modules}["Fast grinder"] == 9091
    found = propose_offer(offer, by=SETIA)["proposals"]
    assert [line["name"] for line in found[0]["lines"]] == ["Slow grinder"]


def test_as_many_questions_for_one_product_as_for_thirty(shop: Any) -> None:
    make("margin-floors", category=shop.category_id, percent="20")
    offer_settings()
    ids = [make("products", name=f"P{n}", category=shop.category_id).pk for n in range(30)]
    counted = []
    for asked in (ids[:1], ids):
        with CaptureQueriesContext(
            connection,
        ) as asking:
            floors_of(asked)
        counted.append(len(asking))
    assert counted[0] == counted[1] <= 5
