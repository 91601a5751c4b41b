"""Pages that say no: what is wrong, where, and what to do."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from setia.faces.web.shell import actor, shell
from setia.foundation.errors import Forbidden, NotFound, Refusal, TooMany
from setia.foundation.outages import OUTAGE, is_in_doubt

log = logging.getLogger("setia.web")

TONE = "bad"


class Broken(Refusal):
    """A mistake of ours, not of the reader."""

    status = 500
    code = "broken"


class Away(Refusal):
    """The database does not answer."""

    status = 503
    code = "busy"


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A whole page for a plain request; for a fragment only a message that appears beside what was done."""
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=refusal.status)
        response["HX-Trigger"] = json.dumps({"toast": {"text": refusal.message, "tone": TONE}})
        response["HX-Reswap"] = "none"
        return response
    context = {"refusal": refusal, "language": get_language(), **_frame(request, refusal)}
    return render(request, "refused.html", context, status=refusal.status, using="jinja2")


def _frame(request: HttpRequest, refusal: Refusal) -> dict[str, Any]:
    """Whoever is signed in keeps the navigation around them, as far as Setia can still draw it."""
    bare = {"frame": "bare.html"}
    if refusal.status >= Broken.status:
        return bare
    try:
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return bare
        return {"frame": "layout.html", "shell": shell(request, actor(request))}
    except DatabaseError:
        return bare


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refused(request, NotFound(_("There is no page at this address.")))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refused(request, Forbidden())


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refused(request, TooMany(_("Too many attempts. Wait a few minutes, then try again.")))


def broken(request: HttpRequest) -> HttpResponse:
    """Whatever was raised and not understood; Django calls this while it handles the exception."""
    trouble = sys.exc_info()[1]
    if isinstance(trouble, OUTAGE):
        return away(request, trouble)
    return refused(request, Broken(_("Something went wrong in Setia. Tell whoever runs it for you.")))


def away(request: HttpRequest, trouble: BaseException) -> HttpResponse:
    """No more is promised than is known about what was to be changed."""
    first = next(iter(str(trouble).splitlines()), "")
    log.warning("the database did not answer at %s: %s: %s", request.path, type(trouble).__name__, first)
    if is_in_doubt(trouble) and request.method == "POST":
        words = _("The connection to the database was lost. Look whether your change was kept before you repeat it.")
    else:
        words = _("The database does not answer right now. Nothing was changed. Try again in a moment.")
    response = refused(request, Away(words))
    response["Retry-After"] = "1"
    response._has_been_logged = True  # type: ignore[attr-defined]  # in one line instead of a traceback
    return response


def forgery_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    words = _("The page was open for too long or cookies are off. Go back, reload the page and send it again.")
    return refused(request, Forbidden(words))
