"""What the palette offers besides records: pages to go to, things to make, verbs of the record at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.urls import NoReverseMatch, Resolver404, resolve
from django.utils.translation import gettext as _

from setia.faces.web.addresses import reverse
from setia.faces.web.desk.asking import number
from setia.faces.web.desk.order import place_of
from setia.foundation.access import Actor
from setia.foundation.search import fold
from setia.kit import calendar, exchange, notices
from setia.kit.operations import Operation, operations_of
from setia.kit.resources import Resource, registry

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Here:
    """Where the palette was opened: in a list, or on the page of one record."""

    resource: Resource
    record: Any = None


def here_of(on: str, address: str, by: Actor) -> Here | None:
    """From the mark of the page ("sales.opportunity:7", "people:7"), else from its address."""
    name, _colon, written = on.rpartition(":")
    if not on:
        name, written = _read_address(address)
    known = [r for r in registry if name in (r.slug, r.noun)]
    resource = min(known, key=lambda r: (r.slug != name, len(r.only)), default=None)
    if resource is None or not by.access.may("see", resource.governing):
        return None
    pk = number(written)
    record = resource.rows(by.access).filter(pk=pk).first() if pk else None
    return Here(resource, record)


def _read_address(address: str) -> tuple[str, str]:
    try:
        found = resolve(urlsplit(address).path or "/")
    except (Resolver404, ValueError):
        return "", ""
    return str(found.kwargs.get("slug", "")), str(found.kwargs.get("pk", ""))


def verbs_here(here: Here, by: Actor) -> list[Row]:
    """Everything that can be done with the record at hand, or with the list."""
    resource = here.resource
    if here.record is None:
        return _verbs_of_list(resource, by)
    rows = [verb_row(verb, resource, here.record) for verb in verbs_for(here.record, resource, by)]
    return rows + generic_rows(here.record, resource, by)


def verbs_for(record: Any, resource: Resource, by: Actor) -> list[Operation]:
    return [
        verb
        for verb in operations_of(resource).values()
        if verb.may_use(by.access, resource) and verb.applies_to(record)
    ]


def verb_row(verb: Operation, resource: Resource, record: Any) -> Row:
    url = reverse("do", args=[resource.slug, record.pk, verb.verb])
    return {"label": str(verb.label), "url": url, "icon": verb.icon, "into": "#dialog"}


def generic_rows(record: Any, resource: Resource, by: Actor) -> list[Row]:
    """Edit, archive or restore, and the hand-made pages of the record."""
    access, at, rows = by.access, [resource.slug, record.pk], []
    if access.may("change", resource.governing) and not record.archived_at:
        rows.append({"label": _("Edit"), "url": reverse("edit", args=at), "icon": "pencil"})
    for label, route, icon in resource.extra_pages:
        rows.append({"label": str(label), "url": reverse(route, args=[record.pk]), "icon": icon})
    verb, words, icon = (
        ("restore", _("Restore"), "archive-restore") if record.archived_at else ("archive", _("Archive"), "archive")
    )
    if resource.archivable and access.may(verb, resource.governing):
        url = reverse("do", args=[*at, verb])
        rows.append({"label": words, "url": url, "icon": icon, "into": "#dialog"})
    return rows


def _verbs_of_list(resource: Resource, by: Actor) -> list[Row]:
    rows = new_rows([resource], by)
    if resource.board:
        words = _("%(list)s as a board") % {"list": resource.plural}
        rows.append({"label": words, "url": reverse("board", args=[resource.slug]), "icon": "square-kanban"})
    forms = [("csv", _("Export as CSV")), ("xlsx", _("Export as Excel"))]
    if resource.slug in exchange.carried():
        forms.append(("vcf", _("Export as address cards")))
    for form, words in forms:
        rows.append({"label": words, "url": reverse("export", args=[resource.slug, form]), "icon": "download"})
    return rows


def new_rows(resources: list[Resource], by: Actor) -> list[Row]:
    """ "New …" for everything this person may make."""
    return [
        {
            "label": _("New: %(noun)s") % {"noun": r.label},
            "url": reverse("create", args=[r.slug]),
            "icon": "plus",
        }
        for r in sorted(resources, key=place_of)
        if r.creatable and by.access.may("create", r.governing)
    ]


def pages(by: Actor) -> list[Row]:
    """Every page of the navigation and of one's own account."""
    seen = (r for r in registry if r.rail and by.access.may("see", r.governing))
    lists = sorted(seen, key=place_of)
    rows = [{"label": _("Today"), "url": reverse("today"), "icon": "sun"}]
    if calendar.sources(by):
        rows.append({"label": _("Calendar"), "url": reverse("calendar"), "icon": "calendar-days"})
    if notices.are_kept():
        rows.append({"label": _("Notifications"), "url": reverse("notices"), "icon": "bell"})
    rows += [{"label": str(r.plural), "url": reverse("list", args=[r.slug]), "icon": r.icon} for r in lists]
    rows += [
        {
            "label": _("%(list)s as a board") % {"list": r.plural},
            "url": reverse("board", args=[r.slug]),
            "icon": "square-kanban",
        }
        for r in lists
        if r.board
    ]
    known = (
        ("import_start", _("Import a file"), "upload"),
        ("search", _("Search"), "search"),
        ("profile", _("Profile"), "user-round"),
        ("account_change_password", _("Change the password"), "key-round"),
        ("mfa_index", _("Second factor"), "shield-check"),
        ("usersessions_list", _("Sessions"), "monitor-smartphone"),
        ("api-docs", _("API documentation"), "braces"),
        ("account_logout", _("Sign out"), "log-out"),
    )
    return rows + [{"label": w, "url": address(route), "icon": icon} for route, w, icon in known if address(route)]


def address(route: str) -> str:
    """Where a page is, "" as long as no face has it."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def matching(rows: list[Row], text: str) -> list[Row]:
    """The rows whose label has, for every word typed, one that begins with it; those in order first."""
    wanted = fold(text).split()
    fitting = []
    for row in rows:
        words = fold(row["label"]).split()
        if wanted and all(any(word.startswith(part) for word in words) for part in wanted):
            fitting.append(row)
    return sorted(fitting, key=lambda row: not begins(row, text))


def begins(row: Row, text: str) -> bool:
    return fold(row["label"]).startswith(fold(text).strip())
