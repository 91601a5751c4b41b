"""The page of everything that was found."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from setia.faces.web.addresses import list_of
from setia.faces.web.desk.asking import asked
from setia.faces.web.desk.search.found import Found, find_everywhere
from setia.faces.web.shell import page, staff_page
from setia.foundation.access import Actor
from setia.kit.resources import Resource

EACH = 10


@staff_page
def show(request: HttpRequest, by: Actor) -> HttpResponse:
    """Records of every kind, the kind with the best hit first, and the way to all of them."""
    text = asked(request, "q")["q"].strip()
    groups = [_group(resource, found, text) for resource, found in find_everywhere(text, by, EACH)]
    return page(request, "desk/search.html", by, text=text, groups=groups)


def _group(resource: Resource, found: list[Found], text: str) -> dict[str, Any]:
    return {
        "label": str(resource.plural),
        "id": f"found-{resource.slug}",
        "rows": [row_of(one) for one in found],
        "more_url": list_of(resource.slug, q=text) if len(found) == EACH else "",
    }


def row_of(one: Found) -> dict[str, Any]:
    """A record as the macro `rows` shows it."""
    return {"title": one.title, "sub": one.sub, "url": one.url, "icon": one.resource.icon}
