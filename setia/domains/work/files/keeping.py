"""Files as `kit.attachments` wants them: added, listed and handed out, to whoever may see the record."""

from __future__ import annotations

from collections.abc import Container, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.work.files.drawing.pictures import draw, is_drawable, picture_of, state_of
from setia.domains.work.files.model import File
from setia.domains.work.files.sweeping import missing
from setia.foundation import contents, ledger
from setia.foundation.access import Access, Actor
from setia.foundation.contents.naming import lie
from setia.foundation.contents.sniffing import DATA, TYPES
from setia.foundation.errors import NotFound, Refusal
from setia.kit.attachments import SLUG, Added, Attached, Held, Size
from setia.kit.changes import Change
from setia.kit.resources import Resource, registry
from setia.kit.seeing import name_of, one_visible, there
from setia.kit.writing import write

NOUN = "work.file"

ledger.declare("file.added", gettext_lazy("added"), "paperclip")


class Kept:
    def may_be_at(self, resource: Resource, access: Access) -> bool:
        return resource.noun != NOUN and access.may("see", NOUN) and access.may("see", resource.governing)

    def may_add(self, resource: Resource, access: Access) -> bool:
        return self.may_be_at(resource, access) and access.may("create", NOUN)

    def add(self, address: str, chunks: Iterable[bytes], name: str, by: Actor, description: str = "") -> Added:
        _place(address, by)
        return self.put(address, contents.keep(chunks, settings.FILE_LIMIT), name, by, description)

    def put(self, address: str, content: contents.Content, name: str, by: Actor, description: str = "") -> Added:
        """The content is on the disk before the row is committed; without the row it is swept the other night."""
        resource, record = _place(address, by)
        type_ = contents.type_of(content.path)
        named = contents.cleaned(name, type_)
        change = Change(
            after={
                "name": named.name, "description": description.strip(), "about": f"{resource.noun}:{record.pk}",
                "party_id": _party_of(resource, record), "owner_id": by.staff_id, "size": content.size,
                "type": type_.name, "sha256": content.sha256,
            }
        )  # fmt: skip
        with transaction.atomic():
            act = write(registry[SLUG], [change], by)
            if is_drawable(type_.name) and state_of(content.sha256) == "soon":
                draw.using(key=f"draw:{content.sha256}").enqueue(content.sha256, type_.name)
        return Added(change.id, act, named.name, named.notices)

    def at(self, address: str, by: Actor, most: int) -> tuple[list[Attached], int]:
        """Asked about the record alone, which is quicker than asking which of all files may be seen."""
        readable = registry[SLUG].readable(by.access)
        if "about" not in readable or not by.access.may("see", NOUN) or not there({address}, by.access):
            return [], 0
        rows = File.objects.active().filter(about=address)
        found = list(rows.order_by("-id")[: most + 1])
        count = len(found) if len(found) <= most else rows.count()
        return [_shown(file, readable) for file in found[:most]], count

    def of(self, pk: int, by: Actor) -> Attached:
        return _shown(_visible(pk, by), registry[SLUG].readable(by.access))

    def content(self, pk: int, by: Actor) -> Held:
        file = _visible(pk, by)
        path = contents.path_of(file.sha256)
        if not path.is_file():
            raise NotFound(
                _("The content of this file is missing in the data folder. Tell whoever runs Setia for you.")
            )
        type_ = TYPES.get(file.type, DATA)
        return Held(path, file.name, type_.media_type, file.size, file.sha256)

    def missing(self, most: int) -> list[int]:
        return missing(most)

    def picture(self, pk: int, by: Actor, size: Size) -> Path:
        found = picture_of(_visible(pk, by).sha256, size)
        if not found.is_file():
            raise NotFound()
        return found


def _visible(pk: int, by: Actor) -> File:
    """The file, if the record that it is at may be seen."""
    by.access.require("see", NOUN)
    file = File.objects.filter(pk=pk).first() if pk < 2**63 else None
    if file is None or not there({file.about}, by.access):
        raise NotFound()
    return file


def _place(address: str, by: Actor) -> tuple[Resource, Any]:
    """The record to which a file may be added by this person."""
    resource, record = _record_at(address, by)
    by.access.require("create", NOUN)
    if record.archived_at:
        words = _("“%(title)s” is archived. Restore it first.")
        raise Refusal(words % {"title": name_of(resource, record, by.access)})
    return resource, record


def _record_at(address: str, by: Actor) -> tuple[Resource, Any]:
    """The record with this address, as far as this person may see it and files may be at it."""
    noun, _colon, number = address.partition(":")
    if noun not in registry.nouns() or noun == NOUN or not (number.isascii() and number.isdigit()) or len(number) > 18:
        raise NotFound()
    resource = registry.of_noun(noun)
    by.access.require("see", resource.governing)
    return resource, one_visible(resource, int(number), by.access)


def _party_of(resource: Resource, record: Any) -> int | None:
    """The party in whose history the file is told: that of the record."""
    if not resource.story:
        return None
    return record.pk if resource.story == "id" else getattr(record, resource.story, None)


def _shown(file: File, readable: Container[str]) -> Attached:
    """What the reader may not know of the file is left empty."""
    type_ = TYPES.get(file.type, DATA) if "type" in readable else DATA
    name = file.name if "name" in readable else f"#{file.pk}"
    return Attached(
        id=file.pk,
        name=name,
        description=file.description if "description" in readable else "",
        size=file.size if "size" in readable else 0,
        type=str(type_.label) if "type" in readable else "",
        warning=lie(name, type_),
        at=file.created_at,
        picture=state_of(file.sha256) if is_drawable(file.type) else "",
    )
