"""A condition becomes a Django Q over one table's rows.

Empty fields follow what a person expects, not SQL's third truth value:

- a comparison holds only where something is written: `amount < 10` skips records without an amount;
- `!=`, `not in` and `not …` hold for all the other records, those with an empty field included, so a
  condition and its opposite always share out the records between them;
- `is empty` is NULL or one of the filter's blanks; `= ""` means the same;
- over a to-many relation a test asks whether some related row fits; `!=`, `not in` and `is empty` ask
  whether none does.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any as Anything

from django.db.models import Q
from django.utils.translation import gettext as _

from setia.foundation import periods
from setia.foundation.citing import cited
from setia.foundation.conditions.filters import Filter
from setia.foundation.conditions.tree import SINGLE, All, Any, Condition, Not, Scalar, Test
from setia.foundation.errors import Malformed, Refusal
from setia.foundation.periods import Period
from setia.foundation.search.folding import fold

Resolve = Callable[[str], Filter | None]
_LOOKUPS = {">": "gt", ">=": "gte", "<": "lt", "<=": "lte"}
_OPPOSITES = {"!=": "=", "not in": "in", "is empty": "is not empty"}


@dataclass(frozen=True, slots=True)
class Span:
    """Values from `start` up to but without `end`: a day of moments, a month of days."""

    start: Anything
    end: Anything


def compile(
    condition: Condition,
    resolve: Resolve,
    *,
    today: date,
    me: int | None,
    zone: tzinfo = UTC,
    possible: Iterable[str] = (),
) -> Q:
    """The condition as a Q. Refuses unknown fields, comparisons and values, naming the field.

    `resolve` gives the filter of a field, or None if there is none (or none this person may see);
    `possible` are the names to suggest then. `today` and `zone` are the reader's, `me` their staff id.
    """
    return _Compiler(resolve, today, me, zone, possible).q(condition, True)


@dataclass(frozen=True, slots=True)
class _Compiler:
    resolve: Resolve
    today: date
    me: int | None
    zone: tzinfo
    possible: Iterable[str]

    def q(self, condition: Condition, holds: bool) -> Q:
        """Rows for which the condition holds, or exactly the others. `not` is pushed down to the tests."""
        match condition:
            case Not(part):
                return self.q(part, not holds)
            case Test():
                return self.test(condition, holds)
            case All(parts) | Any(parts):
                together = Q()
                for part in parts:
                    q = self.q(part, holds)
                    together = together & q if isinstance(condition, All) is holds else together | q
                return together

    def test(self, test: Test, holds: bool) -> Q:
        filter_ = self.filter(test)
        operator, negated = test.operator, not holds
        if operator in ("=", "!=") and test.value == "":
            operator = "is empty" if operator == "=" else "is not empty"
        if operator in _OPPOSITES:
            operator, negated = _OPPOSITES[operator], not negated
        try:
            q = _written(filter_) if operator == "is not empty" else self.comparison(filter_, operator, test)
        except Refusal as refusal:
            words = _("%(field)s: %(fault)s") % {"field": test.field, "fault": refusal.message}
            raise Malformed(words, field=test.field) from None
        if filter_.subquery:
            q = filter_.subquery(q)
            return ~q if negated else q
        if not negated:
            return q
        return ~q | Q((f"{filter_.path}__isnull", True)) if filter_.nullable else ~q

    def filter(self, test: Test) -> Filter:
        filter_ = self.resolve(test.field)
        if filter_ is None:
            raise Malformed(self.unknown(test.field), field=test.field)
        if test.operator not in filter_.kind.operators:
            possible = [operator for operator in _order if operator in filter_.kind.operators]
            raise Malformed(
                _("%(field)s: “%(operator)s” does not apply here. Possible: %(possible)s.")
                % {"field": test.field, "operator": test.operator, "possible": ", ".join(possible)},
                field=test.field,
            )
        return filter_

    def unknown(self, name: str) -> str:
        words = [_("There is no field “%(field)s”.") % {"field": name}]
        possible = sorted(self.possible)
        near = difflib.get_close_matches(name, possible, 1)
        if near:
            words.append(_("Did you mean “%(field)s”?") % {"field": near[0]})
        if possible:
            words.append(_("Possible: %(possible)s.") % {"possible": ", ".join(possible[:40])})
        return " ".join(words)

    def comparison(self, filter_: Filter, operator: str, test: Test) -> Q:
        raws = test.value if isinstance(test.value, tuple) else (test.value,)
        values = [self.value(filter_, raw, test.operator) for raw in raws if raw is not None]
        if operator == "between":
            low = _bound(filter_, ">=", values[0])
            return low & _bound(filter_, "<=", values[1])
        if operator in _LOOKUPS:
            return _bound(filter_, operator, values[0])
        if operator in ("contains", "starts with"):
            return _text(filter_, operator, str(values[0]))
        return _any_of(filter_, values)

    def value(self, filter_: Filter, raw: Scalar, operator: str) -> Anything:
        """What a raw value means to the field: relative words by us, everything else by its kind."""
        nature = filter_.kind.nature
        if nature == "person" and isinstance(raw, str) and raw.lower() == "me":
            if self.me is None:
                raise Refusal(_("“me” means nobody here; write a name."))
            return self.me
        timed = nature in ("date", "moment")
        value: Anything = periods.named(raw, self.today) if timed and isinstance(raw, str) else None
        if value is None:
            value = self.read(filter_, raw, operator)
        if nature == "moment":
            return self.moments(value)
        return Span(value.start, value.end) if isinstance(value, Period) else value

    def read(self, filter_: Filter, raw: Scalar, operator: str) -> Anything:
        try:
            return filter_.kind.read(raw, operator)
        except (ValueError, TypeError, ArithmeticError):
            raise Refusal(_("“%(value)s” cannot be read.") % {"value": cited(raw)}) from None

    def moments(self, value: Anything) -> Anything:
        """Days as the moments at which they begin and end for the reader."""
        if isinstance(value, date) and not isinstance(value, datetime):
            value = periods.day_of(value)
        if not isinstance(value, Period):
            return value
        try:
            return Span(*(datetime.combine(day, time(), self.zone).astimezone(UTC) for day in (value.start, value.end)))
        except OverflowError:
            raise Refusal(_("This date is too far away.")) from None


_order = (*SINGLE, "in", "not in", "between", "is empty", "is not empty")


def _written(filter_: Filter) -> Q:
    """Something is written in the field. Never an empty Q, which `|` would drop."""
    q = Q((f"{filter_.path}__isnull", False)) if filter_.nullable or not filter_.blanks else Q()
    for blank in filter_.blanks:
        q &= ~Q((filter_.path, blank))
    return q


def _bound(filter_: Filter, operator: str, value: Anything) -> Q:
    """On one side of a value; of a span, before its start or from its end on."""
    if isinstance(value, (frozenset, set, list, tuple)):
        raise Refusal(_("This comparison takes a single value."))
    if isinstance(value, Span):
        edge = value.start if operator in ("<", ">=") else value.end
        lookup = "lt" if operator in ("<", "<=") else "gte"
        q = Q((f"{filter_.path}__{lookup}", edge))
    else:
        q = Q((f"{filter_.path}__{_LOOKUPS[operator]}", value))
    for blank in filter_.blanks:
        q &= ~Q((filter_.path, blank))
    return q


def _any_of(filter_: Filter, values: list[Anything]) -> Q:
    """Equal to one of the values, or within one of the spans."""
    q = Q()
    plain: list[Anything] = []
    for value in values:
        if isinstance(value, Span):
            q |= Q((f"{filter_.path}__gte", value.start), (f"{filter_.path}__lt", value.end))
        elif isinstance(value, frozenset):
            plain += value
        else:
            plain.append(value)
    path = filter_.path
    if filter_.folded_path and all(isinstance(value, str) and fold(value) for value in plain):
        path, plain = filter_.folded_path, [fold(value) for value in plain]
    if len(plain) == 1:
        return q | Q((path, plain[0]))
    return q | Q((f"{path}__in", plain)) if plain or not q else q


def _text(filter_: Filter, operator: str, value: str) -> Q:
    if filter_.folded_path and fold(value):
        lookup = "contains" if operator == "contains" else "startswith"
        return Q((f"{filter_.folded_path}__{lookup}", fold(value)))
    lookup = "icontains" if operator == "contains" else "istartswith"
    return Q((f"{filter_.path}__{lookup}", value))
