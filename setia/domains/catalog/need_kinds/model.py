"""A kind of need that customers have, whatever words each of them uses."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.foundation.records import Record, active_index


class NeedKind(Record):
    name = models.CharField(_("Name"), max_length=120, unique=True)
    about = models.TextField(_("About"), blank=True, default="")

    governed_by = "catalog.product"

    class Meta:
        verbose_name = _("Kind of need")
        verbose_name_plural = _("Kinds of needs")
        indexes: ClassVar = [active_index("need_kind_name", "name")]

    def __str__(self) -> str:
        return self.name
