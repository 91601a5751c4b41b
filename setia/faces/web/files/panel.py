"""The files at a record, as its page shows them."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from setia.faces.web.addresses import list_of, reverse
from setia.faces.web.shell import reader
from setia.foundation import conditions
from setia.foundation.access import Actor
from setia.foundation.contents.storing import too_large
from setia.foundation.formats import Reader
from setia.kit.attachments import SLUG, Attached, are_kept, attachments
from setia.kit.resources import Resource

SHOWN = 8
FEW = 20
"""So many may be sent at once without scripts; with them each goes by itself."""


def panel_context(resource: Resource, pk: int, by: Actor, *, archived: bool = False) -> dict[str, Any] | None:
    """The newest files, how many there are, and the way to add some; None where there can be none."""
    if not are_kept() or not attachments().may_be_at(resource, by.access):
        return None
    address = f"{resource.noun}:{pk}"
    found, count = attachments().at(address, by, SHOWN)
    read = reader(by)
    where = conditions.write(conditions.Test("about", "=", address))
    return {
        "rows": [row_of(file, read, by) for file in found],
        "count": count,
        "more": list_of(SLUG, where=where) if count > len(found) else "",
        "url": reverse("files_at", args=[resource.slug, pk]),
        "may_add": not archived and attachments().may_add(resource, by.access),
        "is_waiting": any(file.picture == "soon" for file in found),
        "limit": settings.FILE_LIMIT,
        "too_large": too_large(settings.FILE_LIMIT),
        "most": settings.FILE_LIMIT // (1 << 20),
    }


def files_at(resource: Resource, record: Any, by: Actor) -> dict[str, Any]:
    """The same as one of the panels of a record's page."""
    return {"files": panel_context(resource, record.pk, by, archived=record.archived_at is not None)}


def row_of(file: Attached, read: Reader, by: Actor) -> dict[str, Any]:
    about = [file.type, size_words(file.size, read), read.date(file.at)]
    return {
        "id": file.id,
        "name": file.name,
        "sub": " · ".join(part for part in about if part),
        "description": file.description,
        "warning": file.warning,
        "url": reverse("record", args=[SLUG, file.id]),
        "content": reverse("file_content", args=[file.id]),
        "picture": reverse("file_picture", args=[file.id, "small"]) if file.picture == "there" else "",
        "large": reverse("file_picture", args=[file.id, "large"]) if file.picture == "there" else "",
        "archive": reverse("do", args=[SLUG, file.id, "archive"]) if by.access.may("archive", "work.file") else "",
    }


def size_words(size: int, read: Reader) -> str:
    """As people say it, in units of 1024."""
    if size < 1 << 10:
        return f"{read.number(size)} B"
    if size < 1 << 20:
        return f"{read.number(round(size / (1 << 10)))} kB"
    return f"{read.number(round(size / (1 << 20), 1))} MB"


def shown_file(resource: Resource, pk: int, by: Actor) -> dict[str, Any] | None:
    """On the page of a file: the file itself, to be looked at and downloaded."""
    if resource.slug != SLUG or not are_kept():
        return None
    return row_of(attachments().of(pk, by), reader(by), by)
