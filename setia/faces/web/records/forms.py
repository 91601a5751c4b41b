"""Making and changing a record in a form, and what happens when two people change it at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from setia.faces.web.addresses import reverse
from setia.faces.web.inputs import given, input_for, typed, version_of
from setia.faces.web.lists.query import find_resource
from setia.faces.web.records.alike import watched
from setia.faces.web.shell import page, reader, staff_page
from setia.faces.web.showing import Shown
from setia.faces.web.strictness import only
from setia.faces.web.telling import tell_done, tell_later
from setia.foundation.access import Actor
from setia.foundation.errors import Clash, Conflict, Forbidden, Refusal
from setia.foundation.ledger import Entry
from setia.kit import verbs
from setia.kit.kinds import Field
from setia.kit.kinds.references import NOT_VISIBLE, STAFF
from setia.kit.lists import Listing
from setia.kit.resources import Resource
from setia.kit.seeing import one_visible, titles


@staff_page
def create(request: HttpRequest, slug: str, by: Actor) -> HttpResponse:
    resource = find_resource(slug, by)
    by.access.require("create", resource.governing)
    if not resource.creatable:
        raise Forbidden(_("%(noun)s are not made by hand.") % {"noun": resource.plural})
    fields = offered(resource, by)
    only(request, parameters=fields, fields=ticked(fields))
    if request.method != "POST":
        return filled_in(request, by, resource, fields, _first_values(request, resource, fields, by))
    values = {name: text for name, text in given(request.POST, fields).items() if text != ""}
    try:
        outcome = verbs.create(resource, values, by)
    except Refusal as refusal:
        return filled_in(request, by, resource, fields, given(request.POST, fields), refusal)
    words = _("%(noun)s created.") % {"noun": resource.label}
    if in_dialog(request):
        return tell_done(HttpResponse(status=204), outcome.act, words, changed={}, **{"dialog-close": {}})
    tell_later(request, words, outcome.act)
    return HttpResponseRedirect(reverse("record", args=[slug, outcome.ids[0]]))


def in_dialog(request: HttpRequest) -> bool:
    """Whether the form stands over another page, to which one comes back."""
    return bool(request.headers.get("HX-Request")) and request.headers.get("HX-Target") == "dialog"


@staff_page
def edit(request: HttpRequest, slug: str, pk: int, by: Actor) -> HttpResponse:
    resource = find_resource(slug, by)
    by.access.require("change", resource.governing)
    one_visible(resource, pk, by.access)
    fields = offered(resource, by)
    only(request, fields=[*ticked(fields), "version"])
    if request.method != "POST":
        return filled_in(request, by, resource, fields, stored(resource, fields, pk, by), pk=pk)
    values = chosen(request.POST, fields, resource, pk, by)
    version = version_of(request.POST)
    try:
        outcome = verbs.change(resource, [pk], values, by, version=version)
    except Conflict as conflict:
        return _conflict(request, by, resource, pk, values, conflict)
    except Refusal as refusal:
        return filled_in(request, by, resource, fields, values, refusal, pk=pk, version=version)
    if outcome.act:
        tell_later(request, _("Saved."), outcome.act)
    return HttpResponseRedirect(reverse("record", args=[slug, pk]))


def offered(resource: Resource, by: Actor) -> dict[str, Field]:
    """The fields of the form that this person may fill in."""
    writable = resource.writable(by.access)
    names = [name for name in resource.form_fields if name in writable and name not in resource.only]
    return {name: writable[name] for name in names}


def ticked(fields: Mapping[str, Field]) -> list[str]:
    """What the form posts: a list of ticks says besides that it was there."""
    return [*fields, *(f"{name}_ticked" for name, field in fields.items() if field.kind.macro == "checks")]


def stored(resource: Resource, fields: Mapping[str, Field], pk: int, by: Actor) -> dict[str, Any]:
    """The record's values as they are put into inputs."""
    row = Listing(resource, by, columns=tuple(fields)).read([pk])[0]
    values = {}
    for name, field in fields.items():
        values[name] = (
            (row.get(field.path or name) or "")
            if field.compute
            else field.kind.initial(field, field.kind.value(field, row))
        )
    return {**values, "version": row["version"]}


