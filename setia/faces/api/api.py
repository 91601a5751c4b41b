"""The API: its rooms put together, its answers in JSON, its refusals as problem documents."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import NinjaAPI
from ninja.renderers import BaseRenderer

from setia.faces.api.authentication import Caller
from setia.faces.api.incoming import StrictParser, only_known_parameters
from setia.faces.api.openapi.document import written_out
from setia.faces.api.openapi.told import Known, known_to, telling
from setia.faces.api.problems import problem_of
from setia.faces.api.routes import (
    account,
    calls,
    exports,
    figures,
    finding,
    histories,
    notices,
    records,
    views,
)
from setia.faces.api.routes.answering import reckoning, reporting, seeing
from setia.faces.api.routes.arriving import files, imports, mappings
from setia.faces.api.rows import dumped
from setia.foundation.access import Access
from setia.kit.shaping.shape import token

ABOUT = """Everything that Setia keeps can be read and changed here, with the same rights as on its pages.

Send a token, made in Setia under your profile, as `Authorization: Bearer setia_…`."""


class Json(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return dumped(data)


class Api(NinjaAPI):
    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        return problem_of(exc)


def made() -> Api:
    """Rooms with fixed addresses come before those with the names of nouns."""
    api = Api(
        title="Setia", version="1", description=ABOUT, openapi_url=None, docs_url=None, urls_namespace="api",
        auth=Caller(), renderer=Json(), parser=StrictParser(),
    )  # fmt: skip
    api.add_decorator(only_known_parameters, mode="view")
    rooms = (
        account, notices, finding, views, imports, mappings, reporting, reckoning, seeing, figures, exports, files,
        histories, records, calls,
    )  # fmt: skip
    for room in rooms:
        api.add_router("", room.router)
    return api


api = made()


def document(access: Access | None = None) -> dict[str, Any]:
    """The OpenAPI document, in English, as far as somebody may know it; made on first use."""
    known = known_to(access)
    return _document(token() if access else "", known, access is not None)


@lru_cache(maxsize=8)
def _document(_shape: str, known: Known, is_known: bool) -> dict[str, Any]:
    with translation.override("en"), telling(known, lists=is_known):
        return written_out(api)
