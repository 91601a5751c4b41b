"""The caller, and taking back what was done."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from setia.faces.api.authentication import caller, require_change
from setia.faces.api.bodies import typed
from setia.faces.api.incoming import read_object
from setia.faces.api.repeating.once import Reply, once
from setia.faces.api.rows import answer
from setia.foundation.access import Actor
from setia.kit.operations import operations_of
from setia.kit.resources import Resource, registry
from setia.kit.undoing import undo
from setia.kit.verbs import GENERIC

router = Router(tags=["you"])


class Right(BaseModel):
    """What the caller may do with one noun."""

    sight: str = Field(description="Which records are seen: own, team or all.")
    verbs: list[str] = Field(description="The verbs that may be used.")
    read_only: list[str] = Field(description="Fields that may be read but not set.")


class Me(BaseModel):
    """Who the caller is, and what they may do."""

    id: int | None
    name: str
    language: str
    zone: str
    channel: str = Field(description="`api` with a token, `web` with a browser's session.")
    scopes: list[str] | None = Field(description="What the token is limited to; null without a token.")
    rights: dict[str, Right] = Field(description="By resource; those that are missing may not be seen.")


class Undone(BaseModel):
    """What was taken back, and what was not because it was changed again since."""

    act: int | None = Field(description="The act that the undoing itself is.")
    put_back: int
    removed: int
    kept: list[str] = Field(description="Titles of records that stayed as they are.")


@router.get("/me", response=Me, operation_id="me", summary="Who you are")
def me(request: HttpRequest) -> HttpResponse:
    """The caller, their language and zone, and what they may do with which resource."""
    by = caller(request)
    rights = {noun.slug: right_of(noun, by) for noun in registry if by.access.may("see", noun.governing)}
    scopes = sorted(by.access.scopes) if by.access.scopes is not None else None
    body = {name: getattr(by, name) for name in ("name", "language", "zone", "channel")}
    return answer({"id": by.staff_id, **body, "scopes": scopes, "rights": rights})


def right_of(resource: Resource, by: Actor) -> dict[str, Any]:
    own = [name for name, verb in operations_of(resource).items() if verb.may_use(by.access, resource)]
    writable = resource.writable(by.access)
    return {
        "sight": by.access.sight(resource.governing),
        "verbs": [*(verb for verb in GENERIC if by.access.may(verb, resource.governing)), *own],
        "read_only": [name for name in resource.readable(by.access) if name not in writable],
    }


@router.post("/undo/{int:act}", response=Undone, operation_id="undo", summary="Undo")
def undo_act(request: HttpRequest, act: int) -> HttpResponse:
    """Take back everything that one call did, where nobody has changed it since.

    `act` is the number that the call answered with. Records that the call made are archived.
    """
    by = caller(request)
    require_change(by)

    def work() -> Reply:
        typed({}, read_object(request))
        return Reply(asdict(undo(act, by)))

    return once(request, work)
