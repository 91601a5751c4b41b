"""The graph of what a record is connected with, drawn as plain SVG, and the same as a table."""

from __future__ import annotations

from collections import defaultdict
from math import cos, pi, sin
from typing import Any

from django.http import HttpRequest, HttpResponse

from setia.faces.web.addresses import reverse
from setia.faces.web.lists.query import find_resource
from setia.faces.web.shell import page, staff_page
from setia.faces.web.strictness import only
from setia.foundation.access import Actor
from setia.foundation.errors import NotFound
from setia.kit.networks import Neighbourhood, around
from setia.kit.seeing import name_of, one_visible

RADII = (0, 170, 320)
Point = tuple[float, float]


@staff_page
def show(request: HttpRequest, slug: str, pk: int, by: Actor) -> HttpResponse:
    resource = find_resource(slug, by)
    only(request)
    if resource.network is None:
        raise NotFound()
    record = one_visible(resource, pk, by.access)
    found = around(resource, pk, by)
    places = places_of(found, pk)
    context: dict[str, Any] = {
        "resource": resource,
        "pk": pk,
        "title": name_of(resource, record, by.access),
        "label": str(resource.network.label),
        "nodes": [_node(slug, one, found.titles[one], place, one == pk) for one, place in places.items()],
        "links": [_link(link.words, places[link.start], places[link.end]) for link in found.links],
        "rows": [
            [
                {"text": found.titles[link.start], "url": reverse("record", args=[slug, link.start])}, link.words,
                {"text": found.titles[link.end], "url": reverse("record", args=[slug, link.end])},
            ]
            for link in found.links
        ],
        "is_cut": found.is_cut,
    }  # fmt: skip
    return page(request, "records/network.html", by, **context)


def places_of(found: Neighbourhood, centre: int) -> dict[int, Point]:
    """The centre in the middle, what is linked to it on a ring around, and what hangs on that further out."""
    children: dict[int, list[int]] = defaultdict(list)
    for link in found.links:
        for near, far in ((link.start, link.end), (link.end, link.start)):
            if found.steps[far] == found.steps[near] + 1 and not any(far in some for some in children.values()):
                children[near].append(far)
    places: dict[int, Point] = {centre: (0.0, 0.0)}
    ring = children[centre]
    sector = 2 * pi / max(len(ring), 1)
    for number, one in enumerate(ring):
        angle = number * sector - pi / 2 + sector / 2
        places[one] = _at(1, angle)
        beyond = children[one]
        for at, further in enumerate(beyond, 1):
            places[further] = _at(2, angle + sector * (at / (len(beyond) + 1) - 0.5))
    return places


def _at(step: int, angle: float) -> Point:
    return round(RADII[step] * 1.25 * cos(angle), 1), round(RADII[step] * 0.8 * sin(angle), 1)


def _node(slug: str, pk: int, title: str, place: Point, is_centre: bool) -> dict[str, Any]:
    x, y = place
    short = title if len(title) <= 26 else f"{title[:25]}…"
    return {
        "x": x,
        "y": y,
        "title": title,
        "short": short,
        "url": reverse("record", args=[slug, pk]),
        "centre": is_centre,
    }


def _link(words: str, start: Point, end: Point) -> dict[str, Any]:
    (x1, y1), (x2, y2) = start, end
    return {"x1": x1, "y1": y1, "x2": x2, "y2": y2, "x": (x1 + x2) / 2, "y": (y1 + y2) / 2, "words": words}
