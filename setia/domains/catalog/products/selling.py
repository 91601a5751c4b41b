"""What is on sale on a day, and what is said where a product is not."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from setia.domains.catalog.products.model import Product
from setia.foundation.formats import reader_for


def on_sale(day: date) -> QuerySet[Any]:
    """The products that may stand in an offer of this day."""
    begun = Q(sold_from__isnull=True) | Q(sold_from__lte=day)
    not_over = Q(sold_until__isnull=True) | Q(sold_until__gte=day)
    return Product.objects.active().filter(begun, not_over, is_sold=True)


def why_not_sold(product: Product, day: date) -> str:
    """In words; empty where it is on sale."""
    read = reader_for(get_language() or "en")
    if product.archived_at or not product.is_sold:
        return _("It is not on sale.")
    if product.sold_from and product.sold_from > day:
        words, edge = _("It is not sold before %(day)s."), product.sold_from
        return words % {"day": read.date(edge)}
    if product.sold_until and product.sold_until < day:
        words, edge = _("It was sold until %(day)s only."), product.sold_until
        return words % {"day": read.date(edge)}
    return ""
