"""A condition in the reader's language: "Stage is Won and Amount over 1,000"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from setia.foundation import periods
from setia.foundation.conditions.tree import All, Any, Condition, Not, Scalar, Test
from setia.foundation.formats import reader_for

Show = Callable[[str, Scalar], str]
_ISO = re.compile(r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}")


def describe(condition: Condition, label_of: Callable[[str], str], show: Show | None = None) -> str:
    """The condition in words of the active language; the empty text for EVERYTHING.

    `label_of` names a field, `show` writes a value of a field (by default numbers and dates in the
    reader's format and relative dates in words; give one to name the records behind identifiers).
    """
    show = show or shown
    match condition:
        case Test():
            return _test(condition, label_of(condition.field), show)
        case Not(Test(field, "contains", value)) if value is not None and not isinstance(value, tuple):
            return _("%(field)s does not contain “%(value)s”") % {"field": label_of(field), "value": value}
        case Not(part):
            return _("not (%(condition)s)") % {"condition": describe(part, label_of, show)}
        case All(parts) | Any(parts):
            joint = _(" and ") if isinstance(condition, All) else _(" or ")
            return joint.join(_within(part, label_of, show) for part in parts)


def _within(part: Condition, label_of: Callable[[str], str], show: Show) -> str:
    words = describe(part, label_of, show)
    return f"({words})" if isinstance(part, (All, Any)) else words


def shown(field: str, value: Scalar) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    reader = reader_for(get_language() or "en")
    if isinstance(value, int):
        return reader.number(value)
    if value.lower() == "me":
        return _("me")
    if _ISO.fullmatch(value):
        try:
            return reader.date(date.fromisoformat(value))
        except ValueError:
            return value
    return periods.in_words(value) or value


def _test(test: Test, label: str, show: Show) -> str:
    raws = test.value if isinstance(test.value, tuple) else () if test.value is None else (test.value,)
    values = [show(test.field, raw) for raw in raws]
    words = {"field": label, "value": values[0] if values else ""}
    if test.operator in ("in", "not in"):
        words["value"] = reader_for(get_language() or "en").words(values, either=True)
    if test.operator == "between":
        words |= {"low": values[0], "high": values[1]}
    is_time = any(isinstance(raw, str) and (_ISO.fullmatch(raw) or periods.normal(raw)) for raw in raws)
    return _template(test.operator, is_time) % words


def _template(operator: str, is_time: bool) -> str:
    if is_time and operator in (">", ">=", "<", "<="):
        return {
            ">": _("%(field)s after %(value)s"),
            ">=": _("%(field)s since %(value)s"),
            "<": _("%(field)s before %(value)s"),
            "<=": _("%(field)s until %(value)s"),
        }[operator]
    return {
        "=": _("%(field)s is %(value)s"),
        "!=": _("%(field)s is not %(value)s"),
        ">": _("%(field)s over %(value)s"),
        ">=": _("%(field)s at least %(value)s"),
        "<": _("%(field)s under %(value)s"),
        "<=": _("%(field)s at most %(value)s"),
        "contains": _("%(field)s contains “%(value)s”"),
        "starts with": _("%(field)s starts with “%(value)s”"),
        "in": _("%(field)s is %(value)s"),
        "not in": _("%(field)s is not %(value)s"),
        "between": _("%(field)s between %(low)s and %(high)s"),
        "is empty": _("%(field)s is empty"),
        "is not empty": _("%(field)s is not empty"),
    }[operator]
