"""What stands open above a history: telling what happened, in seconds; and telling it again when it was wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from setia.faces.web.addresses import reverse
from setia.faces.web.inputs import Input, given, input_for
from setia.faces.web.shell import page, staff_page
from setia.faces.web.strictness import only
from setia.faces.web.telling import tell_done, tell_later
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.kit import slots
from setia.kit.correcting import correct, correctable
from setia.kit.operations import Operation, find_operation
from setia.kit.resources import Resource, registry
from setia.kit.seeing import name_of, one_visible


def composer_of(resource: Resource, record: Any, by: Actor) -> dict[str, Any] | None:
    """The form in which something that happened is written down, and what else can be added there."""
    if not resource.composer or record.archived_at or not by.access.may(resource.composer, resource.governing):
        return None
    verb = find_operation(resource, resource.composer)
    inputs = _inputs(verb, {name: f.default for name, f in verb.inputs.items()}, by)
    return {
        "url": reverse("do", args=[resource.slug, record.pk, verb.verb]),
        "label": str(verb.label),
        "texts": [item for item in inputs if item.macro == "textarea"],
        "kinds": next((item for item in inputs if item.name == verb.by_input), None),
        "icons": {value: kind.icon for value, kind in verb.facts.items()},
        "inputs": [item for item in inputs if item.macro != "textarea" and item.name != verb.by_input],
        "draft": f"{resource.noun}:{record.pk}:{verb.verb}",
        "others": _others(resource, record.pk, by),
    }


def _inputs(verb: Operation, values: Mapping[str, Any], by: Actor) -> list[Input]:
    found = ((f, values.get(name)) for name, f in verb.inputs.items())
    return [input_for(f, "" if value is None else value, by.access) for f, value in found]


def _others(resource: Resource, pk: int, by: Actor) -> list[dict[str, str]]:
    """Records that can be made here, as far as this person may make them."""
    found = ((registry[each.resource], each.field) for each in slots.composed_of(resource))
    return [
        {"label": str(other.label), "icon": other.icon, "url": f"{reverse('create', args=[other.slug])}?{field}={pk}"}
        for other, field in found
        if by.access.may("create", other.governing) and field in other.writable(by.access)
    ]


@staff_page
def correction(request: HttpRequest, entry: int, by: Actor) -> HttpResponse:
    """GET shows what was told, ready to be told better; POST adds the entry that stands in its place."""
    wrong, verb = correctable(entry, by)
    only(request, fields=verb.inputs)
    said = wrong.data.get("inputs", {})
    if request.method != "POST":
        return _dialog(request, by, wrong, verb, {"happened_on": wrong.at.date().isoformat(), **said})
    typed = given(request.POST, verb.inputs)
    try:
        outcome = correct(entry, typed, by)
    except Refusal as refusal:
        return _dialog(request, by, wrong, verb, typed, refusal)
    if request.headers.get("HX-Request"):
        words = _("Corrected.")
        return tell_done(HttpResponse(status=204), outcome.act, words, changed={}, **{"dialog-close": {}})
    tell_later(request, _("Corrected."), outcome.act)
    return HttpResponseRedirect(reverse("record", args=[verb.resource.slug, wrong.record_id]))


def _dialog(
    request: HttpRequest, by: Actor, entry: Any, verb: Operation, values: Mapping[str, Any],
    refusal: Refusal | None = None,
) -> HttpResponse:  # fmt: skip
    resource, errors = verb.resource, refusal.errors if refusal else {}
    context = {
        "title": _("Correct"),
        "sub": name_of(resource, one_visible(resource, entry.record_id, by.access), by.access),
        "explanation": _("What was told before stays in the history, crossed out."),
        "tone": "primary",
        "action": reverse("correct", args=[entry.pk]),
        "inputs": [input_for(f, values.get(n, ""), by.access, errors=errors) for n, f in verb.inputs.items()],
        "errors": [w for n, words in errors.items() if n not in verb.inputs for w in words],
        "cancel_url": reverse("record", args=[resource.slug, entry.record_id]),
        "draft": f"entry:{entry.pk}",
    }
    template = "records/_verb.html" if request.headers.get("HX-Request") else "records/verb.html"
    return page(request, template, by, status=refusal.status if refusal else 200, **context)
