"""Saved views: the condition, columns and order of a list, kept for oneself or shown to everybody."""

from __future__ import annotations

from typing import Any, Literal

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from setia.faces.api.authentication import caller, require_change
from setia.faces.api.repeating.once import Reply, once
from setia.faces.api.rows import answer
from setia.foundation import conditions
from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden, Invalid, NotFound, Refusal
from setia.kit.filters import as_query
from setia.kit.lists import Listing
from setia.kit.resources import registry
from setia.kit.saved_views import SavedView, usable

router = Router(tags=["views"])


class ViewChange(BaseModel):
    """What a view keeps; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field("", min_length=1, max_length=80)
    is_shared: bool = Field(False, description="Shown to everybody who may see the list.")
    layout: Literal["table", "board"] = "table"
    columns: list[str] = Field([], max_length=60)
    where: str = Field("", description="A condition, as for lists.")
    sort: str = Field("", max_length=80)


class NewView(ViewChange):
    """A view to keep."""

    resource: str = Field(description="Which list it is a view of.", examples=["companies"])
    name: str = Field(min_length=1, max_length=80)


class View(BaseModel):
    """A kept view."""

    id: int
    version: int
    resource: str
    name: str
    owner: int
    is_shared: bool
    layout: str
    columns: list[str]
    where: str
    sort: str


class Views(BaseModel):
    data: list[View]


class Asked(BaseModel):
    resource: str = Field("", max_length=60, description="Only views of this list.")


SHOWN = tuple(View.model_fields)


@router.get("/views", response=Views, operation_id="views", summary="List views")
def list_views(request: HttpRequest, params: Query[Asked]) -> HttpResponse:
    """Your own views and those shared with everybody."""
    by = caller(request)
    views = readable_views(by)
    if params.resource:
        views = views.filter(resource=registry[params.resource].slug)
    found = usable(views.order_by("resource", "name", "id")[:1000], by)
    return answer({"data": [shown(view) for view in found]})


@router.post("/views", response={201: View}, operation_id="create_view", summary="Keep a view")
def create_view(request: HttpRequest, body: NewView) -> HttpResponse:
    """Keep a view of a list for yourself, or share it."""
    by = own_views(request)

    def work() -> Reply:
        view = SavedView(resource=registry[body.resource].slug, owner_id=by.staff_id or 0, created_at=by.at)
        fill(view, body, by)
        view.save(force_insert=True)
        return Reply(shown(view), 201, {"Location": f"{request.path}/{view.pk}"})

    return once(request, work)


@router.get("/views/{int:id}", response=View, operation_id="view", summary="Read a view")
def read_view(request: HttpRequest, id: int) -> HttpResponse:
    """One view."""
    by = caller(request)
    return answer(shown(view_of(readable_views(by), id, by)))


@router.patch("/views/{int:id}", response=View, operation_id="change_view", summary="Change a view")
def change_view(request: HttpRequest, id: int, body: ViewChange) -> HttpResponse:
    """Change a view of your own."""
    by = own_views(request)

    def work() -> Reply:
        view = mine(id, by)
        fill(view, body, by)
        view.version += 1
        view.save(force_update=True)
        return Reply(shown(view))

    return once(request, work)


@router.delete("/views/{int:id}", response={204: None}, operation_id="delete_view", summary="Drop a view")
def delete_view(request: HttpRequest, id: int) -> HttpResponse:
    """Drop a view of your own."""
    by = own_views(request)
    with transaction.atomic():
        view = mine(id, by)
        SavedView.objects.filter(pk=view.pk).update(archived_at=by.at, updated_at=by.at, version=F("version") + 1)
    return HttpResponse(status=204)


def own_views(request: HttpRequest) -> Actor:
    """The caller, who must be a person to keep something."""
    by = caller(request)
    require_change(by)
    return by


def readable_views(by: Actor) -> QuerySet[SavedView]:
    """Own views and shared ones, of lists the caller may see."""
    lists = [noun.slug for noun in registry if by.access.may("see", noun.governing)]
    return SavedView.objects.active().filter(Q(owner=by.staff_id) | Q(is_shared=True), resource__in=lists)


def view_of(views: QuerySet[SavedView], view_id: int, by: Actor) -> SavedView:
    view = next(iter(usable(views.filter(pk=view_id), by)), None)
    if view is None:
        raise NotFound()
    return view


def mine(view_id: int, by: Actor) -> SavedView:
    view = view_of(readable_views(by).select_for_update(of=("self",)), view_id, by)
    if view.owner_id != by.staff_id and not by.access.is_admin:
        raise Forbidden(_("This view belongs to somebody else. Keep one of your own."))
    return view


def fill(view: SavedView, body: ViewChange, by: Actor) -> None:
    """Take over what was sent, if the list can be shown so."""
    for name in body.model_fields_set - {"resource"}:
        setattr(view, name, getattr(body, name))
    view.updated_at = by.at
    judge(view, by)


def judge(view: SavedView, by: Actor) -> None:
    """Refuse columns, conditions and orders that the list does not have, naming which of the three."""
    resource = registry[view.resource]
    by.access.require("see", resource.governing)
    if view.layout == "board" and resource.board is None:
        raise Invalid({"layout": [_("%(noun)s have no board.") % {"noun": resource.plural}]})
    tries: dict[str, Any] = {
        "columns": lambda: Listing(resource, by, columns=view.columns),
        "sort": lambda: Listing(resource, by, sort=view.sort),
        "where": lambda: as_query(resource, conditions.parse(view.where), by),
    }
    errors: dict[str, list[str]] = {}
    for name, attempt in tries.items():
        try:
            attempt()
        except Refusal as refusal:
            errors[name] = [refusal.message]
    if errors:
        raise Invalid(errors)


def shown(view: SavedView) -> dict[str, Any]:
    found = {name: getattr(view, name) for name in SHOWN}
    return found | {"owner": view.owner_id}
