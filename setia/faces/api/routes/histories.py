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
from setia.faces.api.bodies import typed
from setia.faces.api.incoming import read_object
from setia.faces.api.repeating.once import Reply, once
from setia.faces.api.rows import answer, visible_record
from setia.foundation.errors import NotFound
from setia.kit.correcting import correct, correctable
from setia.kit.resources import registry
from setia.kit.stories import Sieve

router = Router()


class PageOfEntries(BaseModel):
    cursor: str = Field("", max_length=400, description="`next` of the page before.")
    limit: int = Field(50, ge=1, le=200, description="How many entries at most.")


class PageOfLedger(PageOfEntries):
    of: str = Field("", max_length=60, description="A kind of entry (`party.called`) or of record (`sales.order`).")
    by: int = Field(0, ge=0, le=2**53, description="Only what this staff member did.")
    team: int = Field(0, ge=0, le=2**53, description="Only what the people of this department did.")


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
    corrects: int | None = Field(description="The entry in whose place this one stands; null for most.")


class Entries(BaseModel):
    data: list[Entry]
    next: str | None


class Corrected(BaseModel):
    """A correction; both entries stay."""

    act: int | None = Field(description="The number that undoes it.")
    corrects: int = Field(description="The entry that was wrong.")


INPUTS = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object", "description": "As for the verb that told it."}}},
    }
}


@router.post(
    "/correct/{int:entry}",
    response=Corrected,
    operation_id="correct",
    summary="Correct",
    tags=["you"],
    openapi_extra=INPUTS,
)
def correct_entry(request: HttpRequest, entry: int) -> HttpResponse:
    """Tell again what an entry told wrongly: notes, calls, visits. The new entry points at the old one."""
    by = caller(request)

    def work() -> Reply:
        _wrong, verb = correctable(entry, by)
        outcome = correct(entry, typed(verb.inputs, read_object(request)), by)
        return Reply({"act": outcome.act, "corrects": entry})

    return once(request, work)


@router.get("/{resource}/{int:id}/history", response=Entries, operation_id="history", summary="History of {one}")
def history(request: HttpRequest, resource: str, id: int, params: Query[PageOfEntries]) -> HttpResponse:
    """What happened to this record, newest first, with the values before and after."""
    noun, by = registry[resource], caller(request)
    visible_record(noun, id, by)
    entries = stories.of_record(noun, id)
    found, following = stories.page(entries, params.cursor, params.limit, by_time=False)
    return answer({"data": stories.entries_json(found, by), "next": following})


@router.get("/{resource}/{int:id}/ledger", response=Entries, operation_id="ledger", summary="Ledger of {one}")
def ledger(request: HttpRequest, resource: str, id: int, params: Query[PageOfLedger]) -> HttpResponse:
    """Everything that passed between us and this party: what happened to it, its opportunities, orders …"""
    noun, by = registry[resource], caller(request)
    if noun.story != "id":
        raise NotFound(_("Only parties have a ledger; ask for the history of this record."))
    visible_record(noun, id, by)
    entries = Sieve(params.of, params.by, params.team).narrowed(stories.of_party(id, by.access))
    found, following = stories.page(entries, params.cursor, params.limit, by_time=True)
    return answer({"data": stories.entries_json(found, by), "next": following})
