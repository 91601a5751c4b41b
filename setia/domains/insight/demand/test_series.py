"""Dated sales as even weeks and months."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from setia.domains.insight.answering import TooLittle
from setia.domains.insight.demand.kinds import KINDS, kinds
from setia.domains.insight.demand.periods import counted, dated, start_of
from setia.domains.insight.demand.series import ceilings, checked, panel


def test_a_week_with_a_clock_change_is_one_week() -> None:
    # Clocks went forward in Europe on Sunday 29 March 2026 and back on 25 October: 167 and 169 hours.
    days = [date(2026, 3, 16) + timedelta(days=number) for number in range(7 * 33)]
    found = panel((("tea", day, 1.0) for day in days), "week", as_of=date(2026, 11, 2))
    assert found.quantities.tolist() == [[7.0] * 33]
    assert found.starts[1:3] == (date(2026, 3, 23), date(2026, 3, 30))


@pytest.mark.parametrize("period", ["week", "month"])
def test_every_period_follows_the_one_before(period: str) -> None:
    day = date(2019, 12, 30)
    for _step in range(800):
        after = day + timedelta(days=1)
        grown = counted(after, period) - counted(day, period)
        assert grown == (start_of(after, period) == after)
        assert dated(counted(day, period), period) == start_of(day, period)
        day = after


def test_gaps_are_periods_without_demand_and_the_unfinished_period_is_left_out() -> None:
    sales = [("tea", date(2026, 1, 5), 2.0), ("tea", date(2026, 4, 30), 3.0), ("tea", date(2026, 5, 2), 50.0)]
    found = panel(sales, "month", as_of=date(2026, 5, 3))
    assert found.quantities.tolist() == [[2, 0, 0, 3]]
    assert panel(sales, "month", as_of=date(2027, 5, 3), since=date(2026, 4, 1)).quantities[0, :2].tolist() == [3, 50]


def test_returns_are_set_off_against_the_sales_of_their_period_and_no_demand_is_below_nothing() -> None:
    sales = [("tea", date(2026, 1, 5), 4.0), ("tea", date(2026, 1, 20), -1.0), ("tea", date(2026, 2, 1), -3.0)]
    found = panel(sales, "month", as_of=date(2026, 3, 1))
    assert found.quantities.tolist() == [[3, 0]]
    assert found.returned.tolist() == [3]


def test_what_is_no_history_is_refused_in_words() -> None:
    with pytest.raises(TooLittle, match="Nothing was sold in a finished week yet"):
        panel([("tea", date(2026, 1, 5), 1.0)], "week", as_of=date(2026, 1, 7))
    with pytest.raises(TooLittle, match="below 0"):
        checked([[1, -1]])
    with pytest.raises(TooLittle, match="not numbers"):
        checked([[1, float("nan")]])
    with pytest.raises(TooLittle, match="no period"):
        checked([])


def test_demand_is_smooth_erratic_intermittent_or_lumpy() -> None:
    series = np.zeros((5, 12))
    series[0], series[1] = 10, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 30]
    series[2, ::3], series[3, ::3] = 5, [1, 1, 1, 40]
    assert [KINDS[kind] for kind in kinds(series).kind] == [
        "smooth", "erratic", "intermittent", "lumpy", "nothing sold"
    ]  # fmt: skip


def test_an_enormous_period_is_an_outlier_and_a_good_one_is_not() -> None:
    usual = np.array([[10.0, 12, 9, 11, 10, 40]])
    assert ceilings(usual)[0] > 40
    assert ceilings(np.where(usual == 40, 1e6, usual))[0] < 1000
