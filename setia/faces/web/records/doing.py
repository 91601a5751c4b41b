"""A verb on one record: its dialog, and doing it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from setia.faces.web.addresses import list_of, reverse
from setia.faces.web.inputs import given, input_for, version_of
from setia.faces.web.lists.query import find_resource
from setia.faces.web.shell import page, reader, staff_page
from setia.faces.web.strictness import only
from setia.faces.web.telling import tell_done, tell_later
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.kit import verbs
from setia.kit.answering import Answer
from setia.kit.kinds import Field
from setia.kit.operations import Outcome, find_operation, perform
from setia.kit.resources import Resource
from setia.kit.seeing import name_of, one_visible


@staff_page
def do(request: HttpRequest, slug: str, pk: int, verb: str, by: Actor) -> HttpResponse:
    """GET asks what the verb needs to know; POST does it."""
    resource = find_resource(slug, by)
    kept = verb in ("archive", "restore")
    by.access.require(verb if kept else find_operation(resource, verb).right, resource.governing)
    record = one_visible(resource, pk, by.access)
    inputs = {} if kept else find_operation(resource, verb).inputs
    only(request, parameters=("back", *inputs), fields=[*inputs, "version", "back"])
    if request.method != "POST":
        first = _first(resource, record, verb, inputs, by)
        first |= {name: request.GET[name] for name in inputs.keys() & request.GET.keys()}
        return _dialog(request, by, resource, record, verb, inputs, first)
    typed = given(request.POST, inputs)
    version = version_of(request.POST)
    try:
        outcome = _done(resource, pk, verb, typed, by, version)
    except Refusal as refusal:
        return _dialog(request, by, resource, record, verb, inputs, typed, refusal)
    if outcome.said:
        return _dialog(request, by, resource, record, verb, inputs, typed, said=outcome.said)
    return _answer(request, by, resource, pk, verb, outcome)


def _first(resource: Resource, record: Any, verb: str, inputs: dict[str, Field], by: Actor) -> dict[str, Any]:
    """What stands in the inputs before anybody has typed: their defaults, or what the record holds."""
    first = {name: f.default if f.default is not None else "" for name, f in inputs.items()}
    prefilled = find_operation(resource, verb).prefilled if inputs else ()
    known = resource.readable(by.access)
    for name in prefilled:
        if name in known:
            first[name] = inputs[name].kind.initial(inputs[name], getattr(record, known[name].path))
    return first


def _done(resource: Resource, pk: int, verb: str, typed: dict[str, str], by: Actor, version: int | None) -> Outcome:
    if verb == "archive":
        return verbs.archive(resource, [pk], by)
    if verb == "restore":
        return verbs.restore(resource, [pk], by)
    return perform(find_operation(resource, verb), [pk], typed, by, resource=resource, version=version)


def words_of(resource: Resource, verb: str) -> tuple[str, str, str]:
    """Label, explanation and tone of a verb, the generic ones included."""
    if verb == "archive":
        return _("Archive"), _("It keeps its history and can be restored at any time."), "danger"
    if verb == "restore":
        return _("Restore"), _("It comes back into every list."), "primary"
    found = find_operation(resource, verb)
    return str(found.label), _(found.explanation), "danger" if found.tone == "danger" else "primary"


def preview_of(resource: Resource, verb: str, record: Any, by: Actor) -> list[dict[str, Any]]:
    """What the verb would do, with the ways to the records."""
    found = find_operation(resource, verb)
    read = reader(by)
    return [
        {
            "words": str(line.words),
            "number": None if line.number is None else read.number(line.number),
            "url": list_of(line.resource, where=line.where) if line.resource else "",
            "examples": ", ".join(line.examples),
            "tone": "warn" if line.is_warning else "",
        }
        for line in (found.preview(record, by) if found.preview else ())
    ]


def _dialog(
    request: HttpRequest,
    by: Actor,
    resource: Resource,
    record: Any,
    verb: str,
    inputs: dict[str, Field],
    values: dict[str, Any],
    refusal: Refusal | None = None,
    said: Answer | None = None,
) -> HttpResponse:
    label, explanation, tone = words_of(resource, verb)
    errors = refusal.errors if refusal else {}
    context = {
        "title": label,
        "sub": name_of(resource, record, by.access),
        "explanation": explanation,
        "tone": tone,
        "action": reverse("do", args=[resource.slug, record.pk, verb]),
        "preview": [] if verb in ("archive", "restore") else preview_of(resource, verb, record, by),
        "inputs": [input_for(f, values.get(n, ""), by.access, errors=errors) for n, f in inputs.items()],
        "said": said,
        "errors": [w for n, words in errors.items() if n not in inputs for w in words],
        "cancel_url": back_of(request) or reverse("record", args=[resource.slug, record.pk]),
        "back": back_of(request),
        "draft": f"{resource.noun}:{record.pk}:{verb}",
    }
    plain = not request.headers.get("HX-Request")
    template = "records/verb.html" if plain else "records/_verb.html"
    return page(request, template, by, status=refusal.status if refusal else 200, **context)


def _answer(request: HttpRequest, by: Actor, resource: Resource, pk: int, verb: str, outcome: Outcome) -> HttpResponse:
    """Back to the record with a notice; what is shown only once (a new token) stays in the dialog."""
    label = words_of(resource, verb)[0]
    if outcome.answer:
        cancel_url = back_of(request) or reverse("record", args=[resource.slug, pk])
        context = {"title": label, "answer": outcome.answer, "cancel_url": cancel_url}
        template = "records/_answer.html" if request.headers.get("HX-Request") else "records/answer.html"
        return page(request, template, by, **context)
    words = _("%(verb)s: done.") % {"verb": label}
    if request.headers.get("HX-Request"):
        return tell_done(HttpResponse(status=204), outcome.act, words, changed={}, **{"dialog-close": {}})
    tell_later(request, words, outcome.act)
    return HttpResponseRedirect(back_of(request) or reverse("record", args=[resource.slug, pk]))


def back_of(request: HttpRequest) -> str:
    """The page of ours that a verb was called from, if it says so; never an address elsewhere."""
    said = request.POST.get("back", "") or request.GET.get("back", "")
    return said if said.startswith("/") and url_has_allowed_host_and_scheme(said, allowed_hosts=None) else ""
