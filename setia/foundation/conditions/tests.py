"""Conditions as data, as text and in words."""

from __future__ import annotations

import json

import pytest
from django.utils.translation import override
from hypothesis import assume, given
from hypothesis import strategies as st

from setia.foundation.conditions import (
    EVERYTHING,
    All,
    Any,
    Condition,
    Not,
    Test,
    Unreadable,
    all_of,
    any_of,
    describe,
    from_json,
    parse,
    tests_of as every_test,
    to_json,
    write,
)
from setia.foundation.conditions.text import LONGEST_TEXT
from setia.foundation.conditions.tree import LISTED, SINGLE, check_size
from setia.foundation.errors import Malformed, Refusal

fields = st.from_regex(r"[a-z_][a-z0-9_]{0,6}(\.[a-z_][a-z0-9_]{0,6})?", fullmatch=True).filter(
    lambda name: name not in {"and", "or", "not"}
)
texts = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=12) | st.sampled_from(
    ["today", "Today", "-30d", "this month", "This  Month", "last 30 days", "me", "1", "-0", "007", "12.50"]
    + ["and", "or", "not", "empty", "set", "true", "True", "in", "O'Brien", "'", '"', "\\", "a b", "“x”", "null"]
)
scalars = texts | st.integers(-(2**63) + 1, 2**63 - 1) | st.booleans()
tests = st.one_of(
    st.builds(Test, fields, st.sampled_from(SINGLE), scalars),
    st.builds(Test, fields, st.sampled_from(LISTED), st.lists(scalars, min_size=1, max_size=4).map(tuple)),
    st.builds(Test, fields, st.just("between"), st.tuples(scalars, scalars)),
    st.builds(Test, fields, st.sampled_from(["is empty", "is not empty"])),
)
parts = st.recursive(
    tests,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda found: All(tuple(found))),
        st.lists(inner, min_size=2, max_size=3).map(lambda found: Any(tuple(found))),
        inner.map(Not),
    ),
    max_leaves=8,
)
conditions = parts | st.just(EVERYTHING)


def is_small(condition: Condition) -> bool:
    try:
        check_size(condition)
    except Refusal:
        return False
    return len(write(condition)) <= LONGEST_TEXT


@given(conditions)
def test_a_condition_survives_being_written_as_text(condition: Condition) -> None:
    assume(is_small(condition))
    assert repr(parse(write(condition))) == repr(condition)


@given(conditions)
def test_a_condition_survives_being_kept_as_json(condition: Condition) -> None:
    assume(is_small(condition))
    assert repr(from_json(json.loads(json.dumps(to_json(condition))))) == repr(condition)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        condition = parse(text)
    except Unreadable as refusal:
        assert 0 <= refusal.position <= len(text)
        assert refusal.message
    except Malformed as refusal:
        assert refusal.message
    else:
        assert parse(write(condition)) == condition


words = st.sampled_from(
    "and or not ( ) , = != is in between empty contains starts with a stage.status 5 -30d last 30 days today".split()
    + ['"x y"', "'", '"', "\\", "like", "~", "<", ">=", "set", "true", "“", "[", "{", "\x00", "\ud800"]
)


