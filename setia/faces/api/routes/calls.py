"""Verbs: of one record, and of many at once; what they would do, and documents made of a record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import register_converter
from django.urls.converters import StringConverter
from django.utils.translation import gettext as _
from ninja import Router

from setia.faces.api.authentication import caller
from setia.faces.api.bodies import ids_among, typed
from setia.faces.api.incoming import read_object, wanted_version
from setia.faces.api.repeating.once import Reply, once
from setia.faces.api.replies import reply_of, reply_of_many
from setia.faces.api.routes.records import refuse_unborn
from setia.faces.api.rows import answer, visible_record
from setia.foundation.access import Actor
from setia.foundation.errors import NotFound, Refusal
from setia.kit import papers, verbs
from setia.kit.operations import Outcome, find_operation, locked, perform
from setia.kit.resources import Resource, registry

router = Router()


class VerbName(StringConverter):
    """In an address, the name of a verb; no number of a record can be taken for one."""

    regex = "[a-z][a-z_]*"


register_converter(VerbName, "verb")
PUTTING_AWAY = {"archive": verbs.archive, "restore": verbs.restore}


@router.post("/{resource}/{int:id}/{verb:verb}", operation_id="call", summary="{verb}")
def call_verb(request: HttpRequest, resource: str, id: int, verb: str) -> HttpResponse:
    """{explanation}"""
    noun, by = registry[resource], caller(request)
    known_verb(noun, verb, by)

    def work() -> Reply:
        body, version = read_object(request), wanted_version(request)
        return reply_of(noun, id, done(noun, verb, [id], body, by, version), by)

    return once(request, work)


@router.post("/{resource}/{verb:verb}", operation_id="call_many", summary="{verb} many")
def call_verb_of_many(request: HttpRequest, resource: str, verb: str) -> HttpResponse:
    """{explanation} All of the records, or none if one of them refuses."""
    noun, by = registry[resource], caller(request)
    if verb != "change":
        known_verb(noun, verb, by, many=True)

    def work() -> Reply:
        body = read_object(request)
        ids = ids_among(body)
        if verb != "change":
            return reply_of_many(done(noun, verb, ids, body, by))
        by.access.require("change", noun.governing)
        return reply_of_many(verbs.change(noun, ids, typed(noun.writable(by.access), body), by))

    return once(request, work)


@router.get("/{resource}/{int:id}/{verb:verb}/preview", operation_id="preview", summary="What {verb} would do")
def preview_verb(request: HttpRequest, resource: str, id: int, verb: str) -> HttpResponse:
    """What would happen to how many records, before it is done. Nothing is changed."""
    noun, by = registry[resource], caller(request)
    operation = find_operation(noun, verb[:80])
    known_verb(noun, verb, by)
    record = visible_record(noun, id, by)
    if operation.preview is None:
        raise NotFound()
    lines = [
        {
            "words": str(line.words), "number": line.number, "resource": line.resource or None,
            "where": line.where or None, "examples": list(line.examples), "is_warning": line.is_warning,
        }
        for line in operation.preview(record, by)
    ]  # fmt: skip
    return answer({"data": lines})


@router.get("/{resource}/{int:id}/papers/{verb:name}", operation_id="paper", summary="A document of {one}")
def take_paper(request: HttpRequest, resource: str, id: int, name: str) -> HttpResponse:
    """Made for you now, as a file."""
    by = caller(request)
    visible_record(registry[resource], id, by)
    document = papers.made(registry[resource], id, name, by)
    response = HttpResponse(document.body, content_type=document.media_type)
    response["Content-Disposition"] = f'attachment; filename="{document.name}"'
    response["Cache-Control"] = "no-store"
    return response


def known_verb(resource: Resource, verb: str, by: Actor, *, many: bool = False) -> None:
    """The noun has the verb, and the caller may use it."""
    if verb not in PUTTING_AWAY:
        operation = find_operation(resource, verb[:80])
        if many and not operation.bulk:
            raise NotFound(_("“%(verb)s” is possible for one record at a time only.") % {"verb": verb})
        verb = operation.right
    by.access.require(verb, resource.governing)


def done(
    resource: Resource,
    verb: str,
    ids: Sequence[int],
    body: dict[str, Any],
    by: Actor,
    version: int | None = None,
) -> Outcome:
    """Run the verb with the inputs of the body, on the version that the caller has seen."""
    if verb in PUTTING_AWAY:
        typed({}, body)
        if version is not None:
            same_version(resource, ids[0], by, version)
        return PUTTING_AWAY[verb](resource, ids, by)
    operation = find_operation(resource, verb)
    values = typed(operation.inputs, body)
    if version is not None:
        refuse_unborn(resource, ids[0], by, version)
    return perform(operation, ids, values, by, resource=resource, version=version)


def same_version(resource: Resource, record_id: int, by: Actor, version: int) -> None:
    refuse_unborn(resource, record_id, by, version)
    if locked(resource, [record_id], by)[0].version != version:
        raise Refusal(_("This record was changed since you read it. Look at it again, then repeat."))
