"""The page of one record: who or what it is, its figures, its history, what belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from setia.faces.web.addresses import list_of, reverse
from setia.faces.web.advising import rows as advised
from setia.faces.web.files.panel import files_at, shown_file
from setia.faces.web.lists.query import find_resource
from setia.faces.web.records.alike import rows_of
from setia.faces.web.records.beside import beside_context
from setia.faces.web.records.by_hand import pages_at
from setia.faces.web.records.composing import composer_of
from setia.faces.web.records.history import days_of, older_url, sieve_of
from setia.faces.web.records.papers import ways_of
from setia.faces.web.shell import page, reader, staff_page
from setia.faces.web.showing import Cell, Shown, Ticks, records, text_of
from setia.faces.web.strictness import only
from setia.foundation import conditions
from setia.foundation.access import Actor
from setia.foundation.records import noun
from setia.kit import exchange, lookalikes, slots, successors
from setia.kit.arranging import Arrangement, PageLayout, arrangement_for, figure_name, group_name, panel_name
from setia.kit.attachments import SLUG
from setia.kit.beginnings import beginnings
from setia.kit.counts import Count
from setia.kit.filters import fields_of
from setia.kit.kinds import AnyRecord, Field
from setia.kit.lists import Listing
from setia.kit.measures import measure
from setia.kit.operations import Operation, operations_of
from setia.kit.resources import Figure, Panel, Resource, registry
from setia.kit.seeing import name_of, one_visible
from setia.kit.stories import history


@staff_page
def show(request: HttpRequest, slug: str, pk: int, by: Actor) -> HttpResponse:
    resource = find_resource(slug, by)
    only(request)
    record = one_visible(resource, pk, by.access)
    if record.archived_at and (now := successors.successor(resource, pk, by.access)):
        return HttpResponseRedirect(reverse("record", args=[slug, now]))
    told = history(resource, pk, by)
    arranged = arrangement_for(resource, by)
    readable = resource.readable(by.access)
    listing = Listing(resource, by, columns=tuple(n for n in resource.form_fields if n in readable))
    row = listing.read([pk])[0]
    context: dict[str, Any] = {
        "resource": resource,
        "pk": pk,
        "title": name_of(resource, row, by.access),
        "row": row,
        "archived": record.archived_at is not None,
        "groups": groups_of(resource, arranged, listing, row, by, may_edit=record.archived_at is None),
        "edit_prefix": reverse("list", args=[slug]) + f"{pk}/cell/",
        "figures": [
            figure_of(figure, resource, pk, by)
            for figure in arranged.of(slots.figures_of(resource), figure_name)
            if _seen(figure, by)
        ],
        "panels": panels_of(arranged, resource, record, by),
        "verbs": verbs_of(resource, record, by),
        "beside": beside_context(resource, record, by),
        "next": advised.at_record(resource, record, by),
        "alike": rows_of(resource, lookalikes.beside(resource, pk, by), by),
        "file": shown_file(resource, pk, by),
        "days": days_of(told.entries, by, (resource.noun, pk)),
        "older": older_url(slug, pk, told.next),
        "composer": composer_of(resource, record, by),
        "sieve": sieve_of(resource, pk, by),
        "pages": pages_at(resource, record, by)
        + [
            {"label": str(label), "url": reverse(route, args=[pk]), "icon": icon}
            for label, route, icon in resource.extra_pages
        ]
        + _network(resource, pk)
        + card_of(resource, record)
        + _arranging(resource, by)
        + ways_of(resource, record, by),
        "warnings": slots.warnings_of(resource, record),
        "may_archive": resource.archivable and by.access.may("archive", resource.governing),
        "may_change": may_edit(resource, by) and record.archived_at is None,
    }
    part = request.headers.get("HX-Request") and request.headers.get("HX-Target") == "record"
    return page(request, "records/_record.html" if part else "records/record.html", by, **context)


def _network(resource: Resource, pk: int) -> list[dict[str, str]]:
    if resource.network is None:
        return []
    label = _("%(links)s as a graph") % {"links": resource.network.label}
    return [{"label": label, "url": reverse("network", args=[resource.slug, pk]), "icon": "waypoints"}]


def _arranging(resource: Resource, by: Actor) -> list[dict[str, str]]:
    if not by.access.may("change", noun(PageLayout)):
        return []
    return [
        {"label": _("Arrange this page"), "url": reverse("arrange", args=[resource.slug]), "icon": "layout-dashboard"}
    ]


def may_edit(resource: Resource, by: Actor) -> bool:
    """Whether the form would have anything to fill in."""
    writable = resource.writable(by.access)
    return by.access.may("change", resource.governing) and any(name in writable for name in resource.form_fields)


def card_of(resource: Resource, record: Any) -> list[dict[str, str]]:
    """The record as an address card, where it can be one."""
    if resource.slug not in exchange.carried():
        return []
    chosen = {"where": f"id = {record.pk}"} | ({"archived": "1"} if record.archived_at else {})
    url = f"{reverse('export', args=[resource.slug, 'vcf'])}?{urlencode(chosen)}"
    return [{"label": _("Address card"), "url": url, "icon": "contact"}]


def _seen(thing: Panel | Figure, by: Actor) -> bool:
    """Whether the reader may see the records, and every field that they are chosen and added up by."""
    other = registry[thing.resource]
    asked = {thing.field}
    if isinstance(thing, Figure):
        asked |= {thing.total or thing.field, *fields_of(conditions.parse(thing.where))}
    return by.access.may("see", other.governing) and asked <= other.readable(by.access).keys()


def groups_of(
    resource: Resource, arranged: Arrangement, listing: Listing, row: dict[str, Any], by: Actor, *, may_edit: bool
) -> list[dict[str, Any]]:
    """The fields of the form, in its groups, as facts that can be edited where they stand."""
    shown = Shown(listing.columns.values(), reader(by), by.access)
    writable = resource.writable(by.access) if by.access.may("change", resource.governing) and may_edit else {}

    def fact(field: Field) -> dict[str, Any]:
        value: Cell = shown.cell(field, row)
        return {
            "key": field.name, "label": str(field.label), "value": value,
            "edit": field.name in writable and not field.many and bool(field.path),
        }  # fmt: skip

    found = []
    for group in arranged.of(resource.groups, group_name):
        facts = [fact(listing.columns[name]) for name in group.fields if name in listing.columns]
        if facts:
            found.append({"label": str(group.label), "facts": facts})
    return found


def figure_of(figure: Figure, resource: Resource, pk: int, by: Actor) -> dict[str, Any]:
    """A figure with the way to the records behind it."""
    other = registry[figure.resource]
    where = conditions.Test(figure.field, "=", pointing_at(resource, pk, other.fields[figure.field]))
    condition = conditions.all_of(where, conditions.parse(figure.where)) if figure.where else where
    cells = measure(other, by, where=condition, total=figure.total)
    read = reader(by)
    if figure.total:
        words = [read.minor(c.total, c.currency, decimals=False) for c in cells if c.total]
        value = " + ".join(words) or "–"
    else:
        value = read.number(sum(cell.count for cell in cells))
    number = sum(cell.count for cell in cells)
    return {
        "label": str(figure.label),
        "value": value,
        "note": records(number, read) if figure.total else "",
        "why": str(figure.reason),
        "url": linked(other, condition),
    }


def pointing_at(resource: Resource, pk: int, field: Field) -> int | str:
    """What stands in a field that leads to this record: its number, or its address where any noun may be."""
    return f"{resource.noun}:{pk}" if isinstance(field.kind, AnyRecord) else pk


def linked(resource: Resource, condition: conditions.Condition) -> str:
    """The list of the records that fit."""
    return list_of(resource.slug, where=conditions.write(condition))


def panels_of(arranged: Arrangement, resource: Resource, record: Any, by: Actor) -> list[dict[str, Any]]:
    """The related lists in their order; where each of them begins is asked for at once."""
    shown = [panel for panel in arranged.of(slots.panels_of(resource), panel_name) if _seen(panel, by)]
    related = [_Related.of(panel, resource, record.pk, by) for panel in shown if panel.resource != SLUG]
    starts = iter(beginnings([(each.listing, each.panel.rows + 1) for each in related]))
    lists = iter(related)
    return [
        files_at(resource, record, by) if panel.resource == SLUG else panel_of(next(lists), next(starts), by)
        for panel in shown
    ]


@dataclass(frozen=True)
class _Related:
    """The list of a panel: the records that point `here`."""

    panel: Panel
    here: int | str
    where: conditions.Condition
    listing: Listing

    @classmethod
    def of(cls, panel: Panel, resource: Resource, pk: int, by: Actor) -> _Related:
        other = registry[panel.resource]
        here = pointing_at(resource, pk, other.fields[panel.field])
        where = conditions.Test(panel.field, "=", here)
        readable = other.readable(by.access)
        columns = tuple(name for name in panel.columns if name in readable)
        sort = panel.sort if panel.sort.removeprefix("-") in readable else ""
        return cls(panel, here, where, Listing(other, by, columns=columns, where=where, sort=sort))


def panel_of(related: _Related, start: list[int], by: Actor) -> dict[str, Any]:
    """The first rows of a related list, how many there are, and the ways to see all and to add one.

    `start` are the ids of its first rows, one more than are shown if there are more.
    """
    panel, listing = related.panel, related.listing
    other = listing.resource
    rows = listing.read(start[: panel.rows]) if start else []
    shown, ticks = Shown(listing.columns.values(), reader(by), by.access), Ticks(other, by.access)
    base = reverse("list", args=[other.slug])
    found = []
    for row in rows:
        cells = zip(shown.cells(row), listing.columns.values(), strict=True)
        texts = [_said(text_of(cell), field, row) for cell, field in cells]
        said = list(zip(texts, listing.columns.values(), strict=True))[1:]
        numbers = [text for text, field in said if field.kind.align == "end" and text]
        rest = [t for t in texts[1:] if t and t not in numbers]
        found.append(
            {
                "title": texts[0] if texts and texts[0] else f"#{row['id']}",
                "url": f"{base}{row['id']}/",
                "sub": rest if len(rows) == 1 else " · ".join(rest),
                "aside": numbers[0] if numbers else "",
                "tick": ticks.of(row),
            }
        )
    count = listing.count() if len(start) > panel.rows else Count(len(rows), False)
    add = other.creatable and by.access.may("create", other.governing) and panel.field in other.writable(by.access)
    return {
        "label": str(panel.label),
        "id": f"panel-{other.slug}-{panel.field}",
        "rows": found,
        "count": f"{count.number}+" if count.capped else count.number,
        "all_url": linked(other, related.where),
        "add_url": f"{reverse('create', args=[other.slug])}?{panel.field}={related.here}" if add else "",
        "more": count.number > len(rows),
    }


def _said(text: str, field: Field, row: Mapping[str, Any]) -> str:
    """Without the heads of columns "yes" says nothing: what holds is called by its name, what does not is left out."""
    if field.kind.json_type is not bool:
        return text
    return str(field.label) if field.kind.value(field, row) else ""


def verbs_of(resource: Resource, record: Any, by: Actor) -> list[dict[str, Any]]:
    """The verbs that make sense now and that this person may use; the composer's is shown elsewhere."""
    offered: list[Operation] = [
        verb
        for verb in operations_of(resource).values()
        if verb.verb != resource.composer and verb.may_use(by.access, resource) and verb.applies_to(record)
    ]
    return [
        {
            "label": str(verb.label),
            "url": reverse("do", args=[resource.slug, record.pk, verb.verb]),
            "icon": verb.icon,
            "tone": verb.tone,
        }
        for verb in offered
    ]
