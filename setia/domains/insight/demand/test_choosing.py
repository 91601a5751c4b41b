"""The choice of a method per series, and that it never answers nonsense."""

from __future__ import annotations

import json
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setia.domains.insight.answering import TooLittle
from setia.domains.insight.demand.choosing import Chosen, choose
from setia.domains.insight.demand.methods.telling_all import METHODS, Question, told
from setia.domains.insight.demand.reading import reading

DICE = np.random.default_rng(7)
MONTHS, AHEAD = 60, 3
WHEN = np.arange(MONTHS + AHEAD)
SWINGS = 100 + 40 * np.sin(2 * np.pi * WHEN / 12) + DICE.normal(0, 8, (6, len(WHEN)))
STEADY = DICE.poisson(30, (6, len(WHEN)))
NOW_AND_THEN = (DICE.random((6, len(WHEN))) < 0.3) * (1 + DICE.poisson(6, (6, len(WHEN))))
SPIKED = np.where(WHEN == 20, 1e9, STEADY[:1])
MANY = np.vstack([SWINGS, STEADY, NOW_AND_THEN, SPIKED]).astype(float)
MANY[3, :30] = 0
MANY[9, :40] = 0


@pytest.fixture(scope="module")
def chosen() -> Chosen:
    return choose(MANY[:, :MONTHS], 12, AHEAD)


def test_a_yearly_swing_is_forecast_as_one_and_better_than_by_both_naive_ways(chosen: Chosen) -> None:
    found = [reading(chosen, line) for line in (0, 1, 2, 4, 5)]
    assert {one.method for one in found} <= {"ets", "theta", "seasonal naive"}
    actual = SWINGS[[0, 1, 2, 4, 5]]
    said = np.array([[step.value for step in one.steps] for one in found])
    error = np.abs(said - actual[:, MONTHS:]).mean()
    assert error < np.abs(actual[:, MONTHS - 1 : MONTHS] - actual[:, MONTHS:]).mean()
    assert error < 1.1 * np.abs(actual[:, MONTHS - 12 : MONTHS - 12 + AHEAD] - actual[:, MONTHS:]).mean()


def test_nothing_is_chosen_that_missed_more_than_a_naive_way(chosen: Chosen) -> None:
    for group in chosen.groups:
        best = group.scores[np.arange(len(group.lines)), group.chosen]
        assert (best <= group.scores[:, :2].min(axis=1) + 1e-9).all()


@pytest.mark.parametrize("method", METHODS)
def test_what_is_said_of_the_past_knows_nothing_of_what_came_after(method: str) -> None:
    series = MANY[[4, 7, 13], :40].T
    later, latest = series.copy(), series.copy()
    later[30:], latest[36:] = series[30:] + 20, series[36:] + 20
    asked = Question(np.hstack([series, later, latest]), np.zeros(9, dtype=int), 30, (30, 36), 4, 12)
    said = told(method, asked)
    assert said.possible.all()
    for part in (said.mean, said.low, said.high):
        assert part[0, 3:] == pytest.approx(np.tile(part[0, :3], (2, 1)))
        assert part[1, 6:] == pytest.approx(part[1, :3])


def test_a_forecast_says_why_and_how_it_did(chosen: Chosen) -> None:
    found = reading(chosen, 7)
    assert found.kind == "smooth"
    assert found.scores[found.method] == min(found.scores.values())
    assert len(found.steps) == AHEAD
    assert len(found.past) == 18
    assert found.held is not None
    assert found.held >= 0.5
    words = [str(reason) for reason in found.reasons]
    assert "missed least" in words[1]
    assert "of 18 intervals held what came true; 80 % should" in words[2]
    json.dumps(asdict(found))


def test_an_enormous_outlier_moves_the_forecast_no_more_than_a_good_period(chosen: Chosen) -> None:
    found = reading(chosen, len(MANY) - 1)
    assert found.steps[0].value < 90
    assert "far beyond the usual" in " ".join(map(str, found.reasons))


def test_too_little_is_said_in_words_of_one_series_and_the_others_are_answered() -> None:
    series = np.zeros((5, 30))
    series[0] = 5
    series[1, 28:] = 3
    series[2, 3] = 1
    series[4, 20:] = 2
    chosen = choose(series, 12, 3)
    assert {line: why.reason for line, why in chosen.refused.items()} == {1: "periods", 2: "sales", 3: "sales"}
    assert reading(chosen, 0).steps[0].value == pytest.approx(5)
    assert reading(chosen, 4).steps[0].value == pytest.approx(2, abs=0.2)
    with pytest.raises(TooLittle, match="First sold 2 periods ago"):
        reading(chosen, 1)


def test_five_periods_are_answered_by_their_average() -> None:
    found = reading(choose([[4.0, 6, 5, 5, 5]], 12, 2), 0)
    assert (found.method, found.past, found.held) == ("average", (), None)
    assert found.steps[0].value == pytest.approx(5)
    assert "Too short" in str(found.reasons[1])


quantity = st.one_of(st.just(0.0), st.integers(0, 20).map(float), st.floats(0, 1e12))


@settings(max_examples=6, deadline=None)
@given(st.integers(1, 30).flatmap(lambda long: st.lists(st.lists(quantity, min_size=long, max_size=long), min_size=1,
                                                        max_size=4)),
       st.sampled_from([1, 12]), st.integers(1, 5))  # fmt: skip
def test_whatever_was_sold_no_answer_is_out_of_order(rows: list[list[float]], season: int, horizon: int) -> None:
    chosen = choose(rows, season, horizon)
    for line in range(len(rows)):
        if line in chosen.refused:
            continue
        found = reading(chosen, line)
        for answer in (*found.steps, *(one.said for one in found.past)):
            assert np.isfinite([answer.value, answer.low, answer.high]).all()
            assert 0 <= answer.low <= answer.value <= answer.high
