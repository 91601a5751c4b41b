"""Where an import begins: a place for the file, and the imports there were."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from setia.faces.web.addresses import reverse
from setia.faces.web.imports.listing import listed
from setia.faces.web.imports.steps import gone_to, steps
from setia.faces.web.shell import page, reader, staff_page
from setia.faces.web.strictness import only
from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden, Malformed, NotFound, Refusal, TooLarge
from setia.kit import exchange
from setia.kit.resources import Resource, registry

NUMBER = re.compile("[0-9]{1,18}")
LATEST, PAGE = 8, 50
ENVELOPE = 1 << 20
"""What a form may weigh besides its file."""
READABLE = (
    ".csv,.tsv,.txt,.tab,.xlsx,.xlsm,.xlsb,.xls,.ods,.vcf,.vcard,"
    "text/csv,text/plain,text/tab-separated-values,text/vcard,text/x-vcard"
)


@csrf_exempt
@staff_page
def start(request: HttpRequest, by: Actor) -> HttpResponse:
    """The size is judged before a byte of the file is read; the token against forgery stands in the body."""
    possible = exchange.importable(by)
    if not possible:
        raise Forbidden(_("Your roles do not allow you to import anything. Ask an administrator."))
    if request.method != "POST":
        only(request, parameters=("resource",))
        slug = request.GET.get("resource", "")
        _require_possible(slug, possible)
        return _page(request, by, possible, slug)
    if _weight(request) > settings.UPLOAD_LIMIT + ENVELOPE:
        raise TooLarge(too_large(), field="file")
    response: HttpResponse = _receive(request, by, possible)
    return response


@csrf_protect
def _receive(request: HttpRequest, by: Actor, possible: list[Resource]) -> HttpResponse:
    slug = request.POST.get("resource", "")
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile):
        return _page(request, by, possible, slug, [_("Choose a file first.")])
    _require_possible(slug, possible)
    try:
        run = exchange.receive(sent.chunks(), sent.name or "", by, resource=slug)
    except Refusal as refusal:
        return _page(request, by, possible, slug, [refusal.message])
    return gone_to(request, reverse("import_run", args=[run.pk]))


def _weight(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdigit() else 0


def _require_possible(slug: str, possible: list[Resource]) -> None:
    if not slug:
        return
    if slug not in registry:
        raise NotFound()
    if registry[slug] not in possible:
        raise Forbidden()


def too_large() -> str:
    words = _("The file is larger than %(most)d MB. Import it on the command line, or in parts.")
    return words % {"most": settings.UPLOAD_LIMIT // (1 << 20)}


def _page(
    request: HttpRequest, by: Actor, possible: list[Resource], slug: str, errors: list[str] | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "steps": steps(),
        "kinds": [(r.slug, str(r.plural)) for r in possible],
        "slug": slug,
        "resource": next((r for r in possible if r.slug == slug), None),
        "accept": READABLE,
        "limit": settings.UPLOAD_LIMIT,
        "too_large": too_large(),
        "most": settings.UPLOAD_LIMIT // (1 << 20),
        "errors": errors or [],
    }
    if request.headers.get("HX-Request"):
        return page(request, "imports/_start.html", by, status=422 if errors else 200, **context)
    latest = listed(list(exchange.runs(by)[: LATEST + 1]), by, reader(by))
    kept = [
        {"name": m.name, "url": reverse("import_forget", args=[m.pk]), "resource": str(registry[m.resource].plural),
         "folder": m.folder, "is_own": m.owner_id == by.staff_id or by.access.is_admin, "is_shared": m.is_shared}
        for m in exchange.mappings(by)[:PAGE]
    ]  # fmt: skip
    context |= {"kept": kept, "latest": latest[:LATEST], "more": len(latest) > LATEST}
    return page(request, "imports/start.html", by, status=422 if errors else 200, **context)


@staff_page
def history(request: HttpRequest, by: Actor) -> HttpResponse:
    """All imports the person may know of, newest first."""
    before = request.GET.get("before", "")
    if set(request.GET) - {"before"} or before and not NUMBER.fullmatch(before):
        raise Malformed(_("There is no page at this address."))
    runs = exchange.runs(by).filter(pk__lt=int(before)) if before else exchange.runs(by)
    some = list(runs[: PAGE + 1])
    older = f"{reverse('import_history')}?before={some[PAGE - 1].pk}" if len(some) > PAGE else ""
    context = {"runs": listed(some[:PAGE], by, reader(by)), "older": older, "is_first": not before}
    return page(request, "imports/history.html", by, **context)
