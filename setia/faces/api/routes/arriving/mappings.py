"""Mappings of imports: what the columns of a file are, kept under a name for the next one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from setia.faces.api.authentication import caller
from setia.faces.api.repeating.once import Reply, once
from setia.faces.api.routes.arriving.imports import found, importer
from setia.faces.api.rows import answer
from setia.kit import exchange
from setia.kit.exchange import ImportMapping

router = Router(tags=["imports"])


class NewMapping(BaseModel):
    """A mapping to keep; one of your own with the same name is written over."""

    model_config = ConfigDict(extra="forbid", strict=True)

    run: int = Field(ge=1, description="The import whose columns are as they should be.")
    name: str = Field(min_length=1, max_length=80)
    is_shared: bool = Field(False, description="Taken for files of everybody who may import these records.")
    folder: str = Field(
        "", max_length=60, description="Import what appears in this folder by it, every minute. Administrators only."
    )


class Mapping(BaseModel):
    """A kept mapping."""

    id: int
    name: str
    owner: int
    is_shared: bool
    resource: str
    folder: str
    plan: dict[str, Any] = Field(description="Columns by heading, mode, match, currency, country and language.")


class Mappings(BaseModel):
    data: list[Mapping]


@router.get("/import-mappings", response=Mappings, operation_id="mappings", summary="List mappings")
def list_mappings(request: HttpRequest) -> HttpResponse:
    """Your own mappings and those that are shared."""
    return answer({"data": [shown(mapping) for mapping in exchange.mappings(caller(request))[:1000]]})


@router.post("/import-mappings", response={201: Mapping}, operation_id="keep_mapping", summary="Keep a mapping")
def keep_mapping(request: HttpRequest, body: NewMapping) -> HttpResponse:
    """Keep how the columns of an import are mapped; files with the same columns are then read so."""
    by = importer(request)

    def work() -> Reply:
        plan = exchange.plan_of(found(body.run, by))
        mapping = exchange.keep_mapping(plan, by, body.name, is_shared=body.is_shared, folder=body.folder)
        return Reply(shown(mapping), 201, {"Location": f"{request.path}/{mapping.pk}"})

    return once(request, work)


@router.get("/import-mappings/{int:id}", response=Mapping, operation_id="mapping", summary="Read a mapping")
def read_mapping(request: HttpRequest, id: int) -> HttpResponse:
    """One mapping."""
    return answer(shown(exchange.find_mapping(id, caller(request))))


@router.delete("/import-mappings/{int:id}", response={204: None}, operation_id="drop_mapping", summary="Drop a mapping")
def drop_mapping(request: HttpRequest, id: int) -> HttpResponse:
    """Forget a mapping; what was imported by it stays."""
    by = importer(request)
    exchange.forget_mapping(exchange.find_mapping(id, by), by)
    return HttpResponse(status=204)


def shown(mapping: ImportMapping) -> dict[str, Any]:
    return {
        "id": mapping.pk, "name": mapping.name, "owner": mapping.owner_id, "is_shared": mapping.is_shared,
        "resource": mapping.resource, "folder": mapping.folder, "plan": mapping.plan,
    }  # fmt: skip
