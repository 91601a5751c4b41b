"""The filter bar: a condition in words, chip by chip, and what each chip's links change."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from setia.faces.web.addresses import reverse
from setia.faces.web.lists.query import ListQuery
from setia.faces.web.shell import reader
from setia.foundation import conditions, periods
from setia.foundation.access import Actor
from setia.foundation.conditions import All, Condition, Not, Test
from setia.foundation.conditions import Any as AnyOf
from setia.foundation.errors import Malformed
from setia.kit.filters import find_field
from setia.kit.kinds import Amount, AnyRecord, Choice, Day, Field, Flag, Reference, Whole
from setia.kit.kinds.references import NOT_VISIBLE
from setia.kit.seeing import titles, titles_at

BARE = ("is empty", "is not empty")
LISTED = ("in", "not in")


def operator_words() -> dict[str, str]:
    return {
        "=": _("is"), "!=": _("is not"), "contains": _("contains"), "starts with": _("starts with"),
        ">": _("over"), ">=": _("at least"), "<": _("under"), "<=": _("at most"), "between": _("between"),
        "in": _("is one of"), "not in": _("is none of"), "is empty": _("is empty"), "is not empty": _("is set"),
    }  # fmt: skip


def of(query: ListQuery, by: Actor) -> dict[str, Any]:
    """Everything the macro `filter_bar` needs."""
    tree = query.condition
    group = tree if isinstance(tree, (All, AnyOf)) else conditions.EVERYTHING
    parts = list(group.parts) if isinstance(tree, (All, AnyOf)) else [tree]
    readable = query.resource.readable(by.access)
    editor = query.at("filter_editor")
    editor += "&" if "?" in editor else "?"
    return {
        "parts": [_part(query, part, str(at), by) for at, part in enumerate(parts)],
        "joiner": _joiner(query, tree) if len(parts) > 1 else None,
        "fields": [
            {"label": str(field.label), "url": f"{editor}field={name}", "icon": ""}
            for name, field in readable.items()
            if field.filterable
        ],
        "clear_url": query.with_(where="").url if query.where else "",
        "search": {
            "url": reverse(query.route, args=[query.resource.slug]),
            "value": query.text,
            "hidden": {k: v for k, v in query.with_().parameters().items() if k != "q"},
        },
    }


def _joiner(query: ListQuery, tree: Condition) -> dict[str, str]:
    other = AnyOf(tree.parts) if isinstance(tree, All) else All(tree.parts)  # type: ignore[union-attr]
    label = _("and") if isinstance(tree, All) else _("or")
    return {"label": label, "url": query.with_(where=conditions.write(other)).url}


def _part(query: ListQuery, part: Condition, at: str, by: Actor) -> dict[str, Any]:
    removed = query.with_(where=_without(query.condition, at)).url
    if isinstance(part, Test):
        label, operator, value = words_of(query, part, by)
        edit = query.at("filter_editor", at=at)
        return {"field": label, "operator": operator, "value": value, "edit_url": edit, "remove_url": removed}
    if isinstance(part, (All, AnyOf)):
        inner = [_part(query, inner, f"{at}.{number}", by) for number, inner in enumerate(part.parts)]
        return {"parts": inner, "joiner": {"label": _("and") if isinstance(part, All) else _("or"), "url": ""}}
    if isinstance(part, Not) and isinstance(part.part, Test):
        label, operator, value = words_of(query, part.part, by)
        words = _("not: %(operator)s") % {"operator": operator}
        return {"field": label, "operator": words, "value": value, "edit_url": "", "remove_url": removed}
    text = conditions.describe(part, lambda name: label_of(query, name, by))
    return {"field": text, "operator": "", "value": "", "edit_url": "", "remove_url": removed}


def label_of(query: ListQuery, name: str, by: Actor) -> str:
    found = find_field(query.resource, name, by.access)
    return str(found[0].label) if found else name


def words_of(query: ListQuery, test: Test, by: Actor) -> tuple[str, str, str]:
    """Field, operator and value of one test in the reader's words."""
    found = find_field(query.resource, test.field, by.access)
    operator = operator_words().get(test.operator, test.operator)
    if found is None:
        return test.field, operator, str(test.value or "")
    values = test.value if isinstance(test.value, tuple) else () if test.value is None else (test.value,)
    words = [value_words(found[0], value, by) for value in values]
    return str(found[0].label), operator, (" – " if test.operator == "between" else ", ").join(words)


