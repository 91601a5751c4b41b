"""What reckons with sales is told the same by the marts as by the tables, and begins when the marts are refreshed."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from setia.domains.insight.forecasts import working as forecasting
from setia.domains.insight.forecasts.jobs import forecast_demand
from setia.domains.insight.forecasts.model import Demand
from setia.domains.insight.launches import working as launching
from setia.domains.insight.launches.keeping import follow_launches
from setia.domains.insight.pricing import working as pricing
from setia.domains.insight.questions.keeper import Keeper
from setia.domains.insight.selling.source import from_marts, from_tables
from setia.domains.insight.warehouse.jobs import refresh_now
from setia.foundation.company import Company, changed_company, our_company
from setia.foundation.jobs.model import Job
from tests.acting import SETIA, do, make
from tests.cast import NOW
from tests.warehouse.conftest import refreshed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quickly")]
AFTER = {"demand:forecast", "demand:prices", "launches:follow"}


@pytest.fixture
def tea() -> Any:
    our_company()
    Company.objects.update(currency="EUR")
    changed_company()
    product = make("products", name="Tea", segment="entry", list_price="10", cost="6")
    parties = [make("companies", name=name, sector=sector).pk for name, sector in (("A", "retail"), ("B", ""))]
    for number in range(9):
        day = NOW.date() - timedelta(days=31 * number + 3)
        order = make("orders", party=parties[number % 2], ordered_on=day.isoformat(), currency="EUR")
        make("order-lines", order=order.pk, product=product.pk, quantity=str(3 + number % 4),
             unit_price=str(9 + number % 3))  # fmt: skip
        if number != 4:  # one order was never confirmed
            do("confirm", order)
    return product


def told(module: Any, sold: Any, **asked: Any) -> Any:
    return list(module.answers(json.loads(json.dumps({"sold": sold, **asked}))))


def test_marts_and_tables_give_the_same_forecasts_prices_and_buyers(tea: Any) -> None:
    refreshed()
    launch = {"launch": 1, "product": tea.pk, "starts_on": "2025-06-01"}
    with from_marts() as marts, from_tables(NOW.date()) as tables:
        for module, asked in (
            (forecasting, {"products": {tea.pk: ("entry", "Tea")}, "all": {tea.pk: "entry"}, "digests": {}}),
            (pricing, {"products": [tea.pk], "digest": ""}),
            (launching, {"launches": [launch]}),
        ):
            assert told(module, marts, **asked) == told(module, tables, **asked)
        assert launching.first_purchases(launching.Sold(tables), tea.pk)[-1] == 0
        assert sum(launching.first_purchases(launching.Sold(tables), tea.pk)) == 2


def test_before_the_first_refresh_nothing_is_forecast_and_no_launch_is_lost() -> None:
    forecast_demand.call()
    assert not Demand.objects.exists()
    assert follow_launches(from_marts(), SETIA)


def test_a_refresh_at_the_command_line_has_everything_reckoned_when_it_ends(tea: Any) -> None:
    said = Keeper().refresh(SETIA, lambda done, total, what: None, full=False, engine="")
    assert "series were forecast" in said
    assert Demand.objects.filter(product=tea).exists()
    assert not Job.objects.filter(key__in=AFTER).exists()


def test_a_refresh_by_the_worker_has_everything_reckoned_anew_also_after_a_failure(tea: Any) -> None:
    refresh_now.call()
    assert set(Job.objects.values_list("key", flat=True)) >= AFTER
    Job.objects.filter(key__in=AFTER).update(state=Job.State.FAILED)
    refresh_now.call()
    assert set(Job.objects.filter(key__in=AFTER).values_list("state", flat=True)) == {Job.State.READY}
