"""A brand: the name under which products are sold."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.foundation.records import Record, active_index


class Brand(Record):
    name = models.CharField(_("Name"), max_length=120, unique=True)
    about = models.TextField(_("About"), blank=True, default="")

    class Meta:
        verbose_name = _("Brand")
        verbose_name_plural = _("Brands")
        indexes: ClassVar = [active_index("brand_name", "name")]

    def __str__(self) -> str:
        return self.name
