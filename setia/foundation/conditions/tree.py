"""The tree of a condition: and, or, not over tests of fields. Data only; it knows no model and no person.

A tree that exists is well formed: parts are checked when they are made, whoever makes them. `from_json`
also bounds depth and size, because there the tree comes from outside.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from django.utils.translation import gettext as _

from setia.foundation.citing import cited
from setia.foundation.errors import Malformed

Scalar = str | int | bool
Value = Scalar | tuple[Scalar, ...] | None
Condition: TypeAlias = "All | Any | Not | Test"

DEEPEST = 8
MOST_TESTS = 100
LONGEST_VALUE = 500
LONGEST_LIST = 500
LARGEST_NUMBER = 2**63 - 1

SINGLE = ("=", "!=", ">", ">=", "<", "<=", "contains", "starts with")
LISTED = ("in", "not in")
BARE = ("is empty", "is not empty")
OPERATORS = (*SINGLE, *LISTED, "between", *BARE)

_FIELD = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*")
_RESERVED = frozenset({"and", "or", "not"})


@dataclass(frozen=True, slots=True)
class Test:
    """One field compared with a value.

    Whole numbers are int; numbers with a fraction stay text, so that no binary rounding enters.
    Relative dates ("-30d", "this month") and "me" are texts too; the field's kind gives them meaning.
    """

    __test__ = False  # not a test class for pytest

    field: str
    operator: str
    value: Value = None

    def __post_init__(self) -> None:
        if not is_field_name(self.field):
            raise Malformed(_("“%(name)s” cannot be the name of a field.") % {"name": cited(self.field)})
        if self.operator not in OPERATORS:
            raise Malformed(
                _("“%(operator)s” is not a comparison. Possible: %(possible)s.")
                % {"operator": cited(self.operator), "possible": ", ".join(OPERATORS)},
                field=self.field,
            )
        fault = _fault_of_value(self.operator, self.value)
        if fault:
            raise Malformed(fault, field=self.field)


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds. Without parts it holds for every record (EVERYTHING), and stands alone then."""

    parts: tuple[Condition, ...]

    def __post_init__(self) -> None:
        if self.parts:
            _check_group(self.parts)


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple[Condition, ...]

    def __post_init__(self) -> None:
        _check_group(self.parts)


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold: exactly the other records, those with an empty field included."""

    part: Condition

    def __post_init__(self) -> None:
        if self.part == EVERYTHING:
            raise ValueError("The opposite of everything is no condition; use an empty queryset.")


EVERYTHING = All(())


def _check_group(parts: tuple[Condition, ...]) -> None:
    if len(parts) < 2 or EVERYTHING in parts:
        raise ValueError("A group has two parts or more; build it with all_of() or any_of().")


def all_of(*parts: Condition) -> Condition:
    """Every part, without an empty or single-part group around them."""
    real = tuple(part for part in parts if part != EVERYTHING)
    return real[0] if len(real) == 1 else All(real)


def any_of(*parts: Condition) -> Condition:
    """Any of the parts (at least one of them is needed); with EVERYTHING among them it is everything."""
    if EVERYTHING in parts:
        return EVERYTHING
    return parts[0] if len(parts) == 1 else Any(parts)


def is_field_name(name: object) -> bool:
    return isinstance(name, str) and len(name) <= 100 and name not in _RESERVED and bool(_FIELD.fullmatch(name))


def _fault_of_value(operator: str, value: object) -> str | None:
    if operator in BARE:
        return None if value is None else _("“%(operator)s” takes no value.") % {"operator": operator}
    if operator in SINGLE:
        return _fault_of_scalar(value)
    if not isinstance(value, tuple) or not value:
        return _("“%(operator)s” takes a list of values.") % {"operator": operator}
    if operator == "between" and len(value) != 2:
        return _("“between” takes two values.")
    if len(value) > LONGEST_LIST:
        return _("A list may hold %(most)d values at most.") % {"most": LONGEST_LIST}
    return next(filter(None, map(_fault_of_scalar, value)), None)


def _fault_of_scalar(value: object) -> str | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return None if abs(value) <= LARGEST_NUMBER else _("This number is too large.")
    if not isinstance(value, str):
        return _("A value is a text, a whole number, true or false. To find what is empty, use “is empty”.")
    if len(value) > LONGEST_VALUE:
        return _("A text may have %(most)d characters at most.") % {"most": LONGEST_VALUE}
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in value):
        return _("The text holds a control character.")
    return None


def tests_of(condition: Condition) -> Iterator[Test]:
    """Every test in reading order, to see which fields a condition looks at before it is used."""
    match condition:
        case Test():
            yield condition
        case Not(part):
            yield from tests_of(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from tests_of(part)


def depth_of(condition: Condition) -> int:
    match condition:
        case Not(part):
            return 1 + depth_of(part)
        case All(parts) | Any(parts):
            return 1 + max(map(depth_of, parts), default=0)
    return 1


def check_size(condition: Condition) -> None:
    """Refuse a tree that is deeper or larger than anybody needs."""
    if depth_of(condition) > DEEPEST:
        raise Malformed(_("The condition is nested too deeply; %(most)d levels are possible.") % {"most": DEEPEST})
    if sum(1 for _test in tests_of(condition)) > MOST_TESTS:
        raise Malformed(_("The condition has too many tests; %(most)d are possible.") % {"most": MOST_TESTS})


def to_json(condition: Condition) -> dict[str, object]:
    """Plain JSON: {"all": […]}, {"any": […]}, {"not": …} or {"field", "operator", "value"}."""
    match condition:
        case All(parts):
            return {"all": [to_json(part) for part in parts]}
        case Any(parts):
            return {"any": [to_json(part) for part in parts]}
        case Not(part):
            return {"not": to_json(part)}
        case Test(field, operator, value):
            body: dict[str, object] = {"field": field, "operator": operator}
            if value is not None:
                body["value"] = list(value) if isinstance(value, tuple) else value
            return body


def from_json(data: object) -> Condition:
    """The tree of decoded JSON. Refuses unknown keys, wrong types, too much depth and too many tests.

    A group of one part is that part, an empty outermost "all" is EVERYTHING.
    """
    condition = EVERYTHING if data == {"all": []} else _read(data, 1)
    check_size(condition)
    return condition


def _read(data: object, level: int) -> Condition:
    if level > DEEPEST + 1:
        raise Malformed(_("The condition is nested too deeply; %(most)d levels are possible.") % {"most": DEEPEST})
    if not isinstance(data, Mapping):
        raise Malformed(_("A condition is an object with “all”, “any”, “not” or “field”."))
    keys = set(data)
    if keys == {"all"} or keys == {"any"}:
        (key,) = keys
        parts = _read_parts(data[key], level)
        return all_of(*parts) if key == "all" else any_of(*parts)
    if keys == {"not"}:
        return Not(_read(data["not"], level + 1))
    if {"field", "operator"} <= keys <= {"field", "operator", "value"}:
        return _read_test(data)
    unknown = sorted(cited(key) for key in keys - {"all", "any", "not", "field", "operator", "value"})
    if unknown:
        raise Malformed(_("A condition has no part called %(names)s.") % {"names": ", ".join(unknown)})
    raise Malformed(_("A condition has either “all”, “any”, “not”, or “field” with “operator” and “value”."))


def _read_parts(data: object, level: int) -> Iterable[Condition]:
    if not isinstance(data, list) or not data:
        raise Malformed(_("“all” and “any” take a list of at least one condition."))
    if len(data) > MOST_TESTS:
        raise Malformed(_("The condition has too many tests; %(most)d are possible.") % {"most": MOST_TESTS})
    return [_read(part, level + 1) for part in data]


def _read_test(data: Mapping[str, object]) -> Test:
    field, operator, value = data["field"], data["operator"], data.get("value")
    if not isinstance(field, str) or not isinstance(operator, str):
        raise Malformed(_("“field” and “operator” are texts."))
    read = tuple(map(_exact, value)) if isinstance(value, list) else _exact(value)
    return Test(field, operator, read)  # type: ignore[arg-type]


def _exact(value: object) -> object:
    """JSON numbers with a fraction become the text a person would write; the rest is checked by Test."""
    if isinstance(value, float) and math.isfinite(value):
        return int(value) if value.is_integer() and abs(value) < 2**53 else repr(value)
    return value
