"""Files at records: send one, list them, download one."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import BaseModel, Field

from setia.faces.api.authentication import caller, require_change
from setia.faces.api.incoming import idempotency_key
from setia.faces.api.problems import Unsupported
from setia.faces.api.repeating.once import Reply, once
from setia.faces.api.rows import answer
from setia.foundation import contents
from setia.foundation.contents.arriving import bound
from setia.foundation.contents.serving import handed_out
from setia.foundation.errors import Invalid
from setia.kit.attachments import attachments
from setia.kit.resources import registry
from setia.kit.seeing import one_visible

router = Router()
MULTIPART = "multipart/form-data"
MOST = 200
FORM = {
    "requestBody": {
        "required": True,
        "content": {
            MULTIPART: {
                "schema": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary", "description": "The file, with its name."},
                        "description": {"type": "string", "description": "What it is."},
                    },
                }
            }
        },
    }
}
CONTENT = {
    "responses": {
        "200": {
            "description": "The content, as a download.",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


class FileAtRecord(BaseModel):
    """A file at a record."""

    id: int
    name: str
    description: str
    size: int = Field(description="In bytes.")
    type: str = Field(description="What its content is, in words.")
    warning: str = Field(description="Where its name says something else than its content.")
    at: datetime = Field(description="When it was added.")


class FilesAtRecord(BaseModel):
    data: list[FileAtRecord]
    count: int = Field(description="How many there are in all; those beyond the first 200 are found under `/files`.")


class AddedFile(BaseModel):
    id: int
    act: int | None = Field(description="One call is one act; this number undoes it.")
    name: str = Field(description="As it is kept.")
    notices: list[str] = Field(description="What was wrong with the name.")


@router.get(
    "/{resource}/{int:id}/files", response=FilesAtRecord, operation_id="files", summary="Files at one of {plural}"
)
def list_files(request: HttpRequest, resource: str, id: int) -> HttpResponse:
    """The files at this record, the newest first."""
    by = caller(request)
    noun = registry[resource]
    by.access.require("see", noun.governing)
    one_visible(noun, id, by.access)
    by.access.require("see", "work.file")
    found, count = attachments().at(f"{noun.noun}:{id}", by, MOST)
    shown = [
        FileAtRecord(**{name: getattr(file, name) for name in FileAtRecord.model_fields}).model_dump() for file in found
    ]
    return answer({"data": shown, "count": count})


@router.post(
    "/{resource}/{int:id}/files",
    response={201: AddedFile},
    operation_id="add_file",
    summary="Add a file to one of {plural}",
    openapi_extra=FORM,
)
def add_file(request: HttpRequest, resource: str, id: int) -> HttpResponse:
    """Add a file to this record. What is in it is found out from its content, whatever its name says."""
    by = caller(request)
    noun = registry[resource]
    require_change(by)
    by.access.require("see", noun.governing)
    one_visible(noun, id, by.access)
    by.access.require("create", "work.file")
    idempotency_key(request)
    if request.content_type != MULTIPART:
        raise Unsupported(_("Send the file as %(type)s.") % {"type": MULTIPART})
    bound(request, settings.FILE_LIMIT)
    unknown = (set(request.FILES) - {"file"}) | (set(request.POST) - {"description"})
    errors = {name[:60]: [_("There is no such field, or you may not set it.")] for name in sorted(unknown)}
    sent = request.FILES.getlist("file")
    if len(sent) != 1:
        errors["file"] = [_("Send one file in the part “file”.")]
    if errors:
        raise Invalid(errors)

    content = contents.keep(sent[0].chunks(), settings.FILE_LIMIT)
    name, said = str(sent[0].name or ""), request.POST.get("description", "")[:5_000]

    def work() -> Reply:
        added = attachments().put(f"{noun.noun}:{id}", content, name, by, said)
        body = {"id": added.id, "act": added.act, "name": added.name, "notices": list(added.notices)}
        return Reply(body, 201, {"Location": f"/api/v1/files/{added.id}"})

    return once(request, work, repr((content.sha256, name, said)).encode())


@router.get(
    "/files/{int:id}/content", operation_id="file_content", summary="Download a file", tags=["files"],
    openapi_extra=CONTENT,
)  # fmt: skip
def file_content(request: HttpRequest, id: int) -> HttpResponse | StreamingHttpResponse:
    """What is in a file; with `Range` a part of it."""
    held = attachments().content(id, caller(request))
    return handed_out(request, held.path, name=held.name, media_type=held.media_type, tag=held.sha256)
