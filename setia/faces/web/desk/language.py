"""Choosing the language of the interface, signed in or not."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from setia.faces.web.addresses import reverse
from setia.faces.web.desk.own_profile import keep_own
from setia.faces.web.middleware import KNOWN
from setia.faces.web.shell import actor
from setia.foundation.errors import Malformed

YEAR = 31_536_000


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Kept on the account of whoever is signed in, and in this browser for the time before signing in."""
    language = request.POST.get("language", "")
    if language not in KNOWN:
        raise Malformed(_("Setia does not speak this language yet."), field="language")
    if request.user.is_authenticated:
        keep_own({"language": language}, actor(request))
    response = HttpResponseRedirect(came_from(request))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True
    )
    return response


def came_from(request: HttpRequest) -> str:
    """The page of ours that sent the form, else the start page."""
    page = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if page and ours else reverse("today")
