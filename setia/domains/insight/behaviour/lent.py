"""What orders are lent: the names of the products in them, so that orders of two certain products can be asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.foundation import bulk
from setia.foundation.access import Access
from setia.kit.kinds import Field, Text
from setia.kit.lending import Lent, lend
from setia.kit.resources import registry

LINE, PRODUCT = "sales.orderline", "catalog.product"
NAME = "product__name"


def _lines(access: Access) -> Any:
    """Lines with a product of the catalog; what is given back stands below zero."""
    rows = registry.of_noun(LINE).rows(access).filter(archived_at__isnull=True, product__isnull=False, quantity__gt=0)
    return rows.filter(product__in=registry.of_noun(PRODUCT).rows(access)).order_by()


def _fill(rows: list[dict[str, Any]], access: Access) -> None:
    names: dict[int, set[str]] = defaultdict(set)
    for order, name in bulk.found(_lines(access), "order_id", [row["id"] for row in rows], "order_id", NAME):
        names[order].add(name)
    for row in rows:
        row[NAME] = ", ".join(sorted(names[row["id"]]))


def _asked(access: Access) -> Callable[[Q], Q]:
    return lambda condition: Q(pk__in=_lines(access).filter(condition).values("order_id"))


def _is_hidden(access: Access) -> bool:
    if not access.may("see", PRODUCT):
        return True
    return registry.of_noun(LINE).hides("product", access) or registry.of_noun(PRODUCT).hides("name", access)


lend("sales.order", Lent(
    Field("products", _("Products"), Text(4_000), NAME, editable=False, for_reader=_fill,
          through_for=_asked, help=_("The products of the catalog in it.")),
    _is_hidden,
))  # fmt: skip
