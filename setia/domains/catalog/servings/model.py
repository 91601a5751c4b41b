"""How well a product serves a kind of need."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.need_kinds.model import NeedKind
from setia.domains.catalog.products.model import Product
from setia.foundation.records import Record, active_index


class Serving(Record):
    """`fit` from 1, hardly, to 10, fully."""

    product = models.ForeignKey(
        Product, models.CASCADE, related_name="servings", db_index=False, verbose_name=_("Product")
    )
    need_kind = models.ForeignKey(
        NeedKind, models.CASCADE, related_name="servings", db_index=False, verbose_name=_("Kind of need")
    )
    name = models.CharField(_("Serving"), max_length=330, default="", editable=False)
    fit = models.PositiveSmallIntegerField(_("Fit"), default=5)
    about = models.CharField(_("Why"), max_length=300, blank=True, default="")

    governed_by = "catalog.product"

    class Meta:
        verbose_name = _("Serving")
        verbose_name_plural = _("Servings")
        indexes: ClassVar = [
            models.Index(fields=["need_kind", "product", "fit"], name="serving_of_kind"),
            models.Index(fields=["product", "need_kind", "fit"], name="serving_of_product"),
            active_index("serving_fit", "fit"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["product", "need_kind"],
                condition=Q(archived_at__isnull=True),
                name="serving_once",
                violation_error_message=_("It is already said how well the product serves this kind of need."),
            ),
            models.CheckConstraint(
                condition=Q(fit__gte=1, fit__lte=10),
                name="serving_fit_range",
                violation_error_message=_("Fit goes from 1 to 10."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
