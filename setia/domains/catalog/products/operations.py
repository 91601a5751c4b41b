"""What can be done to a product."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.catalog.products.model import Product
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.kit.operations import operation


@operation(
    records="product.discontinued",
    label=gettext_lazy("Discontinue"),
    told=gettext_lazy("discontinued"),
    icon="package-x",
    when=lambda product: product.is_sold,
)
def discontinue_product(product: Product, *, by: Actor) -> None:
    """The product is not sold any more. What was sold of it stays as it is."""
    if not product.is_sold:
        raise Refusal(_("“%(product)s” is already discontinued.") % {"product": product})
    product.is_sold = False


@operation(
    records="product.relaunched",
    label=gettext_lazy("Sell again"),
    told=gettext_lazy("sold again"),
    icon="package-check",
    when=lambda product: not product.is_sold,
)
def relaunch_product(product: Product, *, by: Actor) -> None:
    """The product is on sale again."""
    if product.is_sold:
        raise Refusal(_("“%(product)s” is on sale already.") % {"product": product})
    if product.sold_until and product.sold_until < by.today:
        raise Refusal(_("It was sold until a day that is over. Change that day first."), field="sold_until")
    product.is_sold = True