def _first_values(request: HttpRequest, resource: Resource, fields: Mapping[str, Field], by: Actor) -> dict[str, Any]:
    """Defaults, what the address suggests (?party=7), and oneself as the owner."""
    values = {name: field.kind.initial(field, field.default) for name, field in fields.items()}
    values.update({name: request.GET[name] for name in fields if name in request.GET})
    if "owner" in fields and not values.get("owner"):
        values["owner"] = by.staff_id or ""
    return values


def chosen(
    posted: Mapping[str, Any], fields: Mapping[str, Field], resource: Resource, pk: int, by: Actor
) -> dict[str, Any]:
    """What was typed; after a conflict, per field mine or theirs."""
    said = (name for name in fields if name in posted or f"{name}_ticked" in posted)
    values: dict[str, Any] = {name: typed(posted, name) for name in said}
    theirs = [name for name in fields if posted.get(f"keep_{name}") == "theirs"]
    if theirs:
        now = stored(resource, {name: fields[name] for name in theirs}, pk, by)
        values.update({name: now[name] for name in theirs})
    return values


def filled_in(
    request: HttpRequest,
    by: Actor,
    resource: Resource,
    fields: Mapping[str, Field],
    values: Mapping[str, Any],
    refusal: Refusal | None = None,
    *,
    pk: int | None = None,
    version: int | None = None,
) -> HttpResponse:
    """The form of a record with what stands in it, and what is wrong with that."""
    errors = refusal.errors if refusal else {}
    groups = [
        {
            "label": str(group.label),
            "inputs": [
                input_for(fields[name], values.get(name, ""), by.access, row=values, errors=errors)
                for name in group.fields
                if name in fields
            ],
        }
        for group in resource.groups
    ]
    context: dict[str, Any] = {
        "resource": resource,
        "groups": [group for group in groups if group["inputs"]],
        "errors": [w for name, words in errors.items() if name not in fields for w in words],
        "version": version or values.get("version"),
        "pk": pk,
        "action": request.get_full_path(),
        "cancel_url": reverse("record", args=[resource.slug, pk]) if pk else reverse("list", args=[resource.slug]),
        "draft": f"{resource.slug}:{pk or 'new'}",
        "watched": [] if pk else [name for name in watched(resource) if name in fields],
    }
    template = "records/_form.html" if in_dialog(request) else "records/form.html"
    return page(request, template, by, status=422 if refusal else 200, **context)


def _conflict(
    request: HttpRequest, by: Actor, resource: Resource, pk: int, values: dict[str, Any], conflict: Conflict
) -> HttpResponse:
    """Before, theirs and mine side by side, with everything typed kept in the form."""
    last = Entry.objects.filter(noun=resource.noun, record_id=pk).order_by("-id").first()
    names = {clash.field for clash in conflict.clashes}
    context = {
        "action": request.get_full_path(),
        "fields": [_versions(resource, clash, by) for clash in conflict.clashes],
        "who": _who(last, by),
        "when": reader(by).ago(last.at, by.at) if last else "",
        "version": conflict.version,
        "hidden": {name: value for name, value in values.items() if name not in names}
        | {clash.field: values.get(clash.field, "") for clash in conflict.clashes},
        "resource": resource,
    }
    return page(request, "records/conflict.html", by, status=409, **context)


def _who(last: Entry | None, by: Actor) -> str:
    if last is None or last.actor_id is None:
        return "Setia"
    return titles(STAFF, [last.actor_id], by.access).get(last.actor_id, str(NOT_VISIBLE))


def _versions(resource: Resource, clash: Clash, by: Actor) -> dict[str, str]:
    field = resource.field(clash.field)
    shown = Shown([field], reader(by), by.access)

    def words(value: Any) -> str:
        row = {field.path: value}
        for path in field.paths()[1:]:
            row[path] = input_for(field, value, by.access).text if value else ""
        cell = shown.cell(field, row)
        return str(cell["text"]) if isinstance(cell, dict) else cell

    return {
        "name": clash.field, "label": clash.label, "before": words(clash.before), "theirs": words(clash.theirs),
        "mine": words(clash.mine),
    }  # fmt: skip
