"""A category of products; categories stand below one another."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.foundation.records import Record, active_index


class Category(Record):
    """`path` holds the names of all categories above, then its own: "Furniture / Chairs"."""

    name = models.CharField(_("Name"), max_length=120)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("Below")
    )
    path = models.CharField(_("Where"), max_length=1000, default="", editable=False)
    about = models.TextField(_("About"), blank=True, default="")

    governed_by = "catalog.product"

    class Meta:
        verbose_name = _("Category")
        verbose_name_plural = _("Categories")
        indexes: ClassVar = [active_index("category_path", "path"), active_index("category_name", "name")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["parent", "name"],
                condition=Q(archived_at__isnull=True),
                name="category_once",
                violation_error_message=_("There is already a category of this name there."),
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(archived_at__isnull=True, parent__isnull=True),
                name="category_once_on_top",
                violation_error_message=_("There is already a category of this name there."),
            ),
        ]

    def __str__(self) -> str:
        return self.path or self.name
