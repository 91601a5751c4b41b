"""Conditions as data and in words."""

from __future__ import annotations

import json

import pytest
from django.utils.translation import override
from hypothesis import assume, given
from hypothesis import strategies as st

from setia.foundation.conditions import (
    EVERYTHING,
    Condition,
    Test,
    all_of,
    any_of,
    describe,
    from_json,
    parse,
    to_json,
)
from setia.foundation.conditions import tests_of as every_test
from setia.foundation.conditions.drawn import conditions, is_small
from setia.foundation.errors import Malformed, Refusal

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["all", "any", "not", "field", "operator", "value", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(conditions)
def test_a_condition_survives_being_kept_as_json(condition: Condition) -> None:
    assume(is_small(condition))
    assert repr(from_json(json.loads(json.dumps(to_json(condition))))) == repr(condition)


@given(json_values)
def test_any_json_is_read_or_refused(data: object) -> None:
    try:
        condition = from_json(data)
    except Refusal:
        return
    assert from_json(to_json(condition)) == condition


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "a = 1",
        {},
        {"all": []} | {"x": 1},
        {"any": []},
        {"all": [{"all": []}]},
        {"not": {"all": []}},
        {"field": "a", "operator": "=", "value": None},
        {"field": "a", "operator": "=", "value": [1]},
        {"field": "a", "operator": "in", "value": 1},
        {"field": "a", "operator": "in", "value": []},
        {"field": "a", "operator": "in", "value": [[1]]},
        {"field": "a", "operator": "between", "value": [1]},
        {"field": "a", "operator": "is empty", "value": 1},
        {"field": "a", "operator": "like", "value": "x"},
        {"field": "A; drop", "operator": "=", "value": 1},
        {"field": "a..b", "operator": "=", "value": 1},
        {"field": "a", "operator": "=", "value": float("nan")},
        {"field": "a", "operator": "=", "value": 2**63},
        {"field": "a", "operator": "=", "value": "\x00"},
        {"field": "a", "operator": "=", "value": 1, "also": 2},
        {"field": ["a"], "operator": {}, "value": 1},
        {"all": [{"field": "a", "operator": "=", "value": 1}] * 101},
    ],
)
def test_json_that_is_no_condition_is_refused(data: object) -> None:
    with pytest.raises(Refusal):
        from_json(data)


def test_json_may_not_be_nested_without_end() -> None:
    data: object = {"field": "a", "operator": "=", "value": 1}
    for _level in range(100_000):
        data = {"not": data}
    with pytest.raises(Malformed):
        from_json(data)


def test_a_fraction_in_json_is_kept_as_written() -> None:
    assert from_json({"field": "a", "operator": ">", "value": 0.1}) == Test("a", ">", "0.1")


def test_groups_of_one_part_disappear() -> None:
    one = Test("a", "=", 1)
    assert all_of(one) == any_of(one) == from_json({"all": [to_json(one)]}) == one
    assert all_of(EVERYTHING, one) == one
    assert any_of(EVERYTHING, one) == all_of() == EVERYTHING


def test_every_field_of_a_condition_can_be_seen_before_it_is_used() -> None:
    condition = parse("a = 1 and (b = 2 or not c.d is empty)")
    assert [test.field for test in every_test(condition)] == ["a", "b", "c.d"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("stage = Won and amount > 1000", "Stage is Won and Amount over 1,000"),
        ("closed > 2017-03-01 or closed = this_month", "Closed after Mar 1, 2017 or Closed is this_month"),
        ("closed = this month", "Closed is this month"),
        ("closed < -30d", "Closed before 30 days ago"),
        ("owner = me", "Owner is me"),
        ("sector in (a, b, c)", "Sector is a, b, or c"),
        ("amount between 1 and 2000", "Amount between 1 and 2,000"),
        ("not name contains acme", "Name does not contain “acme”"),
        ("not (a = 1 or b is empty)", "not (A is 1 or B is empty)"),
        ("a = 1 and (b = true or c = 1)", "A is 1 and (B is yes or C is 1)"),
        ("a = 9999-99-99", "A is 9999-99-99"),
    ],
)
def test_a_condition_is_told_in_words(text: str, expected: str) -> None:
    assert describe(parse(text), str.capitalize) == expected


@given(conditions)
def test_every_condition_can_be_told_in_words(condition: Condition) -> None:
    with override("fr"):
        assert isinstance(describe(condition, str.capitalize), str)
