"""What a price does to demand, and what is advised."""

from __future__ import annotations

import json
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setia.domains.insight.answering import TooLittle
from setia.domains.insight.demand.prices.advising import advice
from setia.domains.insight.demand.prices.pooling import together
from setia.domains.insight.demand.prices.response import Cell, Response, carried, fit


def invented(many: int, seed: int, spread: float = 0.5) -> tuple[dict[int, Cell], np.ndarray]:
    """Cells of 10 to 60 months with elasticities around -2, a trend, a year and twice Poisson's scatter."""
    dice = np.random.default_rng(seed)
    truth, cells = dice.normal(-2, spread, many), {}
    for number in range(many):
        when = np.arange(int(dice.integers(10, 60)))
        prices = 10 * np.exp(np.cumsum(dice.normal(0, 0.06, len(when)) * (dice.random(len(when)) < 0.4)))
        expected = 40 * (prices / 10) ** truth[number] * np.exp(0.01 * when + 0.3 * np.sin(when * 2 * np.pi / 12))
        cells[number] = Cell(prices, dice.poisson(expected * dice.gamma(40, 1 / 40, len(when))))
    return cells, truth


def test_without_noise_the_elasticity_is_found_exactly() -> None:
    when = np.arange(48)
    prices = np.where(when % 7 < 3, 9.0, 10.0) * np.where(when > 20, 1.1, 1.0)
    sold = 1e6 * prices**-1.7 * np.exp(0.004 * when + 0.2 * np.cos(when * 2 * np.pi / 12))
    assert fit({"tea": Cell(prices, sold)}).of("tea").own == pytest.approx(-1.7, abs=1e-3)


def test_an_interval_of_80_percent_holds_the_truth_that_often_and_drawing_together_helps() -> None:
    cells, truth = invented(300, 8)
    found = fit(cells)
    answers = {number: one.answer() for number, one in found.cells.items()}
    held = np.mean([one.low <= truth[number] <= one.high for number, one in answers.items()])
    assert len(answers) > 250
    assert 0.75 <= held <= 0.9, held
    assert found.mean == pytest.approx(-2, abs=0.2)
    drawn, own = (
        np.mean([(getattr(one, part) - truth[number]) ** 2 for number, one in found.cells.items()])
        for part in ("mean", "own")
    )
    assert drawn < 0.6 * own


def test_thin_cells_are_drawn_to_all_and_rich_ones_stay() -> None:
    cells, _truth = invented(40, 9)
    dice = np.random.default_rng(10)
    prices = np.where(np.arange(60) % 5 < 2, 8.0, 12.0)
    cells |= {"rich": Cell(prices, dice.poisson(1e5 * prices**-0.5)), "thin": Cell([9, 10] * 5, dice.poisson(3, 10))}
    found = fit(cells)
    assert found.of("rich").weight > 0.9 > 0.5 > found.of("thin").weight
    assert found.of("rich").mean == pytest.approx(-0.5, abs=0.1)


def test_eight_schools_are_drawn_together_as_published() -> None:
    # Effects and deviations: Rubin (1981); posterior means under a flat prior of mu and tau: Gelman et al., Bayesian
    # Data Analysis, 3rd edition, section 5.5 (see docs/decisions/demand.md).
    effects = np.array([28.0, 8, -3, 7, -1, 1, 18, 12])
    deviations = np.array([15.0, 10, 16, 11, 9, 11, 10, 18])
    spreads = np.linspace(0.05, 60, 1200)
    found = together(effects, deviations, 0, 1e4, spreads, np.zeros(1200), voting=np.inf)
    assert found.mean == pytest.approx([11.4, 7.9, 6.1, 7.6, 5.1, 6.2, 10.6, 8.5], abs=0.4)
    assert found.middle == pytest.approx(7.9, abs=0.4)
    assert found.spread == pytest.approx(6.6, abs=0.4)


def test_a_price_that_never_changed_says_nothing() -> None:
    found = fit(
        {"flat": Cell([10.0] * 20, range(20)), "short": Cell([10, 11], [5, 4]), "none": Cell([9, 10] * 6, [0] * 12)}
    )
    with pytest.raises(TooLittle, match="never changed"):
        found.of("flat")
    assert {cell: why.reason for cell, why in found.refused.items()} == {
        "flat": "prices", "short": "periods", "none": "periods"
    }  # fmt: skip


def test_a_price_that_is_not_known_is_as_it_was() -> None:
    assert carried(np.array([np.nan, 5, np.nan, 0, 6])).tolist()[1:] == [5, 5, 5, 6]


def response(mean: float, deviation: float) -> Response:
    return Response(mean, deviation, mean, deviation, 1.0, 40, 8.0, 12.0)


def test_a_price_is_raised_where_demand_hardly_minds_and_lowered_where_it_does() -> None:
    # With e = -.5 the margin grows with the price; with e = -6 the best price is cost * e / (e + 1) = 7.2 of 10.
    up, down = advice(response(-0.5, 0.2), 10, 6), advice(response(-6.0, 0.3), 10, 6)
    assert (up.move, up.price) == ("raise", pytest.approx(10.5))
    assert up.change.value == pytest.approx(1.05**-0.5 * 4.5 / 4 - 1, abs=1e-4)
    assert up.change.low <= up.change.value <= up.change.high
    assert (down.move, down.price) == ("lower", pytest.approx(9.5))


def test_where_it_is_not_sure_the_price_stays_and_never_leaves_what_was_seen() -> None:
    assert advice(response(-2.4, 1.5), 10, 6).move == "keep"
    assert "too little to move" in str(advice(response(-2.4, 1.5), 10, 6).reasons[-1])
    assert advice(response(-0.5, 0.1), 40, 6).move == "keep"
    assert "below what it costs" in str(advice(response(-2.0, 1.0), 10, 11).reasons[0])
    with pytest.raises(TooLittle):
        advice(response(-2.0, 1.0), float("nan"), 1)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.one_of(st.just(float("nan")), st.floats(0.01, 1e6)), st.floats(-5, 1e9)), max_size=30))
def test_whatever_the_pairs_the_answer_is_finite_or_refused(pairs: list[tuple[float, float]]) -> None:
    found = fit({"tea": Cell([pair[0] for pair in pairs], [pair[1] for pair in pairs])})
    for one in found.cells.values():
        answer = one.answer()
        assert np.isfinite([answer.value, answer.low, answer.high]).all()
        assert answer.low <= answer.value <= answer.high
        json.dumps(asdict(one))
