"""Reasons that add up, shares of what is explained, and what is bought together."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import pytest

from setia.domains.insight.answering import TooLittle
from setia.domains.insight.buying import baskets, reasons
from setia.domains.insight.buying.repeat import spending, worth
from setia.domains.insight.buying.repeat.fitting import answer, fit
from setia.domains.insight.buying.tests.cdnow import DATA, summary


def test_reasons_add_up_to_the_chance_and_to_the_worth() -> None:
    known = summary()
    usual = reasons.usual(known)
    buying, values = fit(known, "Pareto/NBD"), spending.fit(known)
    told = reasons.why_staying(buying, known, usual)
    assert told.base + told.parts.sum(axis=1) == pytest.approx(answer(buying, known).staying, abs=1e-12)
    told = reasons.why_worth(buying, values, known, usual, yearly_discount=0.15)
    said = worth.answer(buying, values, known, yearly_discount=0.15).worth
    assert told.base + told.parts.sum(axis=1) == pytest.approx(said, rel=1e-9)


def test_who_was_away_longer_is_doubted_for_that_reason() -> None:
    known = summary()
    told = reasons.why_staying(fit(known, "MBG/NBD"), known, np.array([30.0, 3.0, 240.0, 0.0]))
    longest = np.argmax(np.where(known.repeats == 3, known.age - known.last, 0))
    assert told.names[int(np.argmin(told.parts[longest]))] == "recency"
    assert told.parts[longest].min() < -0.2


def test_an_input_that_does_not_differ_is_no_reason() -> None:
    told = reasons.shapley(lambda at: at[:, 0] * at[:, 1] + at[:, 2], np.array([[2.0, 3, 5]]), np.ones(3), tuple("abc"))
    # By hand: a gains 1 alone and 3 after b, b gains 2 alone and 4 after a, c gains 4 always.
    assert told.parts == pytest.approx(np.array([[2.0, 3.0, 4.0]]))
    assert (told.base, told.score[0]) == (2, 11)


def swiss() -> tuple[Any, Any]:
    table = np.loadtxt(DATA / "swiss.csv", delimiter=",", skiprows=1, usecols=range(1, 7))
    return table[:, 1:], table[:, 0]


def test_shares_of_swiss_are_those_of_all_orders() -> None:
    """Against the definition: the mean gain in R^2 over all 120 orders, each fitted by least squares."""
    inputs, outcome = swiss()
    apart = ((outcome - outcome.mean()) ** 2).sum()

    def explained(names: tuple[int, ...]) -> float:
        design = np.column_stack([np.ones(len(outcome)), inputs[:, names]])
        residual = outcome - design @ np.linalg.lstsq(design, outcome, rcond=None)[0]
        return float(1 - residual @ residual / apart)

    known = {names: explained(names) for size in range(6) for names in permutations(range(5), size)}
    gains = np.zeros(5)
    for order in permutations(range(5)):
        for place, name in enumerate(order):
            gains[name] += known[order[: place + 1]] - known[order[:place]]
    shares = reasons.lmg(inputs, outcome)
    assert shares == pytest.approx(gains / 120, abs=1e-9)
    # summary(lm(Fertility ~ ., swiss)) in R: multiple R-squared 0.7067.
    assert shares.sum() == pytest.approx(0.7067, abs=5e-5)


def test_shares_of_what_is_always_the_same_are_refused_and_doubled_inputs_share() -> None:
    inputs, outcome = swiss()
    with pytest.raises(TooLittle, match="always the same"):
        reasons.lmg(inputs, np.ones(len(outcome)))
    doubled = reasons.lmg(np.column_stack([inputs[:, 2], inputs[:, 2], np.ones(len(outcome))]), outcome)
    assert doubled[0] == pytest.approx(doubled[1])
    assert doubled[2] == pytest.approx(0)


# Tan, Steinbach & Kumar (2005), "Introduction to data mining", table 6.1.
BREAD, MILK, DIAPER, BEER, EGGS, COKE = range(6)
MARKET = (
    (BREAD, MILK), (BREAD, DIAPER, BEER, EGGS), (MILK, DIAPER, BEER, COKE), (BREAD, MILK, DIAPER, BEER),
    (BREAD, MILK, DIAPER, COKE),
)  # fmt: skip


def market() -> tuple[Any, Any]:
    lines = [(number, item) for number, basket in enumerate(MARKET) for item in basket]
    basket, item = np.array(lines).T
    return basket, item


def test_milk_and_diapers_go_with_beer_as_in_the_textbook() -> None:
    found = baskets.rules(*market(), least_support=0.4)
    place = next(
        number for number, before in enumerate(found.antecedent.tolist())
        if before == [MILK, DIAPER] and found.consequent[number] == BEER
    )  # fmt: skip
    assert found.support[place] == pytest.approx(0.4)
    assert found.confidence[place] == pytest.approx(0.667, abs=5e-4)
    assert found.lift[place] == pytest.approx(1.111, abs=5e-4)
    assert found.low[place] < found.confidence[place] < found.high[place]


def test_rules_agree_with_counting_every_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(baskets, "AT_ONCE", 50)
    rng = np.random.default_rng(3)
    basket, item = rng.integers(0, 60, 500), rng.integers(3, 12, 500)
    found = baskets.rules(basket, item, least_support=0.1, longest=4)
    held = [set(item[basket == number].tolist()) for number in range(60)]
    assert len(found.lift) > 200
    for number, before in enumerate(found.antecedent.tolist()):
        left = {one for one in before if one != baskets.NOTHING}
        both = sum(left | {int(found.consequent[number])} <= one for one in held)
        assert found.count[number] == both >= 6
        assert found.confidence[number] == pytest.approx(both / sum(left <= one for one in held))
    sets = {
        (*sorted([*before, after]),)
        for before, after in zip(found.antecedent.tolist(), found.consequent.tolist(), strict=True)
    }
    pairs = sum(len(one) - one.count(baskets.NOTHING) == 2 for one in sets)
    often = sum(sum({a, b} <= one for one in held) >= 6 for a in range(3, 12) for b in range(a + 1, 12))
    assert pairs == often


def test_few_baskets_are_refused_and_without_rules_there_are_none() -> None:
    with pytest.raises(TooLittle, match="baskets"):
        baskets.rules(np.array([1, 1, 2]), np.array([1, 2, 3]))
    assert len(baskets.rules(np.arange(9), np.arange(9)).lift) == 0