def value_words(field: Field, value: Any, by: Actor) -> str:
    read = reader(by)
    if isinstance(field.kind, Reference):
        if str(value).lower() == "me":
            return _("me")
        text = str(value)
        number = text.isascii() and text.isdigit() and len(text) < 18
        return titles(field.kind.noun, [int(text)], by.access).get(int(text), str(NOT_VISIBLE)) if number else text
    if isinstance(field.kind, AnyRecord):
        return titles_at([str(value)], by.access).get(str(value), str(NOT_VISIBLE))
    if isinstance(field.kind, Choice):
        return field.kind.label_of(value)
    if isinstance(field.kind, Flag):
        return _("yes") if str(value).lower() in ("true", "yes", "1") else _("no")
    if isinstance(field.kind, Day):
        if words := periods.in_words(str(value)):
            return words
        return field.kind.say(value, read) if str(value)[:4].isdigit() else str(value)
    if isinstance(field.kind, Whole) and not isinstance(field.kind, Amount) and str(value).lstrip("-").isdigit():
        return field.kind.say(int(value), read)
    return str(value)


def test_at(tree: Condition, at: str) -> Condition | None:
    """The part of a condition at a place such as "0" or "2.1"."""
    steps = [int(step) for step in at.split(".") if step.isascii() and step.isdigit()] if at else []
    part: Condition = tree
    for depth, step in enumerate(steps):
        if isinstance(part, (All, AnyOf)) and step < len(part.parts):
            part = part.parts[step]
        elif not (depth == 0 and step == 0):
            return None
    return part if steps else None


def replaced(tree: Condition, at: str, new: Condition | None) -> Condition:
    """The condition with the part at a place replaced, or left out."""
    steps = [int(step) for step in at.split(".") if step.isascii() and step.isdigit()]
    return _replaced(tree, steps, new) or conditions.EVERYTHING


def _replaced(tree: Condition, steps: list[int], new: Condition | None) -> Condition | None:
    if not steps or not isinstance(tree, (All, AnyOf)) or not tree.parts:
        return new
    kept = [_replaced(part, steps[1:], new) if number == steps[0] else part for number, part in enumerate(tree.parts)]
    left = [part for part in kept if part is not None]
    if not left:
        return None
    return conditions.all_of(*left) if isinstance(tree, All) else conditions.any_of(*left)


def _without(tree: Condition, at: str) -> str:
    rest = replaced(tree, at, None)
    return "" if rest == conditions.EVERYTHING else conditions.write(rest)


def changed(request: HttpRequest, query: ListQuery, by: Actor) -> ListQuery:
    """The list after the filter form was sent: one test added, or the one at `at` replaced."""
    test = test_from(request, by)
    at = request.GET.get("at", "")
    if at and test_at(query.condition, at) is not None:
        tree = replaced(query.condition, at, test)
    elif isinstance(query.condition, AnyOf):
        tree = conditions.any_of(*query.condition.parts, test)
    elif isinstance(query.condition, All):
        tree = conditions.all_of(*query.condition.parts, test)
    else:
        tree = conditions.all_of(query.condition, test)
    return query.with_(where=conditions.write(tree))


def test_from(request: HttpRequest, by: Actor) -> Test:
    name, operator = request.GET.get("field", ""), request.GET.get("operator", "=")
    values = [value for value in request.GET.getlist("value") if value != ""]
    if operator in BARE or not values:
        if operator not in BARE:
            operator = "is empty" if operator in ("=", "in") else "is not empty"
        return Test(name, operator, None)
    if operator == "between":
        until = request.GET.get("until", "")
        if not until:
            raise Malformed(_("“between” takes two values."), field=name)
        return Test(name, operator, (_scalar(values[0]), _scalar(until)))
    if operator in LISTED:
        return Test(name, operator, tuple(_scalar(value) for value in values))
    return Test(name, operator, _scalar(values[0]))


def _scalar(text: str) -> str | int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 and str(int(text)) == text else text
