"""The addresses under /api/v1/: the description of the API, its routes, and an answer for all others."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.http import require_GET

from setia.faces.api.api import api, document
from setia.faces.api.authentication import Caller
from setia.faces.api.incoming import guarded, nothing_here
from setia.faces.api.openapi import page
from setia.faces.api.rows import dumped
from setia.foundation.access import Access, Actor
from setia.foundation.errors import Refusal


@require_GET
def openapi(request: HttpRequest) -> HttpResponse:
    """The description of the API for programs. A stranger's belongs to nobody; a caller's names their own fields."""
    access = known_access(request)
    headers = {"Cache-Control": "max-age=300" if access is None else "no-store"}
    return HttpResponse(dumped(document(access)), content_type="application/json", headers=headers)


def known_access(request: HttpRequest) -> Access | None:
    """The rights of whoever asks, if it is known who that is."""
    try:
        by: Actor | None = Caller()(request)
    except Refusal:
        return None
    return by.access if by else None


@require_GET
def documentation(request: HttpRequest, tag: str = "") -> HttpResponse:
    return page.shown(document(known_access(request)), tag)


def routes() -> list[URLPattern]:
    """Ninja's routes, each behind the guard."""
    found, _app, _namespace = api.urls
    return [
        URLPattern(route.pattern, guarded(route.callback), route.default_args, route.name)
        for route in found
        if isinstance(route, URLPattern) and route.name != "api-root"
    ]


urlpatterns = [
    path("openapi.json", guarded(openapi), name="api-document"),
    path("docs", guarded(documentation), name="api-docs"),
    path("docs/<slug:tag>", guarded(documentation), name="api-docs-of"),
    *routes(),
    re_path(r"", nothing_here),
]
