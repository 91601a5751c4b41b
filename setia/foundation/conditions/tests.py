"""Conditions as people write them."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from setia.foundation.conditions import EVERYTHING, All, Any, Condition, Not, Test, Unreadable, parse, write
from setia.foundation.conditions.drawn import AWKWARD, conditions, is_small
from setia.foundation.errors import Refusal


@given(conditions)
def test_a_condition_survives_being_written_as_text(condition: Condition) -> None:
    assume(is_small(condition))
    assert repr(parse(write(condition))) == repr(condition)


@pytest.mark.parametrize("value", AWKWARD)
def test_an_awkward_text_survives_being_written(value: str) -> None:
    condition = Test("a", "in", (value, "z", value))
    assert repr(parse(write(condition))) == repr(condition)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_its_place(text: str) -> None:
    try:
        condition = parse(text)
    except Unreadable as refusal:
        place = refusal.position
    else:
        assert parse(write(condition)) == condition
        place = 0
    assert 0 <= place <= len(text)


WORDS = "and or not ( ) , = != is in between empty contains starts with a b.c 5 -30d last 30 days today"
ODDITIES = ['"x y"', "'", '"', "\\", "like", "~", "<", ">=", "set", "true", "“", "[", "{", "\x00", "\ud800"]
words = st.sampled_from([*WORDS.split(" "), *ODDITIES])


@given(st.lists(words, max_size=40).map(" ".join))
def test_any_jumble_of_the_grammars_words_is_read_or_refused(text: str) -> None:
    try:
        condition = parse(text)
    except Refusal:
        return
    assert parse(write(condition)) == condition


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
