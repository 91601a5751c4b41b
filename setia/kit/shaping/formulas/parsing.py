"""A formula as a tree: numbers, texts, names of fields, and what is done with them.

    amount * 0.2                      if(days(ordered_on, paid_on) > 30, "late", "in time")
    own_length * own_width            coalesce(own_discount, 0) + 5
    first_name & " " & last_name      own_until - own_from

`=` `!=` `<` `<=` `>` `>=`, `and` `or` `not` compare; `&` puts texts together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from setia.foundation.errors import Refusal

TOKEN = re.compile(
    r"\s*(?:(?P<number>\d{1,15}(?:\.\d{1,6})?)|\"(?P<text>[^\"]*)\"|(?P<name>[A-Za-z_]\w*)|(?P<mark>[<>!]=|[-+*/&()=<>,]))",
    re.ASCII,
)
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
TODAY = "today"
DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Number:
    value: Decimal


@dataclass(frozen=True, slots=True)
class Text:
    value: str


@dataclass(frozen=True, slots=True)
class Truth:
    value: bool


@dataclass(frozen=True, slots=True)
class Name:
    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or a function, and what it is applied to."""

    name: str
    parts: tuple[Node, ...]


Node = Number | Text | Truth | Name | Call


def parse(text: str) -> Node:
    """Refuses, in words, what is no formula."""
    reader = _Reader([*_tokens(text)])
    tree = reader.anything(0)
    if reader.here:
        raise Refusal(_("“%(part)s” is not expected there in the formula.") % {"part": reader.here[1]})
    return tree


def names_in(node: Node) -> set[str]:
    """The fields that a formula uses."""
    if isinstance(node, Name):
        return {node.name}
    return set().union(*map(names_in, node.parts)) if isinstance(node, Call) else set()


def asks_today(node: Node) -> bool:
    """Whether what comes out may be something else tomorrow."""
    return isinstance(node, Call) and (node.name == TODAY or any(map(asks_today, node.parts)))


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    text = text.rstrip()
    while at < len(text):
        found = TOKEN.match(text, at)
        if found is None:
            raise Refusal(_("The formula cannot be read from “%(part)s” on.") % {"part": text[at : at + 20].strip()})
        kind = found.lastgroup or ""
        yield kind, found[kind]
        at = found.end()


class _Reader:
    """Reads operators by how tightly they bind, from `or` to the sign of a number."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.at = 0

    @property
    def here(self) -> tuple[str, str] | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def takes(self, *words: str) -> str:
        """The next word, if it is one of these and no text."""
        if self.here and self.here[0] != "text" and self.here[1] in words:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return ""

    def anything(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise Refusal(_("The formula is nested too deeply."))
        return self._row(("or",), lambda: self._row(("and",), lambda: self._denial(depth)))

    def _row(self, words: tuple[str, ...], read: Callable[[], Node]) -> Node:
        node = read()
        while word := self.takes(*words):
            node = Call(word, (node, read()))
        return node

    def _denial(self, depth: int) -> Node:
        if self.takes("not"):
            return Call("not", (self._deeper(depth, self._denial),))
        left = self._sum(depth)
        if word := self.takes(*COMPARISONS):
            return Call(word, (left, self._sum(depth)))
        return left

    def _deeper(self, depth: int, read: Callable[[int], Node]) -> Node:
        if depth > DEEPEST:
            raise Refusal(_("The formula is nested too deeply."))
        return read(depth + 1)

    def _sum(self, depth: int) -> Node:
        return self._row(("+", "-", "&"), lambda: self._row(("*", "/"), lambda: self._signed(depth)))

    def _signed(self, depth: int) -> Node:
        if self.takes("-"):
            return Call("negative", (self._deeper(depth, self._signed),))
        return self._single(depth)

    def _single(self, depth: int) -> Node:
        if self.here is None:
            raise Refusal(_("Something is missing at the end of the formula."))
        kind, word = self.here
        self.at += 1
        if kind == "number":
            return Number(Decimal(word))
        if kind == "text":
            return Text(word)
        if kind == "mark" and word == "(":
            inner = self.anything(depth + 1)
            self._close()
            return inner
        if kind != "name" or word in ("and", "or"):
            raise Refusal(_("“%(part)s” is not expected there in the formula.") % {"part": word})
        if self.takes("("):
            return Call(word.lower(), self._parts(depth))
        return Truth(word == "true") if word in ("true", "false") else Name(word)

    def _parts(self, depth: int) -> tuple[Node, ...]:
        if self.takes(")"):
            return ()
        parts = [self.anything(depth + 1)]
        while self.takes(","):
            parts.append(self.anything(depth + 1))
        self._close()
        return tuple(parts)

    def _close(self) -> None:
        if not self.takes(")"):
            raise Refusal(_("A bracket is not closed in the formula."))
