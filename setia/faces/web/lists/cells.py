"""One cell, edited in place."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from setia.faces.web.addresses import reverse
from setia.faces.web.inputs import input_for, typed, version_of
from setia.faces.web.lists.query import find_resource
from setia.faces.web.shell import page, reader, staff_page
from setia.faces.web.showing import Shown
from setia.faces.web.telling import tell_done, tell_later
from setia.foundation.access import Actor
from setia.foundation.errors import Conflict, Forbidden, NotFound, Refusal
from setia.kit import verbs
from setia.kit.kinds import Field
from setia.kit.lists import Listing
from setia.kit.resources import Resource


@staff_page
def edit(request: HttpRequest, slug: str, pk: int, name: str, by: Actor) -> HttpResponse:
    """GET answers with the input; POST saves it and answers with the cell as it stands (without scripts: a page)."""
    resource = find_resource(slug, by)
    field = resource.writable(by.access).get(name)
    if field is None or not by.access.may("change", resource.governing):
        raise Forbidden()
    if not request.headers.get("HX-Request") and request.method == "GET":
        return redirect(reverse("edit", args=[slug, pk]) + f"#f-{name}")
    row = _row(resource, field, pk, by)
    if request.method != "POST":
        return _form(request, by, resource, field, row, field.kind.initial(field, field.kind.value(field, row)))
    said = typed(request.POST, name)
    version = version_of(request.POST)
    try:
        outcome = verbs.change(resource, [pk], {name: said}, by, version=version)
    except Conflict as conflict:
        theirs = Shown([field], reader(by), by.access).cell(field, _row(resource, field, pk, by))
        words = theirs["text"] if isinstance(theirs, dict) else theirs
        return _form(request, by, resource, field, row, said, f"{conflict.message} {words}", conflict.version)
    except Refusal as refusal:
        words = " ".join(refusal.errors.get(name) or [refusal.message])
        return _form(request, by, resource, field, row, said, words)
    if not request.headers.get("HX-Request"):
        tell_later(request, _("Saved."), outcome.act)
        return redirect(reverse("record", args=[slug, pk]))
    row = _row(resource, field, pk, by)
    cell = Shown([field], reader(by), by.access).cell(field, row)
    response = page(request, "lists/_cell.html", by, value=cell)
    return tell_done(response, outcome.act)


def _row(resource: Resource, field: Field, pk: int, by: Actor) -> dict[str, Any]:
    if not resource.rows(by.access).filter(pk=pk).exists():
        raise NotFound()
    return Listing(resource, by, columns=(field.name,)).read([pk])[0]


def _form(
    request: HttpRequest,
    by: Actor,
    resource: Resource,
    field: Field,
    row: dict[str, Any],
    value: Any,
    error: str = "",
    version: int | None = None,
) -> HttpResponse:
    context = {
        "item": input_for(field, value, by.access, row=row, errors={field.name: [error]} if error else None),
        "url": reverse("cell", args=[resource.slug, row["id"], field.name]),
        "version": version or row["version"],
        "error": error,
    }
    template = "lists/_cell_form.html" if request.headers.get("HX-Request") else "lists/cell.html"
    return page(request, template, by, status=422 if error else 200, **context)
