"""Needs for which there is something in the catalog that was never offered: under-selling, with whom it stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.catalog.products.selling import on_sale
from setia.domains.catalog.servings.model import Serving
from setia.domains.needs.needs.model import NeedStatus
from setia.domains.sales.offers.line import OfferLine
from setia.domains.sales.offers.model import Offer
from setia.domains.sales.order_lines.model import OrderLine
from setia.domains.sales.orders.model import Order, OrderStatus
from setia.foundation.access import Actor
from setia.kit.kinds import Day, Field, Reference, Share, Text, Whole
from setia.kit.reports import Column, Report, Row, Table, add
from setia.kit.resources import registry

SERVES = 5
"""From this fit on, of 10, a product is worth offering for a kind of need."""

LISTED = 300
"""So many needs are opened one by one; of more, all of their kind."""
NAMED = 3


def unoffered(values: Mapping[str, Any], by: Actor) -> Table:
    """Needs by kind, and of how many nobody was ever offered, or ordered, what serves that kind well."""
    serving = serving_names(by.today)
    needs = registry["needs"].rows(by.access).filter(archived_at__isnull=True, kind_id__in=list(serving))
    needs = needs.exclude(status=NeedStatus.DROPPED)
    if since := values.get("since"):
        needs = needs.filter(stated_on__gte=since)
    asked = needs.order_by("pk").annotate(is_known=offered(by) | ordered(by))
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    silent: dict[int, list[int]] = defaultdict(list)
    for pk, kind, status, is_known in asked.values_list("pk", "kind_id", "status", "is_known").iterator(5_000):
        counts[kind]["met" if status == NeedStatus.MET else "open"] += 1
        if not is_known:
            counts[kind]["unmet" if status == NeedStatus.OPEN else "unsaid"] += 1
            silent[kind].append(pk)
    ranked = sorted(counts, key=lambda kind: (-len(silent[kind]), kind))
    rows = [_row(kind, counts[kind], silent[kind], serving[kind], since) for kind in ranked]
    return Table(COLUMNS, rows, () if rows else (_("No need is of a kind that a product on sale serves well."),))


def serving_names(day: date) -> dict[int, list[str]]:
    """The products on sale that serve a kind of need well, the best first."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Serving.objects.active().filter(product__in=on_sale(day), fit__gte=SERVES).order_by("-fit", "product__name")
    for kind, name in rows.values_list("need_kind_id", "product__name"):
        found[kind].append(name)
    return found


def offered(by: Actor) -> Q:
    """What serves the kind stood in an offer that was sent to them."""
    sent = by.access.visible(Offer.objects.active()).filter(sent_at__isnull=False).values("pk")
    return Q(Exists(OfferLine.objects.active().filter(SERVING, offer__party_id=OuterRef("party_id"), offer__in=sent)))


def ordered(by: Actor) -> Q:
    """They ordered it, offered or not."""
    orders = by.access.visible(Order.objects.active()).exclude(status=OrderStatus.CANCELLED).values("pk")
    return Q(Exists(OrderLine.objects.active().filter(SERVING, order__party_id=OuterRef("party_id"), order__in=orders)))


SERVING = Q(
    product__servings__need_kind_id=OuterRef("kind_id"), product__servings__fit__gte=SERVES,
    product__servings__archived_at__isnull=True,
)  # fmt: skip


def _row(kind: int, counts: Counter[str], silent: list[int], products: list[str], since: date | None) -> Row:
    all_of_them = counts["met"] + counts["open"]
    more = len(products) - NAMED
    names = ", ".join(products[:NAMED]) + (f" + {more}" if more > 0 else "")
    told = {
        "kind": kind, "needs": all_of_them, "open": counts["unmet"], "met": counts["unsaid"],
        "share": len(silent) / all_of_them, "products": names,
    }  # fmt: skip
    where = f"id in ({', '.join(map(str, silent))})"
    if not 0 < len(silent) <= LISTED:
        where = f"kind = {kind}" + (f" and stated_on >= {since.isoformat()}" if since else "")
    return Row(told, "needs", where)


COLUMNS = (
    Column("kind", gettext_lazy("Kind of need"), Reference("catalog.needkind")),
    Column("needs", gettext_lazy("Needs"), Whole()),
    Column("open", gettext_lazy("Open, never offered"), Whole()),
    Column("met", gettext_lazy("Met, never offered"), Whole()),
    Column("share", gettext_lazy("Share never offered"), Share()),
    Column("products", gettext_lazy("What serves it"), Text(300)),
)

add(Report(
    "never-offered", gettext_lazy("Never offered"),
    gettext_lazy("Which needs could our products serve, and nobody ever offered them?"), "needs.need", unoffered,
    "gift", (Field("since", gettext_lazy("Needs stated since"), Day(), "since"),),
    {"needs.need": ("party", "status", "kind", "stated_on"), "catalog.serving": ("product", "need_kind", "fit"),
     "sales.offer": ("party", "sent_at"), "sales.offerline": ("product",), "sales.orderline": ("product",)},
    place=43,
))  # fmt: skip
