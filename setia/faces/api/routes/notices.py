"""What the caller was told: assignments, reminders, what is overdue."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from setia.faces.api.authentication import caller, require_change
from setia.faces.api.repeating.once import Reply, once
from setia.faces.api.rows import answer
from setia.foundation.errors import Invalid
from setia.kit.notices import MOST_COUNTED, Notice, notices

router = Router(tags=["you"])
LARGEST = 2**63 - 1


class Pages(BaseModel):
    before: int = Field(0, ge=0, le=LARGEST, description="`next` of the page before.")
    limit: int = Field(50, ge=1, le=200, description="How many at most.")


class Told(BaseModel):
    """Something you were told."""

    id: int
    kind: str = Field(description="`assigned`, `reminder` or `overdue`.")
    words: str
    at: datetime
    is_read: bool
    address: str = Field(description="The record it is about; empty when it stands for several.")
    title: str | None = Field(description="What that record is called; null when you may not see it.")


class AllTold(BaseModel):
    data: list[Told]
    next: int | None = Field(description="`before` of the page that follows.")
    unread: int = Field(description=f"How many you have not read, counted up to {MOST_COUNTED + 1}.")


class ToRead(BaseModel):
    """Which notifications you have read; all of them, or these."""

    model_config = ConfigDict(extra="forbid", strict=True)

    ids: list[int] | None = Field(None, max_length=1_000)
    all: bool = False


class WereRead(BaseModel):
    read: int = Field(description="How many were unread before.")


@router.get("/notifications", response=AllTold, operation_id="notifications", summary="What you were told")
def told(request: HttpRequest, params: Query[Pages]) -> HttpResponse:
    """The newest first. Nobody else's can be asked for."""
    by = caller(request)
    found = notices().page(by, params.before, params.limit + 1)
    more = len(found) > params.limit
    data = [_row(notice) for notice in found[: params.limit]]
    following = data[-1]["id"] if more else None
    return answer({"data": data, "next": following, "unread": notices().unread(by)})


def _row(notice: Notice) -> dict[str, Any]:
    names = ("id", "kind", "words", "at", "is_read", "address", "title")
    return {name: getattr(notice, name) for name in names}


@router.post("/notifications/read", response=WereRead, operation_id="read_notifications", summary="Mark as read")
def read(request: HttpRequest, body: ToRead) -> HttpResponse:
    """Numbers of notifications that are not yours are passed over."""
    by = caller(request)
    require_change(by)

    def work() -> Reply:
        if body.all == (body.ids is not None):
            raise Invalid({"ids": [_("Say either which ones, or all.")]})
        ids = None if body.ids is None else [id_ for id_ in body.ids if 0 < id_ <= LARGEST]
        return Reply({"read": notices().read(by, ids)})

    return once(request, work)
