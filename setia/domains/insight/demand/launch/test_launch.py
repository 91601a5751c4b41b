"""Bass's diffusion against published figures, and ranges for a launch."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setia.domains.insight.answering import TooLittle
from setia.domains.insight.demand.launch.asking import Bought
from setia.domains.insight.demand.launch.diffusion import cumulative, fit
from setia.domains.insight.demand.launch.planning import Analogue, Plan, plan

# First purchases in the United States in thousands a year, of Bass (1969).
DRYERS = [106, 319, 492, 635, 737, 890, 1397, 1523, 1294, 1240, 1425, 1260, 1236]  # from 1949
CONDITIONERS = [96, 195, 238, 380, 1045, 1230, 1267, 1828, 1586, 1673, 1800, 1580, 1500]  # from 1949
TELEVISIONS = [747, 1480, 2646, 5118, 5777, 5982, 5962, 4631]  # in colour, from 1963

TESTS = [Bought(80, 100, 45), Bought(100, 200, 60), Bought(120, 200, 40)]
ALIKE = [Analogue("dryers", DRYERS), Analogue("televisions", TELEVISIONS)]


@pytest.mark.parametrize(
    ("bought", "m", "p", "q"),
    [  # Srinivasan & Mason (1986), nonlinear least squares; the same by scipy 1.17.1 curve_fit
        (DRYERS, 16_497, 0.01360, 0.3267),
        (CONDITIONERS, 18_713, 0.00944, 0.3748),
        (TELEVISIONS, 39_659, 0.01847, 0.6159),
    ],
)
def test_durables_spread_as_published(bought: list[float], m: float, p: float, q: float) -> None:
    found = fit(bought)
    assert found.m == pytest.approx(m, abs=1)
    assert found.p == pytest.approx(p, abs=1e-5)
    assert found.q == pytest.approx(q, abs=1e-4)


def test_televisions_were_bought_most_in_the_sixth_year_as_bass_had_foretold() -> None:
    # Bass (1969) foretold 1968 from sales up to 1966.
    assert 1963 + np.floor(fit(TELEVISIONS).peak) == 1968


def test_a_curve_without_noise_is_found_again() -> None:
    t = np.arange(16)
    found = fit(5000 * np.diff(cumulative(t, 0.02, 0.45)))
    assert (found.m, found.p, found.q) == pytest.approx((5000, 0.02, 0.45), rel=1e-4)


def test_who_has_seen_only_the_beginning_is_told_how_little_that_says() -> None:
    early, late = fit(DRYERS[:5]), fit(DRYERS)
    assert early.covariance[0][0] > 4 * late.covariance[0][0]
    for history, reason in (
        (DRYERS[:4], "periods"),
        ([1, 0, 0, 2, 1], "buyers"),
        ([0] * 9, "buyers"),
        ([-1] * 9, "numbers"),
    ):
        with pytest.raises(TooLittle) as refused:
            fit(history)
        assert refused.value.reason == reason


def planned(**changed: object) -> Plan:
    asked = {"analogues": ALIKE, "market": 10_000, "need": (40, 100), "tests": TESTS, "price": 100, "horizon": 10}
    return plan(**(asked | changed))  # type: ignore[arg-type]


def test_a_launch_is_told_as_ranges_and_the_same_twice() -> None:
    found = planned()
    assert found == planned()
    assert found != planned(seed=1)
    for one in (*found.periods, *found.total, found.ever, found.peak):
        assert 0 <= one.low <= one.middle <= one.high
    assert all(later.middle >= before.middle for before, later in pairwise(found.total))
    assert found.ever.high > 1.5 * found.ever.low
    # 10,000 x 40 % x about 30 % who buy at 100
    assert found.ever.low < 1200 < found.ever.high


def test_a_dearer_product_is_bought_by_fewer_and_a_price_nobody_tested_is_refused() -> None:
    assert planned(price=120).ever.middle < planned(price=80).ever.middle
    with pytest.raises(TooLittle, match="was not tested"):
        planned(price=200)


def test_more_answers_make_the_range_narrower() -> None:
    sharp = [Bought(one.price, one.shown * 100, one.bought * 100) for one in TESTS]
    rough, fine = planned(need=(4, 10)).ever, planned(need=(4000, 10_000), tests=sharp).ever
    assert fine.high / fine.low < rough.high / rough.low


def test_what_came_of_earlier_hopes_is_learnt() -> None:
    hoped = [Analogue(one.name, one.bought, 2 * fit(one.bought).m) for one in ALIKE]
    assert planned(analogues=hoped).ever.middle < 0.8 * planned().ever.middle


def test_an_analogue_that_says_too_little_is_left_out_by_name_and_none_is_refused() -> None:
    found = planned(analogues=[*ALIKE, Analogue("new", [3, 4])])
    assert found.left_out == {"new": "Sold for 2 periods: it takes at least 5 to see how something spreads."}
    for changed, reason in (
        ({"analogues": [Analogue("new", [3, 4])]}, "analogues"), ({"market": 0}, "market"), ({"need": (3, 2)}, "need"),
        ({"tests": [Bought(100, 5, 1)]}, "tests"),
    ):  # fmt: skip
        with pytest.raises(TooLittle) as refused:
            planned(**changed)
        assert refused.value.reason == reason


@settings(max_examples=6, deadline=None)
@given(st.lists(st.integers(0, 10**9), min_size=5, max_size=20), st.floats(1, 1e9))
def test_whatever_the_analogue_the_ranges_are_in_order(bought: list[int], market: float) -> None:
    try:
        found = planned(analogues=[Analogue("one", bought)], market=market, draws=200)
    except TooLittle:
        return
    for one in (*found.periods, *found.total, found.ever, found.peak):
        assert np.isfinite([one.low, one.middle, one.high]).all()
        assert 0 <= one.low <= one.middle <= one.high
