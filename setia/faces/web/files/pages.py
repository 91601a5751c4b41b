"""Adding files to a record, and handing them out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from setia.faces.web.addresses import reverse
from setia.faces.web.files.panel import FEW, panel_context
from setia.faces.web.lists.query import find_resource
from setia.faces.web.shell import page, staff_page
from setia.faces.web.strictness import only
from setia.faces.web.telling import tell_done, tell_later
from setia.foundation.access import Actor
from setia.foundation.contents.arriving import bound
from setia.foundation.contents.serving import handed_out
from setia.foundation.errors import NotFound, Refusal
from setia.kit.attachments import SIZES, Added, attachments
from setia.kit.resources import Resource
from setia.kit.seeing import one_visible


@csrf_exempt
@staff_page
def at_record(request: HttpRequest, slug: str, pk: int, by: Actor) -> HttpResponse:
    """GET answers with the list alone; POST adds files. Size and rights are judged before anything is read."""
    resource = find_resource(slug, by)
    one_visible(resource, pk, by.access)
    if not attachments().may_be_at(resource, by.access):
        raise NotFound()
    if request.method != "POST":
        only(request)
        return _list(request, resource, pk, by)
    if attachments().may_add(resource, by.access):
        bound(request, settings.FILE_LIMIT, FEW)
    else:
        by.access.require("create", "work.file")
    response: HttpResponse = _receive(request, resource, pk, by)
    return response


@csrf_protect
def _receive(request: HttpRequest, resource: Resource, pk: int, by: Actor) -> HttpResponse:
    only(request, fields=("description",))
    sent = [file for file in request.FILES.getlist("file") if isinstance(file, UploadedFile)]
    if not sent:
        raise Refusal(_("Choose a file first."), field="file")
    added: list[Added] = []
    refused: list[str] = []
    for file in sent:
        try:
            description = request.POST.get("description", "")[:5_000]
            added.append(attachments().add(f"{resource.noun}:{pk}", file.chunks(), file.name or "", by, description))
        except Refusal as refusal:
            if len(sent) == 1:
                raise
            refused.append(f"{(file.name or '')[:80]}: {refusal.message}")
    return _told(request, resource, pk, by, added, refused)


def _told(
    request: HttpRequest, resource: Resource, pk: int, by: Actor, added: list[Added], refused: list[str]
) -> HttpResponse:
    words = [" ".join([_("Added: %(name)s.") % {"name": file.name}, *file.notices]) for file in added]
    if request.headers.get("HX-Request"):
        response = _list(request, resource, pk, by)
        toned = "warn" if refused or any(file.notices for file in added) else "ok"
        act = added[0].act if len(added) == 1 else None
        undo = reverse("undo", args=[act]) if act else ""
        return tell_done(response, None, toast={"text": " ".join([*words, *refused]), "tone": toned, "undo": undo})
    for file, said in zip(added, words, strict=True):
        tell_later(request, said, file.act, "warn" if file.notices else "ok")
    for said in refused:
        tell_later(request, said, tone="bad")
    return HttpResponseRedirect(reverse("record", args=[resource.slug, pk]) + "#files")


def _list(request: HttpRequest, resource: Resource, pk: int, by: Actor) -> HttpResponse:
    return page(request, "files/_list.html", by, files=panel_context(resource, pk, by))


@staff_page
def content(request: HttpRequest, pk: int, by: Actor) -> HttpResponse | StreamingHttpResponse:
    """Always as a download: nothing that was uploaded is ever shown as a page of ours."""
    only(request)
    held = attachments().content(pk, by)
    return handed_out(request, held.path, name=held.name, media_type=held.media_type, tag=held.sha256)


@staff_page
def picture(request: HttpRequest, pk: int, size: Any, by: Actor) -> HttpResponse | StreamingHttpResponse:
    """A picture that we have drawn ourselves."""
    only(request)
    if size not in SIZES:
        raise NotFound()
    path = attachments().picture(pk, by, size)
    tag = path.name.partition(".")[0]
    return handed_out(request, path, name="picture.webp", media_type="image/webp", tag=tag, inline=True, kept=True)
