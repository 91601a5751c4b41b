"""The small form that asks for one condition: operator and value of a field."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse

from setia.faces.web.addresses import reverse
from setia.faces.web.inputs import Input, input_for
from setia.faces.web.lists import bar
from setia.faces.web.lists.query import query_of
from setia.faces.web.shell import page, staff_page
from setia.foundation.access import Actor
from setia.foundation.conditions import OPERATORS, Test
from setia.foundation.errors import NotFound
from setia.kit.filters import find_field
from setia.kit.kinds import Choice, Field, Flag, Reference


@staff_page
def editor(request: HttpRequest, slug: str, by: Actor) -> HttpResponse:
    query = query_of(request, slug, by)
    at = request.GET.get("at", "")
    part = bar.test_at(query.condition, at) if at else None
    test = part if isinstance(part, Test) else None
    name = request.GET.get("field") or (test.field if test else "")
    found = find_field(query.resource, name, by.access)
    if found is None:
        raise NotFound()
    field = found[0]
    operator = request.GET.get("operator") or (test.operator if test else first_operator(field))
    words = bar.operator_words()
    context: dict[str, Any] = {
        "action": reverse(query.route, args=[slug]),
        "field": str(field.label),
        "operators": [(o, words[o]) for o in OPERATORS if o in field.kind.operators],
        "operator": operator,
        "hidden": {**query.with_().parameters(), "field": name, **({"at": at} if at else {})},
        "editor_url": query.at("filter_editor", field=name, **({"at": at} if at else {})),
        "inputs": _inputs(field, operator, test, by),
        "checks": field.kind.choices if isinstance(field.kind, Choice) and operator in bar.LISTED else [],
        "checked": [str(v) for v in test.value] if test and isinstance(test.value, tuple) else [],
    }
    return page(request, "lists/_filter.html", by, **context)


def first_operator(field: Field) -> str:
    """What people mean most often: texts contain, dates and amounts are at least, the rest is equal."""
    for operator in ("contains", ">=", "=") if not isinstance(field.kind, (Choice, Reference, Flag)) else ("=",):
        if operator in field.kind.operators:
            return operator
    return next(o for o in OPERATORS if o in field.kind.operators)


def _inputs(field: Field, operator: str, test: Test | None, by: Actor) -> list[Input]:
    """One input, two for "between", none for "is empty"; multiple choice is drawn as a check list."""
    if operator in bar.BARE or (operator in bar.LISTED and isinstance(field.kind, Choice)):
        return []
    values = test.value if test and isinstance(test.value, tuple) else (test.value,) if test else ("",)
    first = "" if not values or values[0] is None else values[0]
    found = [_optional(input_for(field, first, by.access, name="value"))]
    if found[0].macro == "checks":
        return [replace(found[0], macro="select", value=first)]
    if operator == "between":
        last = values[1] if len(values) > 1 else ""
        found.append(_optional(input_for(field, last, by.access, name="until")))
    return found


def _optional(question: Input) -> Input:
    return Input(**{**{n: getattr(question, n) for n in Input.__dataclass_fields__}, "required": False, "help": ""})
