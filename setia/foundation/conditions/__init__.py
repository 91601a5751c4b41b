"""Conditions: one tree of and, or, not over fields; saved views, segments, rules, access, exports, API
and command line use it. `tree` is the data, `text` how people write it, `compiling` makes a Q of it."""

from setia.foundation.conditions.compiling import Resolve, compile
from setia.foundation.conditions.describing import describe
from setia.foundation.conditions.filters import Filter, FilterKind, Nature, any_related
from setia.foundation.conditions.text import parse, write
from setia.foundation.conditions.tokens import Unreadable
from setia.foundation.conditions.tree import (
    EVERYTHING,
    OPERATORS,
    All,
    Any,
    Condition,
    Not,
    Scalar,
    Test,
    Value,
    all_of,
    any_of,
    from_json,
    tests_of,
    to_json,
)

__all__ = [
    "EVERYTHING",
    "OPERATORS",
    "All",
    "Any",
    "Condition",
    "Filter",
    "FilterKind",
    "Nature",
    "Not",
    "Resolve",
    "Scalar",
    "Test",
    "Unreadable",
    "Value",
    "all_of",
    "any_of",
    "any_related",
    "compile",
    "describe",
    "from_json",
    "parse",
    "tests_of",
    "to_json",
    "write",
]
