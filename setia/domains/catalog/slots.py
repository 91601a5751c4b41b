"""What the catalog shows on the page of a party, and says above its own records."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.catalog.price_lists.conditions import of_condition
from setia.domains.catalog.price_lists.model import ForWhom, PriceList
from setia.domains.catalog.products.model import Product
from setia.domains.catalog.products.selling import why_not_sold
from setia.foundation.errors import Refusal
from setia.kit import slots
from setia.kit.resources import Panel

slots.add(
    "parties.party",
    Panel(
        gettext_lazy("Supplies"), "supplies", "party",
        ("product", "vendor_reference", "cost", "terms", "ends_on"), "name",
    ),
    Panel(
        gettext_lazy("Price lists"), "price-lists", "party", ("name", "priority", "starts_on", "ends_on"), "-priority",
    ),
)  # fmt: skip


def not_sold(product: Product) -> str:
    """Archived ones say so already."""
    return "" if product.archived_at else why_not_sold(product, timezone.localdate())


def for_nobody(price_list: PriceList) -> str:
    """A list by a condition that nobody fulfils, or that cannot be read any more."""
    if price_list.for_whom != ForWhom.CONDITION:
        return ""
    try:
        is_for_somebody = of_condition(price_list.where, timezone.now()).exists()
    except Refusal as refused:
        return _("Its condition cannot be read any more, so it is for nobody: %(why)s") % {"why": refused.message}
    return "" if is_for_somebody else _("Nobody fulfils its condition today, so it is for nobody.")


slots.add_warning("catalog.product", not_sold)
slots.add_warning("catalog.pricelist", for_nobody)
