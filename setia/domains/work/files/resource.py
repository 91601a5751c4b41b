"""Files in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from setia.domains.work.files.model import File
from setia.domains.work.files.sweeping import forget_contents
from setia.foundation.access import Actor
from setia.foundation.contents import cleaned
from setia.foundation.contents.sniffing import DATA, TYPES
from setia.foundation.personal import Personal
from setia.foundation.search import Document
from setia.kit.attachments import SLUG
from setia.kit.changes import Change
from setia.kit.kinds import AnyRecord, Choice
from setia.kit.resources import Group, Resource, resource


@resource
class Files(Resource):
    model = File
    slug = SLUG
    label = _("File")
    plural = _("Files")
    icon = "paperclip"
    columns = ("name", "about", "party", "type", "size", "owner", "created_at", "description")
    form = (Group(_("File"), ("name", "description", "about", "party", "owner")),)
    kinds = {
        "about": AnyRecord(),
        "type": Choice(lambda: [(found.name, found.label) for found in TYPES.values()]),
    }
    read_only = ("about", "party", "owner", "type", "size", "sha256")
    hidden = ("of_noun", "of_id", "sha256")
    addresses = {"about": ("of_noun", "of_id")}
    sortable = ("name",)
    story = "party_id"
    personal = dict.fromkeys(("name", "description"), Personal(_("To have at hand what belongs to the matter.")))
    made_as = "added"
    search_paths = ("name",)
    extra_pages = ((_("Download"), "file_content", "download"),)
    creatable = importable = False
    rail = ("work", 40)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        for change in changes:
            after = change.after
            after["of_noun"], _colon, number = after["about"].partition(":")
            after["of_id"] = int(number)
            if change.changed("name"):
                after["name"] = cleaned(after["name"], TYPES.get(after["type"], DATA)).name

    def erased(self, ids: Sequence[int]) -> None:
        """Contents that no other file shares go with the commit."""
        shas = set(File.objects.filter(pk__in=ids).values_list("sha256", flat=True))
        transaction.on_commit(partial(forget_contents, shas))

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        return (Document(row["id"], (row["name"],), ()) for row in rows)
