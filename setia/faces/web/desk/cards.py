"""What the domains say on the start page: a figure that opens its records, and the first of them."""

from __future__ import annotations

from typing import Any

from setia.faces.web.addresses import list_of, reverse
from setia.faces.web.shell import reader
from setia.faces.web.showing import Shown, Ticks, records
from setia.foundation import conditions
from setia.foundation.access import Actor
from setia.foundation.conditions import Condition
from setia.kit import slots
from setia.kit.filters import fields_of
from setia.kit.lists import Listing
from setia.kit.measures import measure
from setia.kit.resources import Resource, registry
from setia.kit.slots import Today

Card = dict[str, Any]


def cards_of(by: Actor) -> list[Card]:
    """The cards this person may see and that hold something."""
    return [card for thing in slots.today() if is_for(thing, by) and (card := card_of(thing, by))["number"]]


def is_for(thing: Today, by: Actor) -> bool:
    """Whether the reader may see the records and every field asked about; more than their own if it is wide."""
    resource = registry[thing.resource]
    if not by.access.may("see", resource.governing):
        return False
    if thing.wide and by.access.sight(resource.governing) == "own":
        return False
    return fields_of(conditions.parse(thing.where)) <= resource.readable(by.access).keys()


def card_of(thing: Today, by: Actor) -> Card:
    resource = registry[thing.resource]
    readable = resource.readable(by.access)
    where = conditions.parse(thing.where)
    total = thing.total if thing.total in readable else ""
    cells = measure(resource, by, where=where, total=total)
    number = sum(cell.count for cell in cells)
    read = reader(by)
    sums = [read.minor(cell.total, cell.currency, decimals=False) for cell in cells if cell.total]
    url = list_of(resource.slug, where=conditions.write(where))
    figure = {
        "label": str(thing.label),
        "value": " + ".join(sums) if sums else read.number(number),
        "note": records(number, read) if sums else "",
        "why": str(thing.reason),
        "url": url,
    }
    rows = _first_rows(thing, resource, where, by) if thing.columns and number else {}
    return {"label": str(thing.label), "number": number, "figure": figure, "url": url, "rows": [], **rows}


def _first_rows(thing: Today, resource: Resource, where: Condition, by: Actor) -> dict[str, Any]:
    readable = resource.readable(by.access)
    columns = tuple(name for name in thing.columns if name in readable)
    sort = thing.sort if thing.sort.removeprefix("-") in readable else ""
    listing = Listing(resource, by, columns=columns, where=where, sort=sort)
    shown = Shown(listing.columns.values(), reader(by), by.access)
    base, ticks = reverse("list", args=[resource.slug]), Ticks(resource, by.access)
    rows = []
    for row in listing.page("", thing.rows).rows:
        first, *others = shown.cells(row) or [""]
        words = first["text"] if isinstance(first, dict) else first
        title = {"text": words or f"#{row['id']}", "url": f"{base}{row['id']}/", "tick": ticks.of(row)}
        rows.append([title, *others])
    headings = [{"label": str(f.label), "num": f.kind.align == "end"} for f in listing.columns.values()]
    return {"rows": rows, "headings": headings}
