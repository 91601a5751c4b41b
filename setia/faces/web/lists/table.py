"""The table: rows of a list with everything around them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from setia.faces.web.addresses import reverse
from setia.faces.web.lists import bar
from setia.faces.web.lists.query import SIZE, ListQuery, query_of
from setia.faces.web.lists.views import tabs
from setia.faces.web.shell import page, reader, staff_page
from setia.faces.web.showing import Shown, Ticks
from setia.foundation.access import Actor
from setia.foundation.formats import Reader
from setia.kit import exchange
from setia.kit.counts import Count
from setia.kit.lists import Listing
from setia.kit.operations import operations_of


@staff_page
def show(request: HttpRequest, slug: str, by: Actor) -> HttpResponse:
    query = query_of(request, slug, by)
    if request.GET.get("field"):
        query = bar.changed(request, query, by)
    listing = query.listing(by)
    found = listing.page(query.cursor, SIZE)
    count = listing.count_beside(found)
    context: dict[str, Any] = {
        "query": query,
        "resource": query.resource,
        "columns": columns_of(listing, query, by),
        "rows": rows_of(listing, found.rows, by),
        "count": count_words(count, reader(by)),
        "shown": len(found.rows),
        "previous": query.with_(cursor=found.previous).url if found.previous else "",
        "next": query.with_(cursor=found.next).url if found.next else "",
        "filter": bar.of(query, by),
        "tabs": tabs(query, by),
        "chooser": _chooser(listing, query, by),
        "verbs": verbs_for_many(query, by),
        "may_create": query.resource.creatable and by.access.may("create", query.resource.governing),
        "cards": exchange.carried(),
        "may_import": query.resource.importable and by.access.may("create", query.resource.governing),
        "is_untouched": not (query.where or query.text or query.archived or query.cursor),
    }
    part = request.headers.get("HX-Request") and request.headers.get("HX-Target") == "list"
    response = page(request, "lists/_table.html" if part else "lists/table.html", by, **context)
    if request.GET.get("field"):
        response["HX-Push-Url"] = query.url
    return response


def count_words(count: Count, read: Reader) -> str:
    return f"{read.number(count.number)}+" if count.capped else read.number(count.number)


def columns_of(listing: Listing, query: ListQuery, by: Actor) -> list[dict[str, Any]]:
    """Headings: label, alignment, whether cells can be edited in place, and the link that sorts."""
    writable = query.resource.writable(by.access)
    may_change = by.access.may("change", query.resource.governing) and not query.archived
    now = "" if listing.by_rank else listing.sort
    found = []
    for place, (name, field) in enumerate(listing.columns.items()):
        is_title = place == 0
        found.append(
            {
                "key": name,
                "label": str(field.label),
                "num": field.kind.align == "end",
                "edit": may_change and name in writable and not is_title and bool(field.path),
                "sort": {name: "ascending", f"-{name}": "descending"}.get(now, ""),
                "sort_url": query.with_(sort=f"-{name}" if now == name else name).url if field.sortable else "",
                "aside": place == 1,
                "less": place > 2,
            }
        )
    return found


def rows_of(listing: Listing, rows: list[dict[str, Any]], by: Actor) -> list[dict[str, Any]]:
    resource = listing.resource
    shown = Shown(listing.columns.values(), reader(by), by.access)
    base, ticks = reverse("list", args=[resource.slug]), Ticks(resource, by.access)
    return [
        {
            "id": row["id"],
            "name": resource.title_of(row),
            "url": f"{base}{row['id']}/",
            "edit_url": f"{base}{row['id']}/cell/",
            "tick": ticks.of(row),
            "cells": shown.cells(row),
        }
        for row in rows
    ]


def _chooser(listing: Listing, query: ListQuery, by: Actor) -> dict[str, Any]:
    """The columns that could be shown, those that are first and in order."""
    readable = query.resource.readable(by.access)
    names = [*listing.columns, *(name for name in readable if name not in listing.columns)]
    hidden = {k: v for k, v in query.with_().parameters().items() if k != "columns"}
    first = next(iter(listing.columns), "")
    return {
        "columns": [
            {"key": n, "label": str(readable[n].label), "shown": n in listing.columns, "fixed": n == first}
            for n in names
        ],
        "hidden": hidden,
    }


def verbs_for_many(query: ListQuery, by: Actor) -> list[dict[str, Any]]:
    """Verbs offered for selected rows: those of the noun, then change, archive or restore."""
    resource, access = query.resource, by.access
    generic = [("restore", _("Restore"), "archive-restore")] if query.archived else [
        ("change", _("Change a field"), "pencil"), ("archive", _("Archive"), "archive"),
    ]  # fmt: skip
    own = (
        []
        if query.archived
        else [(verb.verb, verb.label, verb.icon) for verb in operations_of(resource).values() if verb.bulk]
    )
    return [
        {"label": str(label), "url": reverse("do_many", args=[resource.slug, verb]), "icon": icon}
        for verb, label, icon in [*own, *generic]
        if access.may(verb, resource.governing) and (verb != "archive" or resource.archivable)
    ]
