"""Telling what was done: a notice with a way back."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from setia.faces.web.addresses import reverse

TONES = {"ok": messages.SUCCESS, "warn": messages.WARNING, "bad": messages.ERROR}


def undo_url(act: int | None) -> str:
    return reverse("undo", args=[act]) if act else ""


def tell_done(response: HttpResponse, act: int | None, text: str = "", **events: Any) -> HttpResponse:
    """Show a notice with Undo after a fragment was changed; `events` are further events for the page."""
    told = {"toast": {"text": text or _("Saved."), "tone": "ok", "undo": undo_url(act)}} if act else {}
    response["HX-Trigger"] = json.dumps({**told, **events})
    return response


def tell_later(request: HttpRequest, text: str, act: int | None = None, tone: str = "ok") -> None:
    """The same notice on the next whole page."""
    messages.add_message(request, TONES[tone], text, extra_tags=undo_url(act))
