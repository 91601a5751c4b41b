"""What is bought together: pairs of products in one order, more often than by chance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.catalog.products.model import Product
from setia.domains.insight.behaviour.reports.saying import Behaviour, report
from setia.domains.sales.orders.model import BINDING
from setia.foundation.access import Actor
from setia.foundation.conditions import Test, all_of, write
from setia.kit.kinds import Figured, Reference, Share, Whole
from setia.kit.reports import Column, Row, Table
from setia.kit.resources import registry
from setia.kit.seeing import titles

PRODUCT = "catalog.product"

COLUMNS = (
    Column("product", gettext_lazy("Who buys"), Reference("catalog.product")),
    Column("other", gettext_lazy("buys as well"), Reference("catalog.product")),
    Column("count", gettext_lazy("Orders with both"), Whole()),
    Column("support", gettext_lazy("Share of all orders"), Share(1)),
    Column("confidence", gettext_lazy("Of the orders with the first"), Share(1), ("low", "high"),
           gettext_lazy("How many of the orders with the first product have the second one too.")),
    Column("low", gettext_lazy("at least"), Share(1)), Column("high", gettext_lazy("at most"), Share(1)),
    Column("lift", gettext_lazy("Times as often as by chance"), Figured(2)),
)  # fmt: skip


def make(_values: Mapping[str, Any], by: Actor) -> Table:
    found = Behaviour("together", COLUMNS, by)
    if found.silence:
        return found.silence
    names = _names(found, by)
    rows = [
        Row(
            {"product": first, "other": second, "count": count, "support": support, "confidence": confidence,
             "low": low, "high": high, "lift": lift},
            *_opening(first, second, names, found),
        )
        for first, second, count, support, confidence, low, high, lift in found.told["rows"]
    ]  # fmt: skip
    told = {"orders": found.read.number(found.told["baskets"]), "days": found.read.number(found.told["days"])}
    found.notes.append(_("From %(orders)s orders with products of the catalog, in the last %(days)s days.") % told)
    found.notes.append(
        _("Pairs that stand in five orders or more, with a lift above 1. At least and at most hold in 95 of 100 cases.")
        if rows
        else _("No two products stand in five orders or more together, more often than by chance.")
    )
    if found.told["is_cut"]:
        found.notes.append(_("There are more: the newest were looked at."))
    return Table(COLUMNS, rows, found.notes)


def _names(found: Behaviour, by: Actor) -> dict[int, str]:
    """The names of the products that bear theirs alone."""
    numbers = {number for row in found.told["rows"] for number in row[:2]}
    known = titles(PRODUCT, numbers, by.access)
    alike = Product.objects.filter(name__in=known.values()).values_list("name").annotate(count=Count("pk"))
    alone = {name for name, count in alike.order_by() if count == 1}
    return {number: name for number, name in known.items() if name in alone}


def _opening(first: int, second: int, names: dict[int, str], found: Behaviour) -> tuple[str, str]:
    """The orders with both products; where a name does not tell which product is meant, the lines of either."""
    if not {first, second} <= names.keys() or "products" not in registry["orders"].fields:
        return "order-lines", f"product in ({first}, {second})"
    both = (Test("products", "=", names[number]) for number in (first, second))
    made = Test("status", "in", tuple(str(status) for status in BINDING))
    after, until = found.back(found.told["days"]), found.as_of
    within = (Test("ordered_on", ">", after.isoformat()), Test("ordered_on", "<=", until.isoformat()))
    return "orders", write(all_of(*both, made, *within))


TOGETHER = report(
    "bought-together", gettext_lazy("Bought together"), gettext_lazy("Who buys one product, what do they buy as well?"),
    make, "shopping-basket", 22,
    marts={"purchase_lines": ("order_id", "party_id", "day", "product_id", "quantity"), "parties": ("id",)},
    reads={"catalog.product": ("name",)},
)  # fmt: skip
