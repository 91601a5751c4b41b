"""From purchases to repeats, recency and age."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setia.domains.insight.answering import TooLittle
from setia.domains.insight.buying.cohorts import cohorts
from setia.domains.insight.buying.summaries import purchases_between, summarised
from setia.domains.insight.buying.tests.cdnow import LEARNT, TESTED, day_of, purchases


def bought(*rows: tuple[int, int, int]) -> tuple[Any, Any, Any]:
    customer, day, value = np.array(rows).T
    return customer, day, value


def test_purchases_of_one_day_are_one() -> None:
    known = summarised(*bought((0, 10, 500), (0, 10, 300), (0, 17, 200)), as_of=20)
    assert (known.repeats[0], known.last[0], known.age[0]) == (1, 7, 10)
    assert (known.value[0], known.repeat_value[0], known.mean_value[0]) == (1000, 200, 200)


def test_a_refund_is_no_purchase_but_is_taken_off() -> None:
    known = summarised(*bought((0, 10, 500), (0, 17, 400), (0, 30, -150), (1, 12, -80)), as_of=40)
    assert known.customer.tolist() == [0]
    assert (known.repeats[0], known.last[0]) == (1, 7)
    assert (known.value[0], known.repeat_value[0]) == (750, 250)


def test_what_was_given_away_is_a_purchase() -> None:
    assert summarised(*bought((0, 10, 500), (0, 17, 0)), as_of=40).repeats[0] == 1


def test_what_lies_after_the_day_is_not_seen() -> None:
    known = summarised(*bought((0, 10, 500), (0, 50, 400), (0, 60, -400), (1, 45, 100)), as_of=40)
    assert (known.customer.tolist(), known.repeats[0], known.value[0]) == ([0], 0, 500)


def test_customers_may_be_missing_and_lines_in_any_order() -> None:
    rows = bought((7, 20, 1), (2, 9, 2), (7, 3, 4), (2, 9, 8))
    known = summarised(*rows, as_of=20)
    assert (known.customer.tolist(), known.first.tolist(), known.repeats.tolist()) == ([2, 7], [9, 3], [0, 1])
    assert known.of(np.array([1])).value.tolist() == [5]
    assert purchases_between(*rows, np.array([7, 2, 9]), 8, 20).tolist() == [1, 1, 0]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (([0], [1.5], [3]), "whole numbers"),
        (([0, 1], [1], [3]), "same length"),
        (([-1], [1], [3]), "numbered from 0"),
    ],
)
def test_nonsense_is_refused_in_words(told: tuple[list[Any], ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        summarised(*(np.array(one) for one in told), as_of=9)


def test_nobody_who_bought_yet_is_too_little() -> None:
    with pytest.raises(TooLittle, match="Too few purchases") as refusal:
        summarised(*bought((0, 10, 500)), as_of=9)
    assert (refusal.value.reason, refusal.value.there, refusal.value.needed) == ("purchases", 0, 1)


LINES = st.tuples(st.integers(0, 5), st.integers(0, 40), st.integers(-50, 50))


@settings(max_examples=40)
@given(st.lists(LINES, min_size=1, max_size=40), st.integers(0, 40))
def test_counting_by_arrays_agrees_with_counting_by_hand(lines: list[tuple[int, int, int]], as_of: int) -> None:
    seen = [line for line in lines if line[1] <= as_of]
    days: dict[int, list[int]] = {}
    for who, day, value in seen:
        if value >= 0:
            days.setdefault(who, []).append(day)
    if not days:
        return
    known = summarised(*bought(*lines), as_of=as_of)
    assert known.customer.tolist() == sorted(days)
    for place, who in enumerate(sorted(days)):
        first, last = min(days[who]), max(days[who])
        told = (known.repeats[place], known.last[place], known.age[place], known.value[place])
        spent = sum(value for customer, _day, value in seen if customer == who)
        assert told == (len(set(days[who])) - 1, last - first, as_of - first, spent)
        later = sum(value for customer, day, value in seen if customer == who and day > first)
        assert known.repeat_value[place] == later


def test_cohorts_follow_those_who_first_bought_in_a_month() -> None:
    told = cohorts(*purchases(), as_of=LEARNT)
    assert (told.month - 27 * 12).tolist() == [0, 1, 2]
    assert told.size.tolist() == told.active[:, 0].tolist() == [781, 857, 719]
    # Counted by hand in a table program: customers of January who bought in February.
    assert (told.active[0, 1], round(float(told.share[0, 1]), 4)) == (124, 0.1588)
    assert told.seen.sum(axis=1).tolist() == [9, 8, 7]
    assert told.is_whole.sum() == 24
    customer, day, cents = purchases()
    assert told.value.sum() == cents[day <= LEARNT].sum()


def test_a_month_that_is_not_over_says_so() -> None:
    told = cohorts(*purchases(), as_of=day_of("1997-09-15"))
    assert told.is_whole.sum(axis=1).tolist() == [8, 7, 6]
    assert cohorts(*purchases(), as_of=TESTED).is_whole.sum() == 18 + 17 + 16
