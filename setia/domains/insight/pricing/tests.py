"""What a price does is found from what was paid, and told to who may know it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from setia.domains.insight.pricing import keeping
from setia.domains.insight.pricing.advising import movable_prices
from setia.domains.insight.pricing.model import PriceResponse
from setia.domains.insight.pricing.saying import NAMES, says
from setia.foundation.formats import reader_for
from setia.foundation.staff.models import Role
from setia.kit.findings import sources_for
from setia.kit.resources import registry
from tests.acting import SETIA, make
from tests.browsing import browser_of
from tests.cast import NOW, Cast
from tests.selling import Line, here, line, sold

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    here(monkeypatch, keeping)


@pytest.fixture
def tea(cast: Cast) -> Any:
    return make("products", name="Tea", list_price="10", cost="6")


def monthly(product: int, elasticity: float, sector: str = "", cost: int = 600) -> Iterator[Line]:
    """Three years in which the price went up and down between 9 and 11, and demand with it."""
    for month in range(36):
        day = date(2023 + (month + 2) // 12, (month + 2) % 12 + 1, 10)
        price = (900, 1000, 1100, 1050)[month * 7 % 4]
        yield line(
            product,
            day,
            round(2000 * (price / 1000) ** elasticity),
            party=1 + len(sector),
            sector=sector,
            price=price,
            cost=cost,
        )


def respond(lines: list[Line]) -> int | None:
    return keeping.respond(sold(lines, TODAY), SETIA)


def test_the_response_is_found_with_its_range_and_said_in_words(tea: Any) -> None:
    respond(list(monthly(tea.pk, -0.5)))
    one = PriceResponse.objects.get(product=tea.pk)
    assert float(one.elasticity) == pytest.approx(-0.5, abs=0.1)
    assert one.effect_low <= one.effect <= one.effect_high < 0
    assert (one.lowest, one.highest) == (900, 1100)
    words = says({name: getattr(one, name) for name in NAMES}, reader_for("en"))
    assert words.startswith("At 10% more, between ")
    assert "fewer are sold" in words


def test_a_price_that_hardly_matters_is_to_be_raised_and_managers_are_told(cast: Cast, tea: Any) -> None:
    respond(list(monthly(tea.pk, -0.5)))
    one = PriceResponse.objects.get(product=tea.pk)
    assert (one.move, one.weight >= 50) == ("raise", True)
    root = cast.acting("root")
    assert [finding.where for finding in movable_prices(root)] == [f"id = {one.pk}"]
    assert "movable_prices" in {source.name for source in sources_for(root)}
    # What is mostly known from other products is no reason to move this one's price.
    PriceResponse.objects.update(weight=49)
    assert list(movable_prices(root)) == []
    PriceResponse.objects.update(weight=80, chance=94)
    assert list(movable_prices(root)) == []


def test_a_price_that_decides_is_not_to_be_raised(tea: Any) -> None:
    respond(list(monthly(tea.pk, -4)))
    assert PriceResponse.objects.get(product=tea.pk).move in ("lower", "keep")


def test_a_price_that_never_changed_says_too_little(tea: Any) -> None:
    respond([line(tea.pk, date(2025, month, 3), 10) for month in range(1, 13)])
    one = PriceResponse.objects.get(product=tea.pk)
    assert (one.elasticity, one.move) == (None, "")
    assert says({name: getattr(one, name) for name in NAMES}, reader_for("en")).startswith("Too little to say")


def test_sectors_have_their_own_rows_for_who_may_know_them(cast: Cast, tea: Any) -> None:
    respond([*monthly(tea.pk, -1, "retail"), *monthly(tea.pk, -3, "medical")])
    assert set(PriceResponse.objects.values_list("sector", flat=True)) == {"", "retail", "medical"}
    rows = registry["price-responses"].rows()
    assert cast.acting("cleo").access.visible(rows).count() == 3
    _hide("parties.party", "sector")
    assert cast.acting("cleo").access.visible(rows).count() == 1
    _hide("sales.order", "unit_price")
    assert cast.acting("cleo").access.visible(rows).count() == 0


def test_who_may_not_know_costs_is_not_told_which_price_is_better(cast: Cast, tea: Any) -> None:
    respond(list(monthly(tea.pk, -0.5)))
    page = f"/products/{tea.pk}/demand"
    assert "Raise the price" in browser_of(cast.cleo).get(page).content.decode()
    _hide("catalog.product", "cost")
    shown = browser_of(cast.cleo).get(page).content.decode()
    assert "fewer are sold" in shown
    assert "Raise the price" not in shown
    resource = registry["price-responses"]
    assert not {"move", "advised", "gain", "advice"} & set(resource.readable(cast.acting("cleo").access))
    assert "movable_prices" not in {source.name for source in sources_for(cast.acting("cleo"))}


def test_the_same_sales_are_not_reckoned_with_twice_and_what_is_gone_goes(tea: Any) -> None:
    lines = list(monthly(tea.pk, -1))
    assert respond(lines) == 1
    assert respond(lines) == 0
    other = make("products", name="Coffee", list_price="10")
    assert respond(list(monthly(other.pk, -1))) == 1
    assert set(PriceResponse.objects.values_list("product", flat=True)) == {other.pk}


def _hide(noun: str, field: str) -> None:
    role = Role.objects.get(name="Serves")
    fields = {**role.grants[noun].get("fields", {}), field: "hidden"}
    role.grants = {**role.grants, noun: {**role.grants[noun], "fields": fields}}
    role.save()
