"""Putting a tile on a dashboard, in two steps that need no script: what it is about, then what it asks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from setia.faces.web.addresses import reverse
from setia.faces.web.shell import page, staff_page
from setia.faces.web.strictness import only
from setia.faces.web.telling import tell_later
from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden, NotFound, Refusal
from setia.kit import reports
from setia.kit.dashboards import SORTS, WIDTHS, Dashboard, dashboards, write
from setia.kit.kinds import Reference
from setia.kit.measures import AGGREGATES, UNITS, may_add, may_group
from setia.kit.operations import find_operation, perform
from setia.kit.resources import Resource, registry
from setia.kit.saved_views import usable, views_of

SLUG = "dashboards"
WORDS = ("kind", "resource", "report", "title", "aggregate", "field", "where", "part", "group", "across", "day",
         "unit", "period", "most", "columns", "sort", "view", "width")  # fmt: skip
FLAGS = ("compare", "phone")
PERIODS = ("this week", "this month", "this quarter", "this year", "last 30 days", "last 90 days", "last 12 months",
           "last month", "last quarter", "last year")  # fmt: skip
TIMED = ("date", "moment")
GROUPED = ("bar", "line", "area", "stacked", "heat", "pivot")


@staff_page
def put(request: HttpRequest, pk: int, by: Actor) -> HttpResponse:
    only(request, parameters=["tile", "kind", "resource"], fields=[*WORDS, *FLAGS, "tile", "version"])
    one = dashboards().one(str(pk), by)
    if not one.may_change:
        raise Forbidden()
    asked = request.POST if request.method == "POST" else request.GET
    replaces = asked.get("tile", "")
    before = next((write(tile) for tile in one.tiles if tile.id == replaces), {})
    if replaces and not before:
        raise NotFound()
    if request.method != "POST":
        chosen = {name: asked[name] for name in ("kind", "resource") if asked.get(name)}
        values: Mapping[str, Any] = {**before, **chosen}
        return _page(request, one, replaces, values, by)
    try:
        tile = json.dumps(_tile(request.POST))
        outcome = perform(
            find_operation(registry[SLUG], "put_tile"), [pk], {"tile": tile, "replaces": replaces}, by,
            resource=registry[SLUG],
        )  # fmt: skip
    except Refusal as refusal:
        return _page(request, one, replaces, {**request.POST.dict(), "compare": "compare" in request.POST,
                                              "phone": "phone" in request.POST}, by, refusal)  # fmt: skip
    tell_later(request, _("The dashboard was changed."), outcome.act)
    return HttpResponseRedirect(f"{reverse('dashboard', args=[str(pk)])}?change=1")


def _tile(posted: Any) -> dict[str, Any]:
    """The tile as it is written down; what was left empty is not said."""
    tile: dict[str, Any] = {name: posted[name].strip() for name in WORDS if posted.get(name, "").strip()}
    for name in ("most", "view"):
        text = tile.pop(name, "")
        if text.isascii() and text.isdigit():
            tile[name] = int(text[:15])
    return {**tile, "compare": "compare" in posted, "phone": "phone" in posted}


def _page(
    request: HttpRequest, one: Dashboard, replaces: str, values: Mapping[str, Any], by: Actor,
    refusal: Refusal | None = None,
) -> HttpResponse:  # fmt: skip
    kind, slug = str(values.get("kind", "")), str(values.get("resource", ""))
    resource = registry[slug] if slug in registry and by.access.may("see", registry[slug].governing) else None
    context = {
        "one": one,
        "replaces": replaces,
        "values": {"phone": True, "width": "half", **values},
        "kind": kind if kind in SORTS else "",
        "resource": resource,
        "grouped": kind in GROUPED,
        "kinds": [(name, str(label)) for name, label in SORTS.items()],
        "resources": sorted(
            ((r.slug, str(r.plural)) for r in registry if by.access.may("see", r.governing)), key=lambda pair: pair[1]
        ),
        "widths": [(name, str(label)) for name, label in WIDTHS.items()],
        "reports": [(report.name, str(report.label)) for report in reports.open_to(by)],
        "errors": [words for several in refusal.errors.values() for words in several] if refusal else [],
        "back": f"{reverse('dashboard', args=[one.key])}?change=1",
        "periods": PERIODS,
        **(_choices(resource, by) if resource else {}),
    }
    ready = kind == "report" or resource is not None
    template = "dashboards/tile.html" if ready and kind in SORTS else "dashboards/kind.html"
    return page(request, template, by, status=refusal.status if refusal else 200, **context)


def _choices(resource: Resource, by: Actor) -> dict[str, Any]:
    """What can be added up, grouped by and put in time, with the fields behind references."""
    readable = resource.readable(by.access)
    groups = [(name, str(f.label)) for name, f in readable.items() if may_group(f) and f.filterable]
    for name, f in readable.items():
        if isinstance(f.kind, Reference) and may_group(f) and not f.kind.is_loose:
            groups += _behind(name, str(f.label), f.kind.noun, by)
    return {
        "totals": [(name, str(f.label)) for name, f in readable.items() if may_add(f)],
        "groups": groups,
        "days": [(n, str(f.label)) for n, f in readable.items() if f.kind.nature in TIMED and may_group(f)],
        "aggregates": [(name, words) for name, words in aggregate_words()],
        "units": [(name, words) for name, words in unit_words()],
        "columns": [(name, str(f.label)) for name, f in readable.items()],
        "sorts": [(name, str(f.label)) for name, f in readable.items() if f.sortable],
        "views": [(v.pk, v.name) for v in usable(views_of(resource.slug, by.staff_id), by)],
    }


def _behind(name: str, label: str, noun: str, by: Actor) -> list[tuple[str, str]]:
    if noun not in registry.nouns():
        return []
    other = registry.of_noun(noun)
    if not by.access.may("see", other.governing):
        return []
    return [
        (f"{name}.{inner}", f"{label}: {f.label}")
        for inner, f in other.readable(by.access).items()
        if may_group(f) and f.filterable and not (f.through or f.through_for)
    ]


def aggregate_words() -> list[tuple[str, str]]:
    words = {"count": _("How many"), "sum": _("Sum"), "average": _("Average"), "least": _("Least"),
             "most": _("Greatest"), "share": _("Share of the whole")}  # fmt: skip
    return [(name, words[name]) for name in AGGREGATES]


def unit_words() -> list[tuple[str, str]]:
    words = {"day": _("Days"), "week": _("Weeks"), "month": _("Months"), "quarter": _("Quarters"), "year": _("Years")}
    return [(name, words[name]) for name in UNITS]
