"""Croston, SBA and TSB against published figures, and how far demand may be from what they say."""

from __future__ import annotations

import numpy as np
import pytest

from setia.domains.insight.demand.methods.intermittent import GRID, smoothed
from setia.domains.insight.demand.methods.spread import compound, normal, sizes_variance

# Monthly sales of a lubricant over three years: Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 2nd
# edition (2018), section 12.2 (`productC` of the R package fpp2).
LUBRICANT = np.array([
    [0, 2, 0, 1, 0, 11, 0, 0, 0, 0, 2, 0, 6, 3, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 3, 1, 0, 0, 1, 0, 1, 0, 0]
], dtype=float)  # fmt: skip


def test_croston_says_of_the_lubricant_what_is_published() -> None:
    # statsforecast 2.1.1 CrostonClassic: .98459652; size and gap by hand.
    found = smoothed(LUBRICANT, "croston", 0.1)
    assert found.size[0] == pytest.approx(2.750, abs=5e-4)
    assert 1 / found.chance[0] == pytest.approx(2.793, abs=5e-4)
    assert found.rate[0] == pytest.approx(0.9846, abs=5e-5)


def test_sba_and_tsb_say_of_it_what_statsforecast_does() -> None:
    # statsforecast 2.1.1, CrostonSBA and TSB(alpha_d=.1, alpha_p=.1), by bench/insight/demand_peers.py.
    assert smoothed(LUBRICANT, "sba", 0.1).rate[0] == pytest.approx(0.9353667, abs=1e-7)
    # The peer's chance starts at 0, ours at 1 / (first gap) = 1/2, of which .9^36 is left after 36 months.
    tsb = smoothed(LUBRICANT, "tsb", 0.1)
    assert tsb.rate[0] - 0.5 * 0.9**36 * tsb.size[0] == pytest.approx(0.8040651, abs=1e-7)


def test_many_at_once_are_told_what_each_is_told_alone() -> None:
    dice = np.random.default_rng(3)
    many = (dice.random((20, 40)) < 0.3) * dice.poisson(5, (20, 40)).astype(float)
    for method in ("croston", "sba", "tsb"):
        together = smoothed(many, method, GRID)
        alone = [smoothed(one[None], method, GRID) for one in many]
        assert together.rate == pytest.approx([one.rate[0] for one in alone])
        assert together.alpha == pytest.approx([one.alpha[0] for one in alone])


def test_what_came_later_changes_nothing_that_was_said_before() -> None:
    later = LUBRICANT.copy()
    later[:, 24:] = 99
    for method in ("croston", "sba", "tsb"):
        said = [smoothed(one, method, GRID, settle=12, at=(12, 24)).rate for one in (LUBRICANT, later)]
        assert said[0] == pytest.approx(said[1])


def test_only_tsb_forgets_what_is_no_longer_bought() -> None:
    given_up = np.concatenate([LUBRICANT, np.zeros((1, 60))], axis=1)
    assert smoothed(given_up, "sba").rate[0] == smoothed(LUBRICANT, "sba").rate[0]
    assert smoothed(given_up, "tsb").rate[0] < 0.01


def test_what_was_never_bought_is_expected_never() -> None:
    assert smoothed(np.zeros((2, 10)), "croston").rate.tolist() == [0, 0]


def test_an_interval_of_rare_lumps_holds_what_rare_lumps_do() -> None:
    # Simulated: one period in five sells, of Poisson(6) + 1; the sum of four periods.
    dice = np.random.default_rng(4)
    sums = ((dice.random((20_000, 4)) < 0.2) * (1 + dice.poisson(6, (20_000, 4)))).sum(axis=1)
    chance, size, variance, alpha = (np.array([value]) for value in (0.2, 7.0, 6.0, 0.0))
    mean, low, high = compound(chance, size, variance, alpha, 4, 0.8)
    assert mean[0] == pytest.approx(sums.mean(), abs=0.1)
    assert (low[0], high[0]) == pytest.approx(np.quantile(sums, [0.1, 0.9]), abs=1)


def test_few_sizes_are_not_believed_to_be_all_there_are() -> None:
    assert sizes_variance(np.array([[3.0, 0, 5.0]]))[0] > np.var([3.0, 5.0], ddof=1) > 0
    assert sizes_variance(np.full((1, 8), 3.0))[0] == 0


def test_with_few_errors_the_interval_is_students() -> None:
    mean, low, high = normal(np.array([[10.0]]), np.array([[1.0]]), 0.9, np.array([5.0]))
    assert high[0, 0] - mean[0, 0] == pytest.approx(2.0150, abs=1e-4)  # t(5) at 95 %, any table
    assert normal(np.array([[0.5]]), np.array([[1.0]]))[1][0, 0] == 0  # nothing is sold less than not at all
