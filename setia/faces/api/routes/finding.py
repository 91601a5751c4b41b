"""Finding records of every kind by one text."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from setia.faces.api.authentication import caller
from setia.faces.api.bodies import typed
from setia.faces.api.incoming import read_object
from setia.faces.api.rows import answer
from setia.foundation.access import Actor
from setia.foundation.errors import NotFound
from setia.kit import lookalikes
from setia.kit.forms import clean
from setia.kit.resources import Resource, registry
from setia.kit.searching import find_anywhere
from setia.kit.seeing import unnamed

router = Router(tags=["you"])


class Wanted(BaseModel):
    q: str = Field(max_length=400, description="Part of a name, an e-mail address, a telephone number …")
    resource: str = Field("", max_length=300, description="Only these, separated by commas.", examples=["parties"])
    limit: int = Field(5, ge=1, le=50, description="How many of each at most.")


class Hit(BaseModel):
    resource: str
    id: int
    address: str = Field(description="The public address, such as `parties.party:7`.")
    title: str
    subtitle: str


class Hits(BaseModel):
    data: list[Hit]


@router.get("/search", response=Hits, operation_id="search", summary="Search everything")
def search_everything(request: HttpRequest, params: Query[Wanted]) -> HttpResponse:
    """Records of all kinds that you may see, the best first of each kind; misspelt words are found too."""
    by = caller(request)
    nouns = searchable(by, [name.strip() for name in params.resource.split(",") if name.strip()])
    hits = find_anywhere(nouns.values(), params.q, params.limit, by.access)
    data: list[dict[str, Any]] = []
    for noun, found in hits.items():
        data += titled(nouns[noun], [hit.record_id for hit in found], by)
    return answer({"data": data})


def searchable(by: Actor, only: list[str]) -> dict[str, Resource]:
    """Nouns that are searched and may be seen; a resource that narrows one stands in its place when named."""
    chosen = [registry[slug] for slug in only] if only else list(registry.nouns().values())
    return {r.noun: r for r in chosen if r.search_paths and by.access.may("see", r.governing)}


def titled(resource: Resource, ids: list[int], by: Actor) -> list[dict[str, Any]]:
    """The records in the order of their rank, with the words that name them, unless hidden."""
    readable = resource.readable(by.access)
    names = [name for name in (resource.title, resource.subtitle) if name]
    rows = {row["id"]: row for row in resource.rows().filter(pk__in=ids).values("id", *names)}
    nameless = unnamed(resource, ids, by.access)

    def words(row: dict[str, Any], name: str) -> str:
        known = name and (name not in resource.fields or name in readable)
        return str(row[name] or "") if known else ""

    return [
        {
            "resource": resource.slug,
            "id": id_,
            "address": f"{resource.noun}:{id_}",
            "title": "" if id_ in nameless else words(rows[id_], resource.title),
            "subtitle": words(rows[id_], resource.subtitle),
        }
        for id_ in ids
        if id_ in rows
    ]


@router.post(
    "/{resource}/possible-duplicates", operation_id="alike", summary="Find possible duplicates of {one}", tags=[]
)
def find_alike(request: HttpRequest, resource: str) -> HttpResponse:
    """Records that you may see and that may be the same as one with these values, the most likely first.

    Nothing is made or changed. `score` is the probability in per cent, `evidence` says why in your language.
    """
    noun, by = registry[resource], caller(request)
    by.access.require("see", noun.governing)
    if lookalikes.finder_of(noun) is None:
        raise NotFound(_("Nobody looks for duplicates among %(noun)s.") % {"noun": noun.plural})
    fields = {name: field for name, field in noun.readable(by.access).items() if field.editable}
    values = typed(fields, read_object(request))
    cleaned = clean({name: fields[name] for name in values}, values, by.access)
    found = lookalikes.like(noun, {fields[name].path: value for name, value in cleaned.items()}, by)
    rows = [{"id": one.id, "title": one.title, "score": one.score, "evidence": one.why} for one in found]
    return answer({"data": rows})
