"""Pages of demand: drawn for who sees all orders, and not there for others."""

from __future__ import annotations

from typing import Any

import pytest

from setia.domains.insight.forecasts import keeping
from setia.domains.insight.forecasts.model import Demand
from setia.domains.insight.forecasts.tests import TODAY, weekly
from setia.domains.insight.showing.demand import sees_demand
from tests.acting import SETIA, make
from tests.browsing import browser_of
from tests.cast import Cast
from tests.selling import here, sold

pytestmark = pytest.mark.django_db


def test_the_page_of_a_product_draws_its_demand_and_is_not_there_for_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    here(monkeypatch, keeping)
    tea: Any = make("products", name="Tea", segment="entry", list_price="10")
    keeping.forecast(sold(list(weekly(tea.pk)), TODAY), SETIA)
    page = browser_of(cast.cleo).get(f"/products/{tea.pk}/demand")
    assert page.status_code == 200
    body = page.content.decode()
    assert "Demand by week" in body
    assert body.count("data-chart") == 4
    series = Demand.objects.get(product=tea.pk, unit="month")
    assert "As a table" in browser_of(cast.cleo).get(f"/demand/{series.pk}/chart").content.decode()
    assert browser_of(cast.ada).get(f"/products/{tea.pk}/demand").status_code == 404
    assert browser_of(cast.ada).get(f"/demand/{series.pk}/chart").status_code == 404
    # The way to it stands on the page of the product for who may go there, and only for them.
    assert f"/products/{tea.pk}/demand" in browser_of(cast.cleo).get(f"/products/{tea.pk}/").content.decode()
    assert f"/products/{tea.pk}/demand" not in browser_of(cast.ada).get(f"/products/{tea.pk}/").content.decode()
    assert [sees_demand(cast.acting(name)) for name in ("ada", "cleo", "root", "eve")] == [False, True, True, False]


def test_what_was_never_sold_has_words_in_place_of_a_drawing(cast: Cast) -> None:
    tea: Any = make("products", name="Tea", list_price="10")
    body = browser_of(cast.cleo).get(f"/products/{tea.pk}/demand").content.decode()
    assert "Nothing of it was sold yet" in body
    assert "data-chart" not in body
