"""A file that somebody has added to a record."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.domains.parties.parties.model import Party
from setia.foundation.records import Record, active_index


class File(Record):
    """`about` is the address of the record it is at; `of_noun` and `of_id` are its two parts, by which rights are
    asked for. `party` is the one in whose history it is told. The content lies in the data folder under `sha256`;
    several files may share it. `type` is a name of `foundation.contents.sniffing`, found out from the content.
    """

    name = models.CharField(_("File"), max_length=200)
    description = models.TextField(_("Description"), blank=True, default="")
    about = models.CharField(_("At"), max_length=80, editable=False)
    of_noun = models.CharField(max_length=60, editable=False)
    of_id = models.BigIntegerField(editable=False)
    party = models.ForeignKey(
        Party, models.CASCADE, null=True, editable=False, related_name="files", db_index=False, verbose_name=_("With")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False,
        verbose_name=_("Added by"),
    )  # fmt: skip
    size = models.BigIntegerField(_("Size in bytes"), editable=False)
    type = models.CharField(_("Content"), max_length=20, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)

    kept_at = ("of_noun", "of_id")

    class Meta:
        verbose_name = _("File")
        verbose_name_plural = _("Files")
        indexes: ClassVar = [
            active_index("file_name", "name"),
            # What is at a record, the newest first.
            models.Index(fields=["about", "-id"], name="file_about"),
            models.Index(fields=["party", "id"], name="file_party"),
            # Whether anything still names a content.
            models.Index(fields=["sha256"], name="file_content"),
        ]

    def __str__(self) -> str:
        return self.name
