"""Conditions as people write them: `stage = Won and (amount > 1000 or not email is empty)`.

    condition  or-parts joined by `or`, and-parts joined by `and`, `not` before a part, parentheses
    test       FIELD comparison value
    value      a word, a text in quotes, a number, true, false, a relative date (`-30d`, `this month`), me
    list       (value, value, …) after `in`;  value and value after `between`

Words of the grammar are read in any case. A bare whole number is a number, `"1"` is a text. The empty
text is EVERYTHING. `write` gives the one canonical text of a tree, and `parse(write(tree)) == tree` as
long as that text has no more than LONGEST_TEXT characters; larger trees travel as JSON.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from setia.foundation import periods
from setia.foundation.citing import cited
from setia.foundation.conditions.tokens import BARE, Token, Unreadable, quoted, tokens_of
from setia.foundation.conditions.tree import BARE as VALUELESS
from setia.foundation.conditions.tree import (
    DEEPEST,
    EVERYTHING,
    LARGEST_NUMBER,
    LISTED,
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
    check_size,
    is_field_name,
)
from setia.foundation.errors import Malformed, Refusal

LONGEST_TEXT = 4_000
_LONGEST_PHRASE = 4
_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,18}")
_GRAMMAR = frozenset({"and", "or", "not", "empty", "set", "in", "is", "between", "true", "false", "null"})
_NOT_CONTAINS = "not contains"

_SYNONYMS = {
    "=": ("=", "==", "is", "equals"),
    "!=": ("!=", "<>", "≠", "is not"),
    ">": (">", "over", "is over", "above", "after", "is after", "more than", "is more than"),
    ">=": (">=", "≥", "at least", "is at least", "since", "is since"),
    "<": ("<", "under", "is under", "below", "before", "is before", "less than", "is less than"),
    "<=": ("<=", "≤", "at most", "is at most", "until", "is until"),
    "contains": ("contains", "~"),
    _NOT_CONTAINS: ("does not contain", "not contains", "!~"),
    "starts with": ("starts with", "begins with"),
    "in": ("in", "is in", "is one of"),
    "not in": ("not in", "is not in", "is not one of"),
    "between": ("between", "is between"),
    "is empty": ("is empty", "is not set", "= empty"),
    "is not empty": ("is not empty", "is set", "!= empty"),
}
_COMPARISONS = {phrase: operator for operator, phrases in _SYNONYMS.items() for phrase in phrases}


def parse(text: str) -> Condition:
    """The tree of a text. Refuses, with the place and a hint, whatever it cannot read."""
    if not isinstance(text, str):
        raise Malformed(_("A condition is a text."))
    if len(text) > LONGEST_TEXT:
        raise Malformed(_("The condition is too long; %(most)d characters are possible.") % {"most": LONGEST_TEXT})
    tokens = tokens_of(text)
    if tokens[0].kind == "end":
        return EVERYTHING
    condition = _Parser(text, tokens).whole()
    check_size(condition)
    return condition


class _Parser:
    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.at = 0
        self.nested = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def next(self) -> Token:
        token = self.token
        if token.kind != "end":
            self.at += 1
        return token

    def take(self, word: str) -> bool:
        if self.token.lower != word or self.token.kind == "end":
            return False
        self.at += 1
        return True

    def stuck(self, hint: str, token: Token | None = None) -> Unreadable:
        token = token or self.token
        if token.kind == "end":
            return Unreadable(_("The condition ends too early"), token.at, hint)
        return Unreadable(_("“%(text)s” is not expected here") % {"text": cited(token.text)}, token.at, hint)

    def whole(self) -> Condition:
        condition = self.alternatives()
        if self.token.kind != "end":
            raise self.stuck(self.hint_after_test())
        return condition

    def hint_after_test(self) -> str:
        if self.token.lower == ")":
            return _("There is one closing parenthesis too many.")
        before = self.tokens[self.at - 1]
        if {before.kind, self.token.kind} == {"word"}:
            together = quoted(f"{before.text} {self.token.text}")
            return _("Put text of several words in quotes: %(text)s. Join tests with “and” or “or”.") % {
                "text": cited(together, 120)
            }
        return _("Join tests with “and” or “or”.")

    def alternatives(self) -> Condition:
        parts = [self.conjunction()]
        while self.take("or"):
            parts.append(self.conjunction())
        return any_of(*parts)

    def conjunction(self) -> Condition:
        parts = [self.part()]
        while self.take("and"):
            parts.append(self.part())
        return all_of(*parts)

    def part(self) -> Condition:
        self.nested += 1
        if self.nested > 2 * DEEPEST + 2:
            raise self.stuck(_("The condition is nested too deeply; %(most)d levels are possible.") % {"most": DEEPEST})
        if self.take("not"):
            part: Condition = Not(self.part())
        elif self.take("("):
            part = self.alternatives()
            if not self.take(")"):
                raise self.stuck(_("Close the parenthesis with “)”."))
        else:
            part = self.test()
        self.nested -= 1
        return part

    def test(self) -> Condition:
        name = self.next()
        if name.kind != "word" or not is_field_name(name.lower):
            raise self.stuck(_("Begin with the name of a field, as in: stage = Won."), name)
        operator = self.comparison()
        try:
            if operator == _NOT_CONTAINS:
                return Not(Test(name.lower, "contains", self.value()))
            return Test(name.lower, operator, self.values(operator))
        except Unreadable:
            raise
        except Refusal as refusal:
            raise Unreadable(refusal.message.rstrip("."), name.at) from None

    def comparison(self) -> str:
        ahead = self.tokens[self.at : self.at + _LONGEST_PHRASE]
        for count in range(len(ahead), 0, -1):
            operator = _COMPARISONS.get(" ".join(token.lower for token in ahead[:count]))
            if operator:
                self.at += count
                return operator
        raise self.stuck(_("Write a comparison after the field: %(possible)s.") % {"possible": ", ".join(OPERATORS)})

    def values(self, operator: str) -> Value:
        if operator in VALUELESS:
            return None
        if operator in LISTED:
            return self.list_of_values()
        if operator != "between":
            return self.value()
        first = self.value()
        if not self.take("and"):
            raise self.stuck(_("“between” takes two values: between 10 and 20."))
        return first, self.value()

    def list_of_values(self) -> tuple[Scalar, ...]:
        hint = _("Write a list in parentheses: (retail, medical).")
        if not self.take("("):
            raise self.stuck(hint)
        values = [self.value()]
        while self.take(","):
            values.append(self.value())
        if not self.take(")"):
            raise self.stuck(hint)
        return tuple(values)

    def value(self) -> Scalar:
        token = self.token
        if token.kind == "quoted":
            return self.next().text
        if token.kind != "word" or token.lower in ("and", "or", "not"):
            raise self.stuck(_("Write a value here; put it in quotes if it is one of the words and, or, not."))
        return self.relative_name() or scalar_of(self.next().text)

    def relative_name(self) -> str | None:
        """`this month`, `last 30 days`: a value of several words without quotes."""
        found = periods.NAME.match(self.text, self.token.at)
        if not found:
            return None
        for index in range(self.at, min(self.at + 3, len(self.tokens))):
            if self.tokens[index].end == found.end():
                self.at = index + 1
                return periods.normal(found.group())
        return None


def scalar_of(word: str) -> Scalar:
    """What a bare word stands for: a whole number, true or false, or else the text itself."""
    if word.lower() in ("true", "false"):
        return word.lower() == "true"
    if _NUMBER.fullmatch(word) and abs(int(word)) <= LARGEST_NUMBER:
        return int(word)
    return word


def write(condition: Condition) -> str:
    """The canonical text of a tree, with no more parentheses and quotes than needed."""
    match condition:
        case Test(field, operator, value):
            return f"{field} {operator} {_written(operator, value)}".rstrip()
        case Not(part):
            return f"not {_within(part)}"
        case All(parts):
            return " and ".join(map(_within, parts))
        case Any(parts):
            return " or ".join(map(_within, parts))


def _within(part: Condition) -> str:
    return f"({write(part)})" if isinstance(part, (All, Any)) else write(part)


def _written(operator: str, value: Value) -> str:
    if value is None:
        return ""
    if not isinstance(value, tuple):
        return _scalar(value)
    if operator == "between":
        return " and ".join(map(_scalar, value))
    return f"({', '.join(map(_scalar, value))})"


def _scalar(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if periods.normal(value) == value:
        return value
    is_plain = BARE.fullmatch(value) and value.lower() not in _GRAMMAR and periods.normal(value) is None
    return value if is_plain and scalar_of(value) == value else quoted(value)
