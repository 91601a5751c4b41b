"""Verbs on many rows at once: those that are ticked, or all that match."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from setia.faces.web.addresses import reverse
from setia.faces.web.inputs import given, input_for
from setia.faces.web.lists.query import find_resource, query_of
from setia.faces.web.shell import page, staff_page
from setia.faces.web.telling import tell_done
from setia.foundation.access import Actor
from setia.foundation.errors import Malformed, Refusal, TooLarge
from setia.kit import verbs
from setia.kit.kinds import Field
from setia.kit.operations import Outcome, find_operation, perform
from setia.kit.resources import Resource

MOST = 10_000


@require_POST
@staff_page
def do(request: HttpRequest, slug: str, verb: str, by: Actor) -> HttpResponse:
    """First POST (from the bar) opens the dialog or does the verb; the dialog's POST carries `confirmed`."""
    resource = find_resource(slug, by)
    by.access.require(verb, resource.governing)
    ids = chosen(request, slug, by)
    questions = _questions(request, resource, verb, by)
    if not request.POST.get("confirmed"):
        return _dialog(request, by, resource, verb, ids, questions)
    try:
        outcome = _do(request, resource, verb, ids, questions, by)
    except Refusal as refusal:
        return _dialog(request, by, resource, verb, ids, questions, refusal)
    number = len(outcome.ids)
    words = ngettext("%(number)s record changed.", "%(number)s records changed.", number) % {"number": number}
    return tell_done(HttpResponse(status=204), outcome.act, words, changed={}, **{"dialog-close": {}})


def chosen(request: HttpRequest, slug: str, by: Actor) -> list[int]:
    """The ids that were ticked, or all of the list the person was looking at."""
    if request.POST.get("all"):
        there = request.GET.copy()
        asked = QueryDict(request.POST.get("where", ""))
        request.GET = asked  # type: ignore[assignment]
        try:
            listing = query_of(request, slug, by).listing(by)
        finally:
            request.GET = there  # type: ignore[assignment]
        ids = list(listing.records.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        if len(ids) > MOST:
            raise TooLarge(_("That is more than 10,000 records. Narrow the list down first."))
        return ids
    ids = [int(pk) for pk in request.POST.getlist("ids") if pk.isascii() and pk.isdigit() and len(pk) < 18]
    if not ids:
        raise Malformed(_("Select at least one record first."))
    return ids


def _questions(request: HttpRequest, resource: Resource, verb: str, by: Actor) -> dict[str, Field]:
    """What has to be asked: the inputs of a verb, or for "change" the one field that was picked."""
    if verb in ("archive", "restore"):
        return {}
    if verb == "change":
        writable = resource.writable(by.access)
        name = request.POST.get("field", "")
        return {name: writable[name]} if name in writable else {}
    return find_operation(resource, verb).inputs


def _do(
    request: HttpRequest, resource: Resource, verb: str, ids: list[int], questions: dict[str, Field], by: Actor
) -> Outcome:
    if verb == "archive":
        return verbs.archive(resource, ids, by)
    if verb == "restore":
        return verbs.restore(resource, ids, by)
    values = given(request.POST, questions)
    if verb == "change":
        if not questions:
            raise Malformed(_("Choose the field to change."), field="field")
        return verbs.change(resource, ids, values, by)
    return perform(find_operation(resource, verb), ids, values, by, resource=resource)


def _dialog(
    request: HttpRequest,
    by: Actor,
    resource: Resource,
    verb: str,
    ids: list[int],
    questions: dict[str, Field],
    refusal: Refusal | None = None,
) -> HttpResponse:
    errors = refusal.errors if refusal else {}
    label, explanation, tone = _words(resource, verb)
    writable = resource.writable(by.access) if verb == "change" else {}
    context: dict[str, Any] = {
        "title": label,
        "explanation": explanation,
        "tone": tone,
        "action": reverse("do_many", args=[resource.slug, verb]),
        "number": len(ids),
        "resource": resource,
        "ids": ids if not request.POST.get("all") else [],
        "all": request.POST.get("all", ""),
        "where": request.POST.get("where", ""),
        "inputs": [
            input_for(f, request.POST.get(n, f.default if f.default is not None else ""), by.access, errors=errors)
            for n, f in questions.items()
        ],
        "fields": [(n, str(f.label)) for n, f in writable.items() if f.path] if not questions else [],
        "field": next(iter(questions), "") if verb == "change" else "",
        "errors": [w for n, ws in errors.items() if n not in questions for w in ws],
        "cancel_url": reverse("list", args=[resource.slug]),
    }
    return page(request, "lists/_many.html", by, status=refusal.status if refusal else 200, **context)


def _words(resource: Resource, verb: str) -> tuple[str, str, str]:
    if verb == "archive":
        return _("Archive"), _("They keep their history and can be restored."), "danger"
    if verb == "restore":
        return _("Restore"), _("They come back into every list."), "primary"
    if verb == "change":
        return _("Change a field"), _("The same value is set on all of them. You can undo it."), "primary"
    found = find_operation(resource, verb)
    return str(found.label), found.explanation, "danger" if found.tone == "danger" else "primary"
