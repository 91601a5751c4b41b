"""What was sold, and at which margin: what came back is neither sold nor has it cost anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.order_lines.model import OrderLine
from setia.domains.sales.orders.model import BINDING, Order
from setia.domains.sales.returns.model import Return
from setia.domains.sales.returns.reasons import REASONS
from setia.foundation.access import Actor
from setia.kit.kinds import Amount, Choice, Day, Field, Number, Reference, Share, Text, Whole
from setia.kit.reports import Column, Report, Row, Table

BY = (("product", gettext_lazy("Product")), ("month", gettext_lazy("Month")), ("owner", gettext_lazy("Employee")))
PATHS = {"product": "product_id", "month": "month", "owner": "order__owner_id"}
MOST = 2_000


def a_year_before(by: Actor) -> date:
    return by.today - timedelta(days=365)


GROUPED = Field("by", gettext_lazy("By"), Choice(BY), "by", default="product")
SINCE = Field("since", gettext_lazy("Ordered since"), Day(), "since", default=a_year_before)


def sold(values: Mapping[str, Any], by: Actor) -> Table:
    """Net sales and margin, in each currency by itself; lines without a known cost are counted beside."""
    kind = values.get("by") or "product"
    since = values.get("since") or a_year_before(by)
    orders = by.access.visible(Order.objects.active().filter(status__in=BINDING, ordered_on__gte=since))
    rows = OrderLine.objects.active().filter(order__in=orders)
    if kind == "month":
        rows = rows.annotate(month=TruncMonth("order__ordered_on"))
    known = Q(cost_amount__isnull=False)
    found = (
        rows.values(PATHS[kind], "currency")
        .annotate(
            pieces=Sum("quantity"), back=Sum("returned"), net=Sum("amount"), credit=Sum("credited"),
            known_net=Sum("amount", filter=known), known_credit=Sum("credited", filter=known),
            costs=Sum("cost_amount", filter=known), unknown=Count("id", filter=~known),
        )
        .order_by("currency", "-net", PATHS[kind])
    )  # fmt: skip
    table = [_row(kind, one, since) for one in found[:MOST]]
    keys = {"product": Reference("catalog.product"), "month": Text(10), "owner": Reference("staff.staff")}
    columns = (
        Column(kind, dict(BY)[kind], keys[kind]), Column("quantity", gettext_lazy("Quantity"), Number(3, 15)),
        Column("net", gettext_lazy("Net"), Amount(least=None)),
        Column("margin", gettext_lazy("Margin"), Amount(least=None)),
        Column("share", gettext_lazy("Margin in percent"), Share(1)),
        Column("unknown", gettext_lazy("Lines without a known cost"), Whole()),
    )  # fmt: skip
    notes = [_("Net of what came back. The margin is that of the lines whose cost was known when they were sold.")]
    return Table(columns, table, notes if table else [_("Nothing was sold in this time.")])


def _row(kind: str, one: Mapping[str, Any], since: date) -> Row:
    net = int(one["net"] or 0) - int(one["credit"] or 0)
    known = int(one["known_net"] or 0) - int(one["known_credit"] or 0)
    kept = 1 - (one["back"] or 0) / one["pieces"] if one["pieces"] else 1
    cost = int(round((one["costs"] or 0) * kept))
    has_costs = one["costs"] is not None
    key = one[PATHS[kind]]
    told = {
        kind: f"{key:%Y-%m}" if kind == "month" else key, "quantity": (one["pieces"] or 0) - (one["back"] or 0),
        "net": net, "currency": one["currency"], "margin": known - cost if has_costs else None,
        "share": (known - cost) / known if has_costs and known > 0 else None, "unknown": one["unknown"],
    }  # fmt: skip
    if kind == "product":
        return Row(told, "order-lines", f"product = {key}" if key else "product is empty")
    where = f'status in ("confirmed", "partly", "delivered") and currency = "{one["currency"]}"'
    if kind == "owner":
        whose = f"owner = {key}" if key else "owner is empty"
        return Row(told, "orders", f"{where} and {whose} and ordered_on >= {since}")
    after = (key.replace(day=28) + timedelta(days=4)).replace(day=1)
    return Row(told, "orders", f"{where} and ordered_on >= {max(key, since)} and ordered_on < {after}")


SOLD = Report(
    "sales-and-margin", gettext_lazy("Sales and margin"),
    gettext_lazy("What was sold, and at which margin, by product, month or employee?"), "sales.order", sold,
    icon="chart-no-axes-column", asks=(GROUPED, SINCE),
    reads={"sales.order": ("total", "net", "margin"), "catalog.product": ("cost",)}, place=60,
)  # fmt: skip


def returned(values: Mapping[str, Any], by: Actor) -> Table:
    """What came back, by reason and product."""
    since = values.get("since") or a_year_before(by)
    orders = by.access.visible(Order.objects.active())
    rows = Return.objects.active().filter(returned_on__gte=since, order__in=orders)
    found: dict[tuple[str, int | None, str], list[Any]] = defaultdict(list)
    for one in rows.select_related("line").order_by("-id")[:20_000]:
        found[one.reason, one.line.product_id, one.currency].append(one)
    table = []
    for (reason, product, currency), some in sorted(found.items(), key=lambda item: -len(item[1])):
        told = {
            "reason": REASONS.label_of(reason), "product": product, "count": len(some),
            "quantity": sum(one.quantity for one in some), "amount": sum(one.amount for one in some),
            "currency": currency,
        }  # fmt: skip
        table.append(Row(told, "goods-returns", f'reason = "{reason}" and returned_on >= {since}'))
    columns = (
        Column("reason", gettext_lazy("Reason"), Text(60)),
        Column("product", gettext_lazy("Product"), Reference("catalog.product")),
        Column("count", gettext_lazy("Returns"), Whole()), Column("quantity", gettext_lazy("Quantity"), Number(3, 15)),
        Column("amount", gettext_lazy("Credited"), Amount()),
    )  # fmt: skip
    return Table(columns, table, () if table else (_("Nothing came back in this time."),))


RETURNED = Report(
    "returns", gettext_lazy("Goods returns"), gettext_lazy("What comes back, and why?"), "sales.return", returned,
    icon="undo-2", asks=(Field("since", gettext_lazy("Came back since"), Day(), "since", default=a_year_before),),
    reads={"sales.return": ("reason", "amount")}, place=62,
)  # fmt: skip
