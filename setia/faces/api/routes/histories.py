"""What happened to a record, and everything that is told of a party."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from setia.faces.api import stories
from setia.faces.api.authentication import caller
from setia.faces.api.rows import answer, visible_record
from setia.foundation.errors import NotFound
from setia.kit.resources import registry

router = Router()


class PageOfEntries(BaseModel):
    cursor: str = Field("", max_length=400, description="`next` of the page before.")
    limit: int = Field(50, ge=1, le=200, description="How many entries at most.")


class Change(BaseModel):
    before: Any
    after: Any


class Entry(BaseModel):
    """Something that happened; entries are never changed."""

    id: int
    kind: str = Field(description="What happened, such as `opportunity.won`.")
    label: str = Field(description="The same in words.")
    at: datetime = Field(description="When it happened in the world.")
    recorded_at: datetime = Field(description="When Setia learnt of it.")
    by: int | None = Field(description="Number of the staff member who did it; null for Setia itself.")
    by_name: str | None
    channel: str = Field(description="web, api, cli, import, job or demo.")
    record: str = Field(description="Address of the record, such as `sales.opportunity:7`.")
    title: str
    version: int
    act: int = Field(description="One call is one act; this number undoes it.")
    changes: dict[str, Change] = Field(description="What was changed, by field.")
    details: dict[str, Any]


class Entries(BaseModel):
    data: list[Entry]
    next: str | None


@router.get("/{resource}/{int:id}/history", response=Entries, operation_id="history", summary="History of {one}")
def history(request: HttpRequest, resource: str, id: int, params: Query[PageOfEntries]) -> HttpResponse:
    """What happened to this record, newest first, with the values before and after."""
    noun, by = registry[resource], caller(request)
    visible_record(noun, id, by)
    entries = stories.of_record(noun, id)
    found, following = stories.page(entries, params.cursor, params.limit, by_time=False)
    return answer({"data": stories.entries_json(found, by), "next": following})


@router.get("/{resource}/{int:id}/ledger", response=Entries, operation_id="ledger", summary="Ledger of {one}")
def ledger(request: HttpRequest, resource: str, id: int, params: Query[PageOfEntries]) -> HttpResponse:
    """Everything that passed between us and this party: what happened to it, its opportunities, orders …"""
    noun, by = registry[resource], caller(request)
    if noun.story != "id":
        raise NotFound(_("Only parties have a ledger; ask for the history of this record."))
    visible_record(noun, id, by)
    entries = stories.of_party(id, by.access)
    found, following = stories.page(entries, params.cursor, params.limit, by_time=True)
    return answer({"data": stories.entries_json(found, by), "next": following})