@given(st.lists(words, max_size=40).map(" ".join))
def test_any_jumble_of_the_grammars_words_is_read_or_refused(text: str) -> None:
    try:
        condition = parse(text)
    except Refusal:
        return
    assert parse(write(condition)) == condition


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["all", "any", "not", "field", "operator", "value", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(json_values)
def test_any_json_is_read_or_refused(data: object) -> None:
    try:
        condition = from_json(data)
    except Refusal:
        return
    assert from_json(to_json(condition)) == condition


def test_the_filter_bar_reads_a_whole_sentence() -> None:
    text = (
        'stage = Won and (amount > 1000 or owner is "Anna Snelling") and not email is empty '
        "and name contains acme and closed between 2017-01-01 and 2017-03-31 and sector in (retail, medical)"
    )
    assert parse(text) == All(
        (
            Test("stage", "=", "Won"),
            Any((Test("amount", ">", 1000), Test("owner", "=", "Anna Snelling"))),
            Not(Test("email", "is empty")),
            Test("name", "contains", "acme"),
            Test("closed", "between", ("2017-01-01", "2017-03-31")),
            Test("sector", "in", ("retail", "medical")),
        )
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", EVERYTHING),
        ("  \n ", EVERYTHING),
        ("Stage IS won", Test("stage", "=", "won")),
        ("a is not b", Test("a", "!=", "b")),
        ("a <> b", Test("a", "!=", "b")),
        ("a ≥ 5", Test("a", ">=", 5)),
        ("a over 5", Test("a", ">", 5)),
        ("closed is before today", Test("closed", "<", "today")),
        ("closed since -30d", Test("closed", ">=", "-30d")),
        ("a ~ b", Test("a", "contains", "b")),
        ("a does not contain b", Not(Test("a", "contains", "b"))),
        ("a begins with b", Test("a", "starts with", "b")),
        ("a is one of (1, b)", Test("a", "in", (1, "b"))),
        ("a is not in (1)", Test("a", "not in", (1,))),
        ("a is set", Test("a", "is not empty")),
        ("a is not set", Test("a", "is empty")),
        ("a = empty", Test("a", "is empty")),
        ('a = "empty"', Test("a", "=", "empty")),
        ("a = true", Test("a", "=", True)),
        ('a = "true"', Test("a", "=", "true")),
        ("a = 007", Test("a", "=", "007")),
        ("a = 12.50", Test("a", "=", "12.50")),
        ("a = 99999999999999999999", Test("a", "=", "99999999999999999999")),
        ("a = Last  30 Days", Test("a", "=", "last 30 days")),
        ("a between last month and today", Test("a", "between", ("last month", "today"))),
        ("a=O'Brien", Test("a", "=", "O'Brien")),
        (r'a = "say \"hi\" \\"', Test("a", "=", r'say "hi" \ '.strip())),
        ("a = “smart quotes”", Test("a", "=", "smart quotes")),
        ("not not a = 1", Not(Not(Test("a", "=", 1)))),
        ("((a = 1))", Test("a", "=", 1)),
        ("a = 1 or b = 2 and c = 3", Any((Test("a", "=", 1), All((Test("b", "=", 2), Test("c", "=", 3)))))),
    ],
)
def test_the_text_means(text: str, expected: Condition) -> None:
    assert repr(parse(text)) == repr(expected)


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("owner is Anna Snelling", 14, '"Anna Snelling"'),
        ("stage", 5, "comparison"),
        ("stage =", 7, "ends too early"),
        ("stage = Won and", 15, "name of a field"),
        ("(stage = Won", 12, "Close the parenthesis"),
        ("stage = Won)", 11, "one closing parenthesis too many"),
        ('stage = "Won', 8, "not closed"),
        ("a between 1 or 2", 12, "between 10 and 20"),
        ("a in retail", 5, "(retail, medical)"),
        ("a in ()", 6, "value"),
        ("5 = a", 0, "name of a field"),
        ("a = \x00", 4, "cannot stand here"),
        (r'a = "\x"', 5, "backslash"),
    ],
)
def test_a_slip_is_shown_with_its_place_and_a_hint(text: str, position: int, words: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse(text)
    assert caught.value.position == position
    assert words in caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        "(" * 4000,
        "not " * 900 + "a = 1",
        "a = 1 and " * 390 + "a = 1",
        "a" * 4001,
        "a = " + "x" * 600,
        "(" * 9 + "a = 1 and b = 2" + ") or c = 3" * 9,
        'a = "\ud800"',
        'a = "tab\there"',
    ],
)
def test_what_is_too_large_or_cannot_be_kept_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        parse(text)


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
