"""Documents made of a record, and lists that it speaks of."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from setia.faces.web.addresses import list_of, reverse
from setia.faces.web.lists.query import find_resource
from setia.faces.web.shell import staff_page
from setia.faces.web.strictness import only
from setia.foundation.access import Actor
from setia.kit import papers, slots
from setia.kit.resources import Resource


@staff_page
def take(request: HttpRequest, slug: str, pk: int, name: str, by: Actor) -> HttpResponse:
    """Always as a file of its own: nothing of it runs or is shown within our pages."""
    resource = find_resource(slug, by)
    only(request)
    document = papers.made(resource, pk, name, by)
    response = HttpResponse(document.body, content_type=document.media_type)
    response["Content-Disposition"] = f'attachment; filename="{document.name}"'
    response["Cache-Control"] = "no-store"
    return response


def ways_of(resource: Resource, record: Any, by: Actor) -> list[dict[str, str]]:
    """Documents made of the record, and lists that it speaks of."""
    prefix = reverse("record", args=[resource.slug, record.pk])
    found = [
        {"label": str(paper.label), "url": f"{prefix}papers/{paper.name}", "icon": paper.icon}
        for paper in papers.offered(resource, record, by)
    ]
    for door in slots.doors_of(resource, record, by):
        url = list_of(door.resource, where=door.where, columns=",".join(door.columns))
        found.append({"label": str(door.label), "url": url, "icon": door.icon})
    return found
