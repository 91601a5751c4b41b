"""Exponential smoothing and Theta against statsmodels and statsforecast on public series."""

from __future__ import annotations

import numpy as np
import pytest

from setia.domains.insight.demand.methods.descending import lowest
from setia.domains.insight.demand.methods.smoothing import FORMS, Form, States, fitted, followed
from setia.domains.insight.demand.methods.telling_all import Question, ets
from setia.domains.insight.demand.methods.theta import theta

# Flow of the Nile at Aswan 1871-1970 (R's `Nile`; Cobb, 1978).
NILE = np.array([
    1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140,
    1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969, 831,
    726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845,
    944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918,
    986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
], dtype=float)  # fmt: skip

# Passengers of airlines by month, 1949-1960 (R's `AirPassengers`; Box & Jenkins, 1976, series G).
PASSENGERS = np.array([
    112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114,
    140, 145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180, 193, 181, 183, 218, 230, 242, 209, 191,
    172, 194, 196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201, 204, 188, 235, 227, 234, 264, 302, 293, 259,
    229, 203, 229, 242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278, 284, 277, 317, 313, 318, 374, 413, 405,
    355, 306, 271, 306, 315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336, 340, 318, 362, 348, 363, 435, 491,
    505, 404, 359, 310, 337, 360, 342, 406, 396, 420, 472, 548, 559, 463, 407, 362, 405, 417, 391, 419, 461, 472, 535,
    622, 606, 508, 461, 390, 432,
], dtype=float)  # fmt: skip

FIRST = np.zeros(1, dtype=int)


def smoothed(series: np.ndarray, form: Form, season: int) -> tuple[float, float, States]:
    """(-2 log L, AICc, states at the end) of one series, sought closely."""
    fit = fitted(series[:, None], FIRST, form, season, len(series), steps=300, close=1e-7)
    return fit.cost[0], fit.aicc[0], followed(form, series[:, None], None, fit.points, fit.begin, (len(series),))[1][0]


@pytest.mark.parametrize(
    ("trend", "cost", "aicc", "ahead", "least"),
    [  # statsmodels 0.15.0 ETSModel(error="add"), by its own descent: -2 log L, AICc, the first forecast; our -2 log L
        # may not be worse by more than .1 (it is better: of "damped" by 1.7).
        ("none", 1276.215, 1282.465, 804.997, 1),
        ("straight", 1275.469, 1286.107, 802.471, 1),
    ],
)
def test_the_nile_is_smoothed_as_by_statsmodels(
    trend: str, cost: float, aicc: float, ahead: float, least: float
) -> None:
    ours, criterion, states = smoothed(NILE, Form(trend), 1)
    assert cost - 1 < ours < cost + 0.1
    assert criterion - ours == pytest.approx(aicc - cost, abs=1e-3)
    assert states.ahead(1)[0][0, 0] == pytest.approx(ahead, abs=least)


def test_the_damped_slope_is_fitted_at_least_as_well_as_by_statsmodels() -> None:
    assert smoothed(NILE, Form("damped"), 1)[0] < 1276.237  # statsmodels 0.15.0


def test_passengers_are_smoothed_as_by_statsmodels() -> None:
    # statsmodels 0.15.0 ETSModel(error="mul", trend="add", seasonal="mul"): -2 log L, January and December 1961.
    ours, _criterion, states = smoothed(PASSENGERS, Form("straight", "times"), 12)
    assert ours == pytest.approx(1044.980, abs=1)
    assert states.ahead(12)[0][0, [0, 11]] == pytest.approx([442.769, 457.377], rel=0.01)


def test_aicc_takes_the_multiplicative_year_for_passengers() -> None:
    told = ets(Question(PASSENGERS[:, None], FIRST, len(PASSENGERS), (len(PASSENGERS),), 12, 12))
    assert told.forms == ("Holt, multiplicative season",)  # as fpp3 and R's ets take a multiplicative one


def test_theta_says_what_statsforecast_does() -> None:
    # statsforecast 2.1.1 Theta(season_length=1 and 12).forecast, the first, second and last of twelve.
    nile = theta(NILE[:, None], FIRST, 100, (100,), 12, 0.8, 1, steps=300).mean[0, 0]
    assert nile[[0, 1, 11]] == pytest.approx([800.885, 799.528, 785.956], rel=0.003)
    passengers = theta(PASSENGERS[:, None], FIRST, 144, (144,), 12, 0.8, 12, steps=300).mean[0, 0]
    assert passengers[[0, 1, 11]] == pytest.approx([440.969, 429.249, 448.525], rel=0.015)


def test_deviations_ahead_are_those_of_simulated_paths() -> None:
    dice = np.random.default_rng(5)
    for form in (Form("straight"), Form("damped", "added"), Form("straight", "times")):
        year = np.array([[0.8], [1.2], [1.0]]) if form.season == "times" else np.array([[-9.0], [5.0], [4.0]])
        year = year if form.season != "none" else np.zeros((1, 1))
        noise = 0.0025 if form.season == "times" else 25.0
        steps = np.array([[0.4], [0.1], [0.2 if form.season != "none" else 0], [0.9 if form.trend == "damped" else 1]])
        start = States(form, np.array([100.0]), np.array([2.0]), year, steps, np.array([noise]), np.array([9.0]), 0)
        mean, deviation = start.ahead(5)
        ends = simulated(start, noise**0.5 * dice.standard_normal((5, 20_000)))
        assert ends.mean(axis=1) == pytest.approx(mean[0], rel=0.01)
        assert ends.std(axis=1) == pytest.approx(deviation[0], rel=0.04)


def simulated(start: States, errors: np.ndarray) -> np.ndarray:
    (alpha,), (beta,), (gamma,), (phi,) = start.steps
    level, slope = np.full(errors.shape[1], start.level[0]), np.full(errors.shape[1], start.slope[0])
    year = np.repeat(start.year, errors.shape[1], axis=1)
    ends = []
    for number, error in enumerate(errors):
        place, base = number % len(year), level + phi * slope
        times = start.form.season == "times"
        ends.append(base * year[place] * (1 + error) if times else base + year[place] + error)
        scaled = base * error if times else error
        level, slope = base + alpha * scaled, phi * slope + beta * scaled
        year[place] = year[place] * (1 + gamma * error) if times else year[place] + gamma * error
    return np.array(ends)


def test_a_series_is_smoothed_alike_alone_and_among_others_that_begin_later() -> None:
    both = np.column_stack([NILE, np.where(np.arange(100) < 40, 0, NILE)])
    together = fitted(both, np.array([0, 40]), FORMS[0], 1, 100, steps=300, close=1e-8)
    late = fitted(NILE[40:, None], FIRST, FORMS[0], 1, 60, steps=300, close=1e-8)
    assert together.cost == pytest.approx([smoothed(NILE, FORMS[0], 1)[0], late.cost[0]], abs=1e-4)


def test_the_lowest_points_of_many_functions_are_found_at_once() -> None:
    targets = np.random.default_rng(6).normal(0, 2, (50, 3))

    def bowls(lines: np.ndarray, points: np.ndarray) -> np.ndarray:
        off = points - targets[lines]
        return off[:, 0] ** 2 + 10 * (off[:, 1] - off[:, 0] ** 2) ** 2 + off[:, 2] ** 2

    points, values = lowest(bowls, np.zeros((50, 3)), steps=500, close=1e-12)
    assert points == pytest.approx(targets, abs=1e-3)
    assert values.max() < 1e-6
