"""Contracts: renewals, survival, hazards."""

from __future__ import annotations

import json
from dataclasses import asdict

import numpy as np
import pytest

from setia.domains.insight.answering import TooLittle
from setia.domains.insight.buying.contracts import hazards, renewing, survival
from setia.domains.insight.buying.tests.cdnow import DATA

# Fader & Hardie (2007), "How to project customer retention", table 1: customers left of 1,000 after each year.
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]
REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241]


def test_renewals_have_the_published_parameters() -> None:
    # The same paper, page 84.
    high, regular = renewing.fit_counts(np.array(HIGH_END)), renewing.fit_counts(np.array(REGULAR))
    assert (high.alpha, high.beta) == (pytest.approx(0.668, abs=5e-4), pytest.approx(3.806, abs=5e-4))
    assert (regular.alpha, regular.beta) == (pytest.approx(0.704, abs=5e-4), pytest.approx(1.182, abs=5e-4))
    # And what became of them in the five years after, in hundreds: 46.8, 44.5, 42.7, 40.9, 39.4 (foreseen 46.0 ...).
    foreseen = renewing.survival(high, np.arange(8, 13))
    assert foreseen.value == pytest.approx([0.460, 0.436, 0.414, 0.395, 0.378], abs=6e-4)
    assert ((foreseen.low < foreseen.value) & (foreseen.value < foreseen.high)).all()
    assert renewing.retention(regular, np.arange(1, 4)) == pytest.approx([0.627, 0.756, 0.819], abs=1e-3)


def test_the_residual_lifetime_is_the_published_one() -> None:
    # Fader & Hardie (2010), Marketing Science 29(1): High End after seven renewals at a discount of 10 %: 7.530.
    high = renewing.fit_counts(np.array(HIGH_END))
    told = renewing.residual_lifetime(high, np.array([7]), 0.1)
    assert told.value[0] == pytest.approx(7.530, abs=5e-4)
    assert told.low[0] < told.value[0] < told.high[0]
    by_hand = sum(renewing.survival(high, np.arange(1, 2_000), 7).value * 1.1 ** -np.arange(1_999.0))
    assert told.value[0] == pytest.approx(by_hand, rel=1e-3)


def test_single_contracts_say_the_same_as_their_counts() -> None:
    lost = -np.diff(HIGH_END)
    renewals = np.r_[np.repeat(np.arange(7), lost), np.full(491, 7)]
    ended = np.r_[np.ones(509, bool), np.zeros(491, bool)]
    one, other = renewing.fit(renewals, ended), renewing.fit_counts(np.array(HIGH_END))
    assert (one.alpha, one.beta) == (pytest.approx(other.alpha, rel=1e-5), pytest.approx(other.beta, rel=1e-5))
    assert renewing.Renewing(**json.loads(json.dumps(asdict(one)))) == one


def test_kaplan_meier_has_the_published_table() -> None:
    # Freireich et al. (1963), patients on 6-MP, as in Kalbfleisch & Prentice (2002), table 1.2, and Collett, table 2.4.
    weeks = np.array([6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35])
    ended = np.array([1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0])
    curve = survival.fit(weeks, ended)
    assert curve.time.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.survival == pytest.approx([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=5e-4)
    assert curve.deviation == pytest.approx([0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346], abs=6e-5)
    assert (curve.quantile(0.5), curve.quantile(0.9)) == (23, None)
    assert curve.at(np.array([0, 6, 100])) == pytest.approx([1, 0.857, 0.448], abs=5e-4)


def test_a_curve_that_comes_down_to_nothing_stays_a_number() -> None:
    curve = survival.fit(np.array([1, 2, 2]), np.array([1, 1, 1]))
    assert curve.survival.tolist() == [pytest.approx(2 / 3), 0]
    assert all(np.isfinite(part).all() for part in vars(curve).values())
    with pytest.raises(TooLittle, match="endings"):
        survival.fit(np.array([1, 2]), np.array([0, 0]))


@pytest.fixture(scope="module")
def rossi() -> hazards.Hazards:
    return hazards.fit(*told())


def told() -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
    table = np.genfromtxt(DATA / "rossi.csv", delimiter=",", names=True)
    names = ["fin", "age", "race", "wexp", "mar", "paro", "prio"]
    return table["week"], table["arrest"], np.stack([table[name] for name in names], axis=1), names


def test_cox_finds_the_published_coefficients(rossi: hazards.Hazards) -> None:
    # Fox & Weisberg (2018), "Cox proportional-hazards regression for survival data in R", section 3: ties by Efron.
    assert rossi.coefficients == pytest.approx(
        {
            "fin": -0.37942, "age": -0.05744, "race": 0.31390, "wexp": -0.14980, "mar": -0.43370, "paro": -0.08487,
            "prio": 0.09150,
        }, abs=6e-6,
    )  # fmt: skip
    assert rossi.deviations["fin"] == pytest.approx(0.19138, abs=6e-6)
    assert rossi.deviations["prio"] == pytest.approx(0.02865, abs=6e-6)
    assert rossi.log_likelihood == pytest.approx(-658.748, abs=5e-4)


def test_on_average_as_many_are_still_there_as_were(rossi: hazards.Hazards) -> None:
    weeks, arrest, inputs, _names = told()
    said = hazards.answer(rossi, inputs, np.zeros(len(weeks)), 52)
    assert said.value.mean() == pytest.approx(survival.fit(weeks, arrest).survival[-1], abs=2e-3)
    assert ((said.low < said.value) & (said.value < said.high)).all()
    steps = hazards.answer(rossi, inputs, np.full(len(weeks), 20.0), 32).value
    assert steps * hazards.answer(rossi, inputs, np.zeros(len(weeks)), 20).value == pytest.approx(said.value)
    assert said.reasons.shape == inputs.shape


def test_inputs_that_tell_everything_or_nothing_are_named() -> None:
    weeks, ended = np.arange(1.0, 61.0), np.tile([1, 0, 1], 20)
    inputs = np.stack([ended * 1.0, np.full(60, 3.0), np.arange(60) % 7], axis=1)
    fitted = hazards.fit(weeks, ended, inputs, ["ended", "same", "day"])
    assert (fitted.at_edge, fitted.left_out) == (["ended"], ["same"])
    said = hazards.answer(fitted, inputs, np.zeros(60), 60)
    assert all(np.isfinite(part).all() for part in vars(said).values())


@pytest.mark.parametrize("remaining", [[1000], [10, 9, 8], [1000, 1000, 1000], [1000, 900]])
def test_too_few_contracts_are_refused(remaining: list[int]) -> None:
    with pytest.raises(TooLittle):
        renewing.fit_counts(np.array(remaining))
