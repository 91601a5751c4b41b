"""Forecasts of demand are made, kept, compared with what came true, and shown to who sees all orders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from setia.domains.insight.forecasts import keeping
from setia.domains.insight.forecasts.model import Demand, DemandForecast
from setia.domains.insight.forecasts.saying import NAMES, reasons
from setia.foundation.formats import reader_for
from setia.foundation.staff.models import Role
from setia.kit.reports import answered, asked, report_for
from setia.kit.resources import registry
from tests.acting import SETIA, do, make
from tests.cast import NOW, Cast
from tests.selling import Line, here, line, sold

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
BEGUN = TODAY - timedelta(days=7 * 80)


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    here(monkeypatch, keeping)


@pytest.fixture
def tea(cast: Cast) -> Any:
    return make("products", name="Tea", segment="entry", list_price="10")


def weekly(product: int, until: date = TODAY, since: date = BEGUN) -> Iterator[Line]:
    """20 to 24 a week."""
    for week in range((until - since).days // 7):
        yield line(product, since + timedelta(days=7 * week), 20 + week * 3 % 5)


def forecast(lines: list[Line], as_of: date = TODAY) -> keeping.Made:
    return keeping.forecast(sold(lines, as_of), SETIA)


def test_weeks_and_months_of_products_and_of_whole_price_segments_are_forecast_with_their_range(tea: Any) -> None:
    forecast(list(weekly(tea.pk)))
    told = Demand.objects.order_by("unit", "segment", "product")
    assert {(one.unit, one.product_id, one.segment) for one in told} == {
        (unit, product, "entry") for unit in ("week", "month") for product in (tea.pk, None)
    }
    week = told.get(unit="week", product=tea.pk)
    assert week.now_on == TODAY
    assert week.low <= week.expected <= week.high
    assert 20 <= week.expected <= 24
    steps = DemandForecast.objects.filter(demand=week, is_latest=True).order_by("period")
    assert [one.period for one in steps] == [TODAY + timedelta(days=7 * at) for at in range(8)]
    assert all(one.low <= one.expected <= one.high for one in steps)
    assert told.get(unit="month", product=tea.pk).now_on == TODAY.replace(day=1)


def test_what_has_not_changed_is_not_forecast_again(tea: Any) -> None:
    lines = list(weekly(tea.pk))
    assert forecast(lines).series == 4
    assert forecast(lines).series == 0
    assert forecast([*lines, line(tea.pk, TODAY - timedelta(days=1))]).series


def test_what_came_true_is_put_beside_what_had_been_expected(tea: Any) -> None:
    forecast(list(weekly(tea.pk)))
    said = DemandForecast.objects.get(product=tea.pk, unit="week", is_latest=True, ahead=1)
    later = TODAY + timedelta(days=14)
    lines = [*weekly(tea.pk), line(tea.pk, TODAY, 30), line(tea.pk, TODAY + timedelta(days=7), 31)]
    forecast(lines, later)
    kept = DemandForecast.objects.filter(product=tea.pk, unit="week", made_on=TODAY, is_afterwards=False)
    assert sorted(kept.values_list("ahead", flat=True)) == [1, 4, 8]
    assert not kept.filter(is_latest=True).exists()
    first = kept.get(ahead=1)
    assert (first.came_true, first.expected, first.naive) == (30, said.expected, said.naive)
    assert kept.get(ahead=4).came_true is None
    # An order that is put in late is counted in its week.
    forecast([*lines, line(tea.pk, TODAY, 2)], later)
    first.refresh_from_db()
    assert first.came_true == 32


def test_what_is_not_sold_any_more_is_not_forecast_but_its_segment_is(tea: Any) -> None:
    lines = list(weekly(tea.pk))
    forecast(lines)
    do("discontinue", tea)
    forecast(lines)
    assert set(Demand.objects.values_list("product", "segment")) == {(None, "entry")}
    assert not DemandForecast.objects.filter(product=tea.pk).exists()


def test_of_what_was_sold_once_too_little_is_known_to_say_anything(tea: Any) -> None:
    forecast([line(tea.pk, TODAY - timedelta(days=70), 5)])
    week = Demand.objects.get(product=tea.pk, unit="week")
    assert week.expected is None
    assert not DemandForecast.objects.exists()
    values = {name: getattr(week, name) for name in NAMES}
    assert reasons(values, reader_for("en")) == ["Too little to say: weeks with a sale: 1, needed: 2."]


def test_what_all_came_back_is_no_demand(tea: Any) -> None:
    forecast([line(tea.pk, TODAY - timedelta(days=70), 5, back=5)])
    assert set(Demand.objects.values_list("sold", "expected")) == {(0, None)}


def test_only_who_sees_all_orders_sees_demand(cast: Cast, tea: Any) -> None:
    forecast(list(weekly(tea.pk)))
    rows = registry["demand"].rows()
    seen = {name: cast.acting(name).access.visible(rows).count() for name in ("ada", "dev", "cleo", "eve", "root")}
    assert seen == {"ada": 0, "dev": 0, "cleo": 4, "eve": 0, "root": 4}
    forecasts = registry["demand-forecasts"].rows()
    assert not cast.acting("dev").access.visible(forecasts).exists()
    role = Role.objects.get(name="Serves")
    role.grants = {**role.grants, "sales.order": {**role.grants["sales.order"], "fields": {"ordered_on": "hidden"}}}
    role.save()
    assert not cast.acting("cleo").access.visible(rows).exists()


def test_accuracy_over_time_counts_intervals_and_errors_as_they_are_kept(cast: Cast, tea: Any) -> None:
    forecast(list(weekly(tea.pk)))
    forecast([*weekly(tea.pk), line(tea.pk, TODAY, 25)], TODAY + timedelta(days=7))
    by = cast.acting("root")
    report = report_for("demand-accuracy", by)
    table = answered(report, asked(report, {"by": "week"}, by), by)
    newest = table.rows[0].values
    kept = DemandForecast.objects.get(product=tea.pk, unit="week", period=TODAY, ahead=1)
    off, plain = kept.expected - 25, kept.naive - 25
    assert (newest["count"], newest["came"], newest["later"]) == (1, 25, False)
    assert newest["held"] == float(kept.low <= 25 <= kept.high)
    assert newest["against"] == pytest.approx(abs(float(off)) / abs(float(plain)), rel=1e-6)
    assert any("80 of 100 should" in str(note) for note in table.notes)


def test_a_round_asks_the_database_as_often_for_many_series_as_for_few(cast: Cast) -> None:
    def asked_for(count: int) -> int:
        some = [make("products", name=f"{count} {number}", list_price="10").pk for number in range(count)]
        with CaptureQueriesContext(connection) as queries:
            forecast([line for product in some for line in weekly(product, since=TODAY - timedelta(days=140))])
        return len(queries)

    asked_for(1)
    assert asked_for(9) == asked_for(2)
