"""Records of every noun: lists, single records, and making and changing them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _
from ninja import Query, Router

from setia.faces.api.authentication import caller
from setia.faces.api.bodies import typed
from setia.faces.api.incoming import read_object, wanted_version
from setia.faces.api.problems import NoSuchVersion
from setia.faces.api.repeating.once import Reply, once
from setia.faces.api.replies import reply_of
from setia.faces.api.routes.parameters import Paged, counted
from setia.faces.api.rows import answer, record_json, rows_json, value_json, visible_record
from setia.foundation.access import Actor
from setia.foundation.errors import Clash, Conflict
from setia.kit import verbs
from setia.kit.resources import Resource, registry
from setia.kit.successors import successor

router = Router()


@router.get("/{resource}", operation_id="list", summary="List {plural}")
def list_records(request: HttpRequest, resource: str, params: Query[Paged]) -> HttpResponse:
    """Those that you may see, page by page, under a condition, found by a text, in an order."""
    listing = params.listing(registry[resource], caller(request))
    page = listing.page(params.cursor, params.limit)
    body: dict[str, Any] = {
        "data": rows_json(listing.columns, page.rows),
        "next": page.next or None,
        "previous": page.previous or None,
    }
    return answer(body | counted(listing, params.count))


@router.post("/{resource}", operation_id="create", summary="Create {one}")
def create_record(request: HttpRequest, resource: str) -> HttpResponse:
    """A new record; what is left out gets its default."""
    noun, by = registry[resource], caller(request)
    if not noun.creatable:
        return HttpResponseNotAllowed(["GET"])
    by.access.require("create", noun.governing)

    def work() -> Reply:
        outcome = verbs.create(noun, typed(noun.writable(by.access), read_object(request)), by)
        (made,) = outcome.ids
        location = {"Location": f"{request.path}/{made}"}
        return reply_of(noun, made, outcome, by, status=201, headers=location)

    return once(request, work)


@router.get("/{resource}/{int:id}", operation_id="read", summary="Read {one}")
def read_record(request: HttpRequest, resource: str, id: int) -> HttpResponse:
    """All fields of one record that you may know, its version, and the verbs that make sense for it now.

    One that was merged into another answers with 307 and the address of that one.
    """
    noun, by = registry[resource], caller(request)
    found = record_json(noun, id, by)
    if found.get("archived_at") and (now := successor(noun, id, by.access)):
        address = request.path.removesuffix(str(id)) + str(now)
        return answer({"id": now}, status=307, headers={"Location": address})
    return answer(found, headers={"ETag": f'"{found["version"]}"'})


@router.patch("/{resource}/{int:id}", operation_id="change", summary="Change {one}")
def change_record(request: HttpRequest, resource: str, id: int) -> HttpResponse:
    """Set the fields that are sent; the others stay as they are.

    With `If-Match`, the version that was read, what somebody else changed in the meantime is compared
    with what you send: different fields are joined, the same field is a conflict (409).
    """
    noun, by = registry[resource], caller(request)
    by.access.require("change", noun.governing)

    def work() -> Reply:
        version = wanted_version(request)
        refuse_unborn(noun, id, by, version)
        values = typed(noun.writable(by.access), read_object(request))
        try:
            outcome = verbs.change(noun, [id], values, by, version=version)
        except Conflict as conflict:
            raise in_json(conflict, noun, id) from None
        return reply_of(noun, id, outcome, by)

    return once(request, work)


def refuse_unborn(resource: Resource, record_id: int, by: Actor, version: int | None) -> None:
    """A version that the record does not have yet was made up."""
    if version is None:
        return
    now = visible_record(resource, record_id, by).version
    if version > now:
        words = _("The record has version %(now)s; there is no version %(version)s yet.")
        raise NoSuchVersion(words % {"now": now, "version": version}, field="If-Match")


def in_json(conflict: Conflict, resource: Resource, record_id: int) -> Conflict:
    """The same conflict with its values as JSON, amounts in the currency of the record."""
    stored = resource.rows().filter(pk=record_id).values().first() or {}
    currency = str(stored.get("currency") or "")

    def shown(clash: Clash) -> Clash:
        field = resource.fields[clash.field]
        three = [value_json(field, value, currency) for value in (clash.before, clash.theirs, clash.mine)]
        return Clash(clash.field, clash.label, *three)

    return Conflict([shown(clash) for clash in conflict.clashes], conflict.version)
