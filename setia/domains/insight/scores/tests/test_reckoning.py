"""What is reckoned in the process of its own: whole parts that add up, the end of what was told, too little to say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from setia.domains.insight.buying.reasons import Reasons
from setia.domains.insight.buying.tests.cdnow import LEARNT, purchases
from setia.domains.insight.scores.reckoning import saying
from setia.domains.insight.scores.reckoning.child import answered
from setia.domains.insight.scores.reckoning.purchases import last_told
from setia.domains.insight.scores.reckoning.saying import whole_parts


def told(party: Any, day: Any, value: Any, as_of: str, contract: Any = None) -> dict[str, Any]:
    size = len(party)
    columns = {"party": party, "day": day, "value": value, "contract": [0] * size if contract is None else contract}
    listed = {name: np.asarray(column).tolist() for name, column in columns.items()}
    return {"purchases": {**listed, "margin": [None] * size}, "minutes": {}, "as_of": as_of}


@pytest.fixture(scope="module")
def papers() -> list[dict[str, Any]]:
    """The customers of the papers, as of the end of week 39."""
    party, day, cents = purchases()
    some = day <= LEARNT
    return list(answered(told(party[some], day[some], cents[some], "1997-09-30")))


def columns(portions: list[dict[str, Any]], name: str) -> list[Any]:
    return [value for portion in portions for value in portion[name]]


def test_reasons_in_whole_numbers_add_up_to_the_score_that_is_shown(papers: list[dict[str, Any]]) -> None:
    portions = papers[1:]
    staying, worth = columns(portions, "staying"), columns(portions, "worth")
    assert len(staying) == 2_357
    assert [sum(parts) for parts in columns(portions, "why_staying")] == staying
    assert [sum(parts) for parts in columns(portions, "why_worth")] == worth
    ends = zip(columns(portions, "worth_low"), worth, columns(portions, "worth_high"), strict=True)
    assert all(low <= middle <= high for low, middle, high in ends)


def test_what_one_customer_may_do_is_told_in_whole_numbers_and_most_stay_within(papers: list[dict[str, Any]]) -> None:
    low, high, expected = (np.array(columns(papers[1:], name)) for name in ("times_low", "times_high", "purchases"))
    assert all(isinstance(one, int) for one in columns(papers[1:], "times_high"))
    assert (low >= 0).all()
    assert (low <= high).all()
    assert (high >= np.floor(expected)).mean() > 0.99, "an expectation of 1.6 is no customer who buys once at most"
    assert np.median(high - low) >= 1, "wider than the interval of the expectation, which is narrow"


def test_rounding_goes_to_the_largest_remainders() -> None:
    parts = np.array([[0.104, -0.203, 0.048], [0.0, 0.0, 0.0]])
    score = 0.5 + parts.sum(axis=1)
    reasons = Reasons(("a", "b", "c"), np.zeros(3), 0.5, parts, score)
    assert whole_parts(reasons, 100.0) == [[50, 10, -20, 5], [50, 0, 0, 0]]


def test_totals_are_the_sums_of_the_customers_within_their_interval(papers: list[dict[str, Any]]) -> None:
    totals, portions = papers[0]["totals"], papers[1:]
    assert totals["purchases"]["value"] == pytest.approx(sum(columns(portions, "purchases")), abs=15)
    assert totals["worth"]["value"] == pytest.approx(sum(columns(portions, "worth")), abs=2_000)
    for total in totals.values():
        assert total["low"] < total["value"] < total["high"]


def test_a_history_that_was_brought_along_ends_with_its_last_purchase() -> None:
    days = np.array([0, 3, 10, 14])
    assert last_told(days, days, 30) == 30, "a quiet fortnight is no end"
    assert last_told(days, days, 10_000) == 14
    assert last_told(np.array([], int), np.array([], int), 7) == 7


def test_years_after_the_last_purchase_nothing_else_is_said_than_on_that_day(papers: list[dict[str, Any]]) -> None:
    party, day, cents = purchases()
    some = (day <= LEARNT) & (party % 9 == 0)
    then, now = (list(answered(told(party[some], day[some], cents[some], on))) for on in ("1997-09-30", "2026-03-02"))
    assert columns(now[1:], "staying") == columns(then[1:], "staying")
    assert now[0]["as_of"] == LEARNT


@pytest.mark.parametrize(
    ("customers", "again", "reason"), [(40, 20, "customers"), (60, 3, "repeat buyers"), (60, 60, "alike"), (0, 0, "")]
)
def test_of_too_little_nothing_is_said_but_what_was_bought(customers: int, again: int, reason: str) -> None:
    first = [(number, 20_000, 500) for number in range(1, customers + 1)]
    rows = first + [(number, 20_100, 700) for number in range(1, again + 1)]
    lists = list(zip(*rows, strict=True)) or [(), (), ()]
    head, *portions = answered(told(*lists, "2025-03-01"))
    assert head["too_little"].get("staying", {}).get("reason", "") == (reason or "purchases")
    assert columns(portions, "bought") == [2] * again + [1] * (customers - again)
    assert not any("staying" in portion for portion in portions)


def test_who_buys_by_contract_only_is_not_taken_for_somebody_who_comes_and_goes() -> None:
    party, day, cents = purchases()
    some = (day <= LEARNT) & (party % 4 == 0)
    party, day, cents = (column[some] for column in (party, day, cents))
    contract = np.where(party == party.max(), 7, 0)
    head, *portions = answered(told(party, day, cents, "1997-09-30", contract))
    assert columns(portions, "staying")[-1] is None
    assert columns(portions, "by_contract") == [False] * (head["customers"] - 1) + [True]


def test_refunds_above_what_was_paid_and_a_customer_with_very_many_orders_break_nothing() -> None:
    rng = np.random.default_rng(5)
    party = np.r_[rng.integers(1, 80, 400), np.full(3_000, 99), 5, 5]
    day = np.r_[rng.integers(18_000, 19_000, 400), rng.integers(10_000, 19_000, 3_000), 18_999, 19_000]
    value = np.r_[rng.integers(0, 9_000, 400), np.full(3_000, 250), -10_000_000, -1]
    _head, *portions = answered(told(party, day, value, "2022-02-01"))
    assert all(one is None or 0 <= one <= 100 for one in columns(portions, "staying"))


def test_an_order_below_zero_is_no_purchase_and_two_on_one_day_are_one_day() -> None:
    party, day = np.array([4, 4, 4, 4, 7, 9, 9]), np.array([100, 100, 130, 150, 120, 90, 95]) + 18_000
    value = np.array([500, 0, 700, -200, -100, 300, -300])
    _head, *portions = answered(told(party, day, value, "2022-02-01"))
    assert {name: columns(portions, name) for name in ("party", "bought", "days", "spent")} == {
        "party": [4, 9], "bought": [3, 1], "days": [2, 1], "spent": [1_000, 0],
    }  # fmt: skip
    assert [columns(portions, name) for name in ("first", "last")] == [[18_100, 18_090], [18_130, 18_090]]


def test_what_may_be_ten_times_as_much_is_not_told_as_a_value(monkeypatch: pytest.MonkeyPatch) -> None:
    party, day, cents = purchases()
    some = (day <= LEARNT) & (party % 9 == 0)
    monkeypatch.setattr(saying, "WIDEST", 1.2)
    _head, *portions = answered(told(party[some], day[some], cents[some], "1997-09-30"))
    worth = columns(portions, "worth")
    assert None in worth
    assert [high is None for high in columns(portions, "worth_high")] == [one is None for one in worth]
