"""The page that a link in a message leads to: for anybody who has the link, without signing in, scripts or cookies."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from setia.faces.web.strictness import only
from setia.foundation.formats import reader_for
from setia.foundation.throttling import sender, spend
from setia.kit.confirmations import Question, confirmations

LANGUAGES = {"en": "English", "fr": "Français", "id": "Bahasa Indonesia"}
VISITS, WITHIN = 30, 60


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Only the POST answers: mail scanners open every link. The secret in the address is what a token would be."""
    only(request, parameters=("in",), fields=("answer",))
    who = sender(request, settings.TRUSTED_PROXIES)
    spend("confirm", who, VISITS, WITHIN)
    now = timezone.now()
    answer = request.POST.get("answer", "") if request.method == "POST" else ""
    if answer in ("yes", "no"):
        question = confirmations().answer(secret, answer == "yes", who, now)
    else:
        question = confirmations().question(secret, now)
    return _page(request, question)


def _page(request: HttpRequest, question: Question) -> HttpResponse:
    language = request.GET.get("in", "")
    language = language if language in LANGUAGES else question.language
    with override(language):
        read = reader_for(language, "UTC")
        context: dict[str, Any] = {
            "question": question,
            "language": language,
            "languages": [{"code": code, "label": label} for code, label in LANGUAGES.items() if code != language],
            "day": read.date(question.at.date(), "long") if question.at else "",
        }
        response = render(request, "confirming/confirm.html", context, using="jinja2")
    response["Content-Language"] = language
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
