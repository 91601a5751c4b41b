"""Suggestions while somebody chooses a record in a form."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from setia.faces.web.desk.asking import asked
from setia.faces.web.desk.search.found import find_among, find_everywhere, named
from setia.faces.web.shell import page, staff_page
from setia.foundation.access import Actor
from setia.kit.lists import Listing
from setia.kit.resources import Resource, registry

MOST, EACH = 10, 4
STAFF = "staff.staff"


@staff_page
def suggest(request: HttpRequest, noun: str, by: Actor) -> HttpResponse:
    """Records of a noun that may be chosen: those that answer what was typed, or the first of the list."""
    text = asked(request, "q", "name")["q"].strip()
    resource = registry.of_noun(noun)
    by.access.require("see", resource.governing)
    ids = find_among(resource, text, by, MOST) if text else _first(resource, by)
    options = [
        {"id": one.id, "label": one.title, "sub": _sub(one.id, one.sub, resource, by), "icon": one.resource.icon}
        for one in named(resource, ids, by)
    ]
    return page(request, "desk/_options.html", by, options=options, query=text)


@staff_page
def suggest_anything(request: HttpRequest, by: Actor) -> HttpResponse:
    """Records of every noun that answer what was typed; chosen by their addresses."""
    text = asked(request, "q", "name")["q"].strip()
    options = [
        {"id": f"{resource.noun}:{one.id}", "label": one.title, "sub": resource.label, "icon": one.resource.icon}
        for resource, found in find_everywhere(text, by, EACH)
        for one in found
    ]
    return page(request, "desk/_options.html", by, options=options[:MOST], query=text)


def _first(resource: Resource, by: Actor) -> list[int]:
    """The first of the list; among colleagues oneself comes first."""
    rows = Listing(resource, by, columns=tuple(resource.readable(by.access))[:1]).page("", MOST).rows
    ids = [row["id"] for row in rows]
    me = by.staff_id
    if resource.noun == STAFF and me and resource.rows(by.access).filter(pk=me).exists():
        ids = [me, *(id_ for id_ in ids if id_ != me)][:MOST]
    return ids


def _sub(id_: int, sub: str, resource: Resource, by: Actor) -> str:
    return _("you") if resource.noun == STAFF and id_ == by.staff_id else sub
