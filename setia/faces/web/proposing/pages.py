"""The page on which a customer reads an offer and answers: for anybody who has the link, without signing in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from setia.faces.web.addresses import reverse
from setia.faces.web.strictness import only
from setia.foundation.errors import Refusal
from setia.foundation.throttling import sender, spend
from setia.kit.proposals import Proposal, proposals

LANGUAGES = {"en": "English", "fr": "Français", "id": "Bahasa Indonesia"}
VISITS, WITHIN = 60, 60
FIELDS = ("answer", "name", "agree", "option", "reason", "words")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, secret: str) -> HttpResponse:
    """Only the POST answers: mail scanners open every link. The secret in the address is what a token would be."""
    only(request, parameters=("in", "option", "count"), fields=FIELDS)
    who = sender(request, settings.TRUSTED_PROXIES)
    spend("proposal", who, VISITS, WITHIN)
    language = _language(request)
    chosen = _numbers(request.POST.getlist("option")) if request.method == "POST" else None
    if request.method != "POST" and request.GET.get("count"):
        chosen = _numbers(request.GET.getlist("option"))
    shown = proposals().shown(secret, timezone.now(), language, chosen)
    if request.method != "POST":
        return _page(request, secret, shown)
    with override(shown.language):
        try:
            _answer(request, secret, who)
        except Refusal as refusal:
            return _page(request, secret, shown, refusal)
    return HttpResponseRedirect(reverse("proposal", args=[secret]) + (f"?in={language}" if language else ""))


def _answer(request: HttpRequest, secret: str, who: str) -> None:
    """Accept with a name and a tick, or decline with a reason; anything else answers nothing."""
    given, now = request.POST, timezone.now()
    if given.get("answer") == "accept":
        if given.get("agree") != "yes":
            raise Refusal(_("Tick that you accept the offer."), field="agree")
        proposals().accept(secret, given.get("name", ""), _numbers(given.getlist("option")), who, now)
    elif given.get("answer") == "decline":
        if not given.get("reason"):
            raise Refusal(_("Choose why, so that we learn from it."), field="reason")
        proposals().decline(secret, given.get("reason", ""), given.get("words", ""), given.get("name", ""), who, now)


@require_safe
def document(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The document as it was sent."""
    only(request)
    spend("proposal", sender(request, settings.TRUSTED_PROXIES), VISITS, WITHIN)
    held = proposals().paper(secret)
    response = FileResponse(held.path.open("rb"), content_type=held.media_type, as_attachment=True, filename=held.name)
    return _discreet(response)


def _page(request: HttpRequest, secret: str, shown: Proposal, refusal: Refusal | None = None) -> HttpResponse:
    with override(shown.language):
        context: dict[str, Any] = {
            "shown": shown,
            "language": shown.language,
            "here": reverse("proposal", args=[secret]),
            "languages": [{"code": code, "label": label} for code, label in LANGUAGES.items()
                          if code != shown.language],
            "refused": refusal.message if refusal else "",
            "typed": request.POST,
        }  # fmt: skip
        response = render(request, "proposing/offer.html", context, status=422 if refusal else 200, using="jinja2")
    response["Content-Language"] = shown.language
    response._has_been_logged = True  # the log would keep the address, and with it the secret
    return _discreet(response)


def _discreet(response: Any) -> Any:
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response


def _language(request: HttpRequest) -> str:
    said = request.GET.get("in", "")
    return said if said in LANGUAGES else ""


def _numbers(texts: list[str]) -> set[int]:
    return {int(text) for text in texts[:200] if text.isascii() and text.isdigit() and len(text) < 16}
