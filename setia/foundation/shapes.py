"""A condition apart from its values: two that differ in nothing else are asked with the same SQL."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q

CHANGING = (int, str)
LITERAL = (bool, type(None), date, datetime, Decimal)


class Shapeless(Exception):
    """Something in the condition is neither a plain value nor a list of such."""


def shape_of(condition: Q) -> tuple[Hashable, list[int | str]]:
    """What a condition asks, and the whole numbers and texts in it, from left to right.

    Other plain values belong to the shape. Raises Shapeless for a condition with a subquery or an expression.
    """
    values: list[int | str] = []
    return _shape(condition, values), values


def filled(condition: Q, values: Iterator[int | str]) -> Q:
    """The same condition with other values; it takes as many of them as `shape_of` gave."""
    children: list[Any] = []
    for child in condition.children:
        part: Any = child
        children.append(filled(part, values) if isinstance(part, Q) else (part[0], _other(part[1], values)))
    return Q.create(children, connector=condition.connector, negated=condition.negated)


def _shape(part: Any, values: list[int | str]) -> Hashable:
    if isinstance(part, Q):
        return part.connector, part.negated, tuple(_shape(child, values) for child in part.children)
    if not isinstance(part, tuple):
        raise Shapeless
    path, value = part
    if type(value) in CHANGING:
        values.append(value)
        return path, type(value)
    if _is_list(value):
        values.extend(value)
        return path, tuple(map(type, value))
    if type(value) not in LITERAL:
        raise Shapeless
    return path, type(value), value


def _other(value: Any, values: Iterator[int | str]) -> Any:
    if type(value) in CHANGING:
        return next(values)
    return [next(values) for _old in value] if _is_list(value) else value


def _is_list(value: Any) -> bool:
    return type(value) in (list, tuple) and all(type(one) in CHANGING for one in value)
