"""What happens around every page: the reader's language and zone, and refusals in plain words."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from setia.faces.web import errors
from setia.foundation.company import forget_company
from setia.foundation.errors import Refusal

Respond = Callable[[HttpRequest], HttpResponse]
KNOWN = {code for code, _name in settings.LANGUAGES}


UNUSED = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
"""What of a browser's powers no page of ours uses, and nothing within one may."""


class Discreet:
    """No browser or proxy keeps an answer unless its maker said that it may; pages get no powers."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers["Permissions-Policy"] = UNUSED
        return response


class ReadersLanguage:
    """The language a signed-in person chose; before that the browser's, as far as Setia speaks it."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        forget_company()
        chosen = self._chosen(request)
        with translation.override(chosen):
            request.LANGUAGE_CODE = chosen
            response = self.respond(request)
            response.headers.setdefault("Content-Language", chosen)
        return response

    @staticmethod
    def _chosen(request: HttpRequest) -> str:
        language: str = getattr(request.user, "language", "") if request.user.is_authenticated else ""
        if language not in KNOWN:
            language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if language not in KNOWN:
            language = translation.get_language_from_request(request)
        return language if language in KNOWN else settings.LANGUAGE_CODE


class PlainErrors:
    """Turns a refusal raised anywhere into a page or fragment that says what to do."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refusal) and not request.path.startswith("/api/"):
            return errors.refused(request, error)
        return None
