"""Pages that say no: what is wrong, where, and what to do."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from setia.foundation.errors import Forbidden, NotFound, Refusal


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A whole page for a plain request; for a fragment only a message that appears beside what was done."""
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=refusal.status)
        told = {"toast": {"text": refusal.message, "tone": "bad"}}
        response["HX-Trigger"] = json.dumps(told)
        response["HX-Reswap"] = "none"
        return response
    context = {"refusal": refusal, "language": get_language()}
    return render(request, "refused.html", context, status=refusal.status, using="jinja2")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refused(request, NotFound(_("There is no page at this address.")))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refused(request, Forbidden())


def forgery_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    words = _("The page was open for too long or cookies are off. Go back, reload the page and send it again.")
    return refused(request, Forbidden(words))
