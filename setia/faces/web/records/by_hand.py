"""Pages of a record that its domain made by hand."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from setia.faces.web.addresses import reverse
from setia.faces.web.lists.query import find_resource
from setia.faces.web.shell import page, staff_page
from setia.faces.web.strictness import only
from setia.foundation.access import Actor
from setia.kit import pages
from setia.kit.resources import Resource
from setia.kit.seeing import name_of


@staff_page
def show(request: HttpRequest, slug: str, pk: int, name: str, by: Actor) -> HttpResponse:
    """The whole page; for htmx, that asks for its part again, the part alone."""
    resource = find_resource(slug, by)
    made, record = pages.one(resource, pk, name, by)
    only(request, parameters=made.parameters)
    asked = {one: request.GET.get(one, "") for one in made.parameters}
    context = {
        "resource": resource,
        "pk": pk,
        "record": record,
        "title": name_of(resource, record, by.access),
        "here": reverse("record_page", args=[slug, pk, name]),
        "label": str(made.label),
        **made.context(record, by, **asked),
    }
    part = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    folder, _slash, file = made.template.rpartition("/")
    return page(request, f"{folder}/_{file}" if part else made.template, by, **context)


def pages_at(resource: Resource, record: Any, by: Actor) -> list[dict[str, Any]]:
    """The ways to them from the page of the record."""
    return [
        {
            "label": str(one.label),
            "url": reverse("record_page", args=[resource.slug, record.pk, one.name]),
            "icon": one.icon,
            "opens": one.opens,
        }
        for one in pages.offered(resource, record, by)
    ]
