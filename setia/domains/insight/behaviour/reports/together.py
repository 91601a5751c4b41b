"""What is bought together: pairs of products in one order, more often than by chance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.insight.behaviour.reports.saying import Behaviour, report
from setia.foundation.access import Actor
from setia.kit.kinds import Figured, Reference, Share, Whole
from setia.kit.reports import Column, Row, Table

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
    rows = [
        Row(
            {"product": first, "other": second, "count": count, "support": support, "confidence": confidence,
             "low": low, "high": high, "lift": lift},
            "order-lines", f"product in ({first}, {second})",
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


TOGETHER = report(
    "bought-together", gettext_lazy("Bought together"), gettext_lazy("Who buys one product, what do they buy as well?"),
    make, "shopping-basket", 22,
    marts={"purchase_lines": ("order_id", "party_id", "day", "product_id", "quantity"), "parties": ("id",)},
    reads={"catalog.product": ("name",)},
)  # fmt: skip
