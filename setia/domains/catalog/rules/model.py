"""What one product needs of another, or cannot stand beside it."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.products.model import Product
from setia.foundation.records import Record, active_index


class RuleKind(models.TextChoices):
    """Read from the product to the other."""

    REQUIRES = "requires", _("requires")
    EXCLUDES = "excludes", _("excludes")
    USES = "uses", _("uses capacity of")


class Rule(Record):
    """One unit of the product requires `quantity` of the other, or uses so much of what one unit of it can take.

    Exclusion holds both ways and is kept once.
    """

    product = models.ForeignKey(Product, models.CASCADE, related_name="rules", db_index=False, verbose_name=_("Module"))
    kind = models.CharField(_("Rule"), max_length=10, choices=RuleKind.choices, default=RuleKind.REQUIRES)
    other = models.ForeignKey(
        Product, models.CASCADE, related_name="rules_of_others", db_index=False, verbose_name=_("Other module")
    )
    quantity = models.DecimalField(_("Quantity per unit"), max_digits=12, decimal_places=3, default=Decimal(1))
    name = models.CharField(_("Module rule"), max_length=440, default="", editable=False)
    about = models.CharField(_("Why"), max_length=300, blank=True, default="")

    governed_by = "catalog.product"

    class Meta:
        verbose_name = _("Module rule")
        verbose_name_plural = _("Module rules")
        indexes: ClassVar = [
            models.Index(fields=["product", "kind", "other"], name="rule_of_product"),
            models.Index(fields=["other", "kind", "product"], name="rule_of_other"),
            active_index("rule_name", "name"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(product=F("other")),
                name="rule_of_two",
                violation_error_message=_("A module has no rule with itself."),
            ),
            models.UniqueConstraint(
                fields=["product", "kind", "other"],
                condition=Q(archived_at__isnull=True),
                name="rule_once",
                violation_error_message=_("This rule is already there."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
