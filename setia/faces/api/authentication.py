"""Who calls: the owner of a token, or the person whose browser is signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from ninja.security.base import AuthBase

from setia.faces.api.incoming import preferred_language
from setia.faces.api.problems import Forged, UnknownToken
from setia.faces.api.throttling import spend
from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden
from setia.foundation.staff.rights import actor_of, token_for

LONGEST_SECRET = 200


class Caller(AuthBase):
    """A header Authorization counts alone; only without one the browser's session is asked."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Any:
        given = request.headers.get("Authorization")
        return by_session(request) if given is None else by_token(request, given)


def by_token(request: HttpRequest, given: str) -> Actor:
    scheme, _space, secret = given.partition(" ")
    now = timezone.now()
    usable = scheme.lower() == "bearer" and secret.isascii() and len(secret) <= LONGEST_SECRET
    token = token_for(secret.strip(), now) if usable else None
    if token is None:
        raise UnknownToken()
    spend(token.pk, now)
    if preferred_language(request) is None:
        translation.activate(token.owner.language)
    return actor_of(token.owner, "api", at=now, scopes=frozenset(token.scopes))


def by_session(request: HttpRequest) -> Actor | None:
    """The person signed in; a change must bring the page's token against forgery (CSRF)."""
    person = request.user
    if not person.is_authenticated or getattr(person, "archived_at", None):
        return None
    if may_be_forged(request):
        words = _("Send the page's forgery token in the header X-CSRFToken, or use an API token.")
        raise Forged(words)
    return actor_of(person, "web")


class ForgeryCheck(CsrfViewMiddleware):
    """Django's check of the forgery token, which tells why instead of drawing a page."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def may_be_forged(request: HttpRequest) -> bool:
    """Whether a change through a browser's session lacks the token that only our own pages know."""
    check = ForgeryCheck(lambda request: HttpResponse())
    request.csrf_processing_done = False  # type: ignore[attr-defined]
    check.process_request(request)
    return check.process_view(request, HttpResponse, (), {}) is not None


def caller(request: HttpRequest) -> Actor:
    """Who makes this request, after `Caller` has let them in."""
    by: Actor = request.auth  # type: ignore[attr-defined]
    return by


def require_change(by: Actor) -> None:
    """For changes that no verb of a noun guards (views, imports, undo): a reading token may not."""
    scopes = by.access.scopes
    if scopes is not None and not {"*", "change"} & scopes:
        raise Forbidden(_("This token may only read."))
