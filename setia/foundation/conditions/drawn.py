"""Conditions drawn at random, for tests."""

from __future__ import annotations

from hypothesis import strategies as st

from setia.foundation.conditions.text import LONGEST_TEXT, write
from setia.foundation.conditions.tree import (
    EVERYTHING,
    LISTED,
    SINGLE,
    All,
    Any,
    Condition,
    Not,
    Test,
    check_size,
)
from setia.foundation.errors import Refusal

fields = st.from_regex(r"[a-z_][a-z0-9_]{0,6}(\.[a-z_][a-z0-9_]{0,6})?", fullmatch=True).filter(
    lambda name: name not in {"and", "or", "not"}
)
AWKWARD = [
    "today",
    "Today",
    "-30d",
    "this month",
    "This  Month",
    "last 30 days",
    "me",
    "1",
    "-0",
    "007",
    "12.50",
]
AWKWARD += [
    "and",
    "or",
    "not",
    "empty",
    "set",
    "true",
    "True",
    "in",
    "O'Brien",
    "'",
    '"',
    "\\",
    "a b",
    "“x”",
    "null",
    "",
]
texts = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=12) | st.sampled_from(AWKWARD)
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
