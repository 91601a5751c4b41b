"""Two records side by side, field by field, and making one of them by choosing a value for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from setia.faces.web.addresses import reverse
from setia.faces.web.inputs import version_of
from setia.faces.web.lists.query import find_resource
from setia.faces.web.shell import reader, staff_page
from setia.faces.web.showing import Shown, text_of
from setia.faces.web.strictness import only
from setia.faces.web.telling import tell_later
from setia.foundation.access import Actor
from setia.foundation.errors import NotFound, Refusal
from setia.kit.kinds import Reference
from setia.kit.lists import Listing
from setia.kit.operations import find_operation, perform
from setia.kit.resources import Resource, registry
from setia.kit.seeing import name_of, one_visible
from setia.kit.slots import Beside, beside_of

SIDES = ("first", "second")


def beside_context(resource: Resource, record: Any, by: Actor) -> dict[str, Any] | None:
    """Both records in a table, with the choices of a form where the verb makes sense and may be used."""
    beside = beside_of(resource)
    if beside is None:
        return None
    other = _noun(resource, beside)
    ids = [getattr(record, resource.fields[name].path) for name in beside.fields]
    readable = other.readable(by.access)
    names = [name for name in readable if name in other.form_fields]
    listing = Listing(other, by, columns=tuple(names))
    rows = {row["id"]: row for row in listing.read(ids)}
    if len(rows) < len(SIDES):
        return None
    both = [rows[id_] for id_ in ids]
    stored = [other.rows().filter(pk=id_).values().first() or {} for id_ in ids]
    verb = find_operation(resource, beside.verb)
    may = by.access.may(verb.verb, resource.governing) and verb.applies_to(record)
    usual = beside.usual(*stored)
    choosable = set(beside.choosable()) & other.writable(by.access).keys()
    shown = Shown(listing.columns.values(), reader(by), by.access)
    lines = []
    for name, field in listing.columns.items():
        texts = [text_of(shown.cell(field, row)) for row in both]
        if any(texts):
            differ = texts[0] != texts[1]
            line = {"name": name, "label": str(field.label), "texts": texts, "differ": differ}
            lines.append(line | {"choose": differ and all(texts) and may and name in choosable})
    return {
        "heads": [
            {
                "side": side, "title": name_of(other, row, by.access), "url": _address(other, row["id"]),
                "archived": bool(values.get("archived_at")),
            }
            for side, row, values in zip(SIDES, both, stored, strict=True)
        ],
        "lines": lines,
        "said": _said(resource, record, beside, by),
        "usual": SIDES[usual],
        "action": reverse("beside", args=[resource.slug, record.pk]) if may else "",
        "label": str(verb.label),
        "explanation": _(verb.explanation),
        "version": record.version,
    }  # fmt: skip


def _said(resource: Resource, record: Any, beside: Beside, by: Actor) -> str:
    if beside.says not in resource.readable(by.access):
        return ""
    row = Listing(resource, by, columns=(beside.says,)).read([record.pk])[0]
    return str(row.get(beside.says) or "")


@staff_page
def make_one(request: HttpRequest, slug: str, pk: int, by: Actor) -> HttpResponse:
    """The verb with what was chosen on the page: who stays, and whose value each field has."""
    resource = find_resource(slug, by)
    beside = beside_of(resource)
    if beside is None or request.method != "POST":
        raise NotFound
    by.access.require(beside.verb, resource.governing)
    one_visible(resource, pk, by.access)
    fields = [f"from_{name}" for name in beside.choosable()]
    only(request, fields=[*fields, "stays", "version"])
    typed = _inputs(request.POST, beside)
    verb = find_operation(resource, beside.verb)
    try:
        done = perform(verb, [pk], typed, by, resource=resource, version=version_of(request.POST))
    except Refusal as refusal:
        tell_later(request, refusal.message, tone="bad")
    else:
        tell_later(request, _("%(verb)s: done.") % {"verb": verb.label}, done.act)
    return HttpResponseRedirect(reverse("record", args=[slug, pk]))


def _inputs(posted: Mapping[str, Any], beside: Beside) -> dict[str, str]:
    stays = posted.get("stays", "")
    other = {SIDES[0]: SIDES[1], SIDES[1]: SIDES[0]}.get(stays, "")
    taken = [name for name in beside.choosable() if other and posted.get(f"from_{name}") == other]
    return {beside.stays: stays, beside.takes: ", ".join(taken)}


def _noun(resource: Resource, beside: Beside) -> Resource:
    kind = resource.fields[beside.fields[0]].kind
    if not isinstance(kind, Reference):
        raise TypeError(f"{beside.fields[0]} of {resource.slug} refers to no record")
    return registry.of_noun(kind.noun)


def _address(resource: Resource, pk: int) -> str:
    return reverse("record", args=[resource.slug, pk])
