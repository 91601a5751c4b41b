"""Files as `kit.attachments` wants them: added, listed and handed out, to whoever may see the record."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.work.files.drawing.pictures import draw, is_drawable, picture_of, state_of
from setia.domains.work.files.model import File
from setia.domains.work.files.sweeping import missing
from setia.foundation import conditions, contents, ledger
from setia.foundation.access import Access, Actor
from setia.foundation.contents.naming import lie
from setia.foundation.contents.sniffing import DATA, TYPES
from setia.foundation.errors import NotFound, Refusal
from setia.kit.attachments import SLUG, Added, Attached, Held, Size
from setia.kit.changes import Change
from setia.kit.lists import Listing
from setia.kit.resources import Resource, registry
from setia.kit.seeing import name_of, one_visible
from setia.kit.writing import write

NOUN = "work.file"
SHOWN = ("name", "description", "size", "type", "created_at")

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
        where = conditions.Test("about", "=", address)
        resource = registry[SLUG]
        readable = resource.readable(by.access)
        columns = tuple(name for name in SHOWN if name in readable)
        if "about" not in readable:
            return [], 0
        listing = Listing(resource, by, columns=columns, where=where, sort="-id")
        page = listing.page("", most)
        count = listing.count_beside(page).number
        return [_shown(row, sha) for row, sha in _with_contents(page.rows)], count

    def of(self, pk: int, by: Actor) -> Attached:
        one_visible(registry[SLUG], pk, by.access)
        readable = registry[SLUG].readable(by.access)
        columns = tuple(name for name in SHOWN if name in readable)
        [(row, sha)] = _with_contents(Listing(registry[SLUG], by, columns=columns).read([pk]))
        return _shown(row, sha)

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
    by.access.require("see", NOUN)
    file: File = one_visible(registry[SLUG], pk, by.access)
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


def _with_contents(rows: list[dict[str, Any]]) -> list[tuple[dict[str, Any], str]]:
    known = dict(File.objects.filter(pk__in=[row["id"] for row in rows]).values_list("pk", "sha256"))
    return [(row, known[row["id"]]) for row in rows if row["id"] in known]


def _shown(row: dict[str, Any], sha: str) -> Attached:
    """What the reader may not know of the file is left empty."""
    type_ = TYPES.get(row.get("type", ""), DATA)
    name = row.get("name") or f"#{row['id']}"
    return Attached(
        id=row["id"],
        name=name,
        description=row.get("description") or "",
        size=row.get("size") or 0,
        type=str(type_.label) if "type" in row else "",
        warning=lie(name, type_) if "type" in row else "",
        at=row["created_at"],
        picture=state_of(sha) if is_drawable(type_.name) else "",
    )
