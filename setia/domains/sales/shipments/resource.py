"""Shipments in lists and the API. They are made by handing over a line, or by marking an order as delivered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.order_lines.model import OrderLine
from setia.domains.sales.order_lines.parts import fill_from_line, lines_of, locked_lines, plain, taken
from setia.domains.sales.order_lines.places import FILED, PLACES, identified, settle_lines
from setia.domains.sales.orders.delivering import day_of, follow_deliveries
from setia.domains.sales.orders.model import BOOKS, Order, OrderStatus
from setia.domains.sales.shipments.model import Shipment
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid
from setia.foundation.personal import Basis, Personal
from setia.kit.changes import Change
from setia.kit.kinds import Number, Reference
from setia.kit.resources import Group, Resource, resource


@resource
class Shipments(Resource):
    model = Shipment
    slug = "shipments"
    label = gettext_lazy("Shipment")
    plural = gettext_lazy("Shipments")
    icon = "truck"
    columns = ("name", "order", "party", "quantity", "shipped_on", "reference")
    form = (Group(gettext_lazy("Shipment"), ("order", "line", "quantity", "shipped_on", "reference")),)
    read_only = ("order", "line")
    sortable = ("shipped_on",)
    sort = "-shipped_on"
    kinds = {"quantity": Number(3, 12, Decimal(0)), "line": Reference("sales.orderline", "description")}
    dated_by = "shipped_on"
    story = "party_id"
    personal = dict.fromkeys(
        ("name", "reference"), Personal(gettext_lazy("To prove what was handed over."), Basis.LEGAL_OBLIGATION)
    )
    impersonal = ("shipped_on",)
    kept_for = BOOKS
    search_paths = ("reference",)
    rail = ("sales", 25)
    extra_fields = PLACES
    filed = FILED
    import_together = ("line", "reference", "shipped_on")
    aliases = {
        "order": ("order number", "invoice", "commande", "facture", "pesanan", "faktur"),
        "quantity": ("qty", "units", "quantité", "jumlah", "kuantitas"),
        "shipped_on": ("date", "ship date", "delivery date", "date de livraison", "tanggal", "tanggal kirim"),
        "reference": ("delivery note", "tracking number", "bon de livraison", "surat jalan"),
    }
    creatable = False

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        """Never more than was ordered. An order that came out of another system as delivered may still get its
        shipments from there."""
        settle_lines(changes)
        lines, gone = lines_of(changes), taken(Shipment, changes)
        for change in changes:
            after = change.after
            line = lines.get(after["line_id"])
            after["shipped_on"] = after["shipped_on"] or day_of(change.at, by)
            if after["shipped_on"] > by.today:
                change.refuse("shipped_on", _("This day has not come yet."))
            if after["archived_at"] or not fill_from_line(change, line) or line is None:
                continue
            left = line.quantity - gone[after["line_id"]]
            is_more = not change.extra.pop("rest", False) and by.channel != "import"
            if change.is_new and line.status == "delivered" and is_more:
                left = Decimal(0)
            gone[after["line_id"]] += Decimal(after["quantity"] or 0)
            if Decimal(after["quantity"] or 0) > left:
                change.refuse("quantity", _too_much(line.words, left))

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        """The lines know what was delivered of them, and the orders follow. Looked at again under lock: of two who
        hand over the last piece at once, one is refused."""
        known = locked_lines({change.after["line_id"] for change in changes})
        rows = Shipment.objects.active().values("line_id").annotate(all=Sum("quantity"))
        sums = dict(bulk.found(rows, "line_id", known, "line_id", "all"))
        for line, (quantity, *_rest) in known.items():
            if sums.get(line, 0) > quantity:
                raise Invalid({"quantity": [_too_much("", quantity)]})
        bulk.update(OrderLine, ("delivered",), [(sums.get(line, Decimal(0)), line) for line in known])
        orders = {change.after["order_id"]: change.at for change in changes}
        if by.channel == "import":
            rows = Order.objects.filter(status=OrderStatus.DELIVERED)
            done = {id_ for (id_,) in bulk.found(rows, "pk", orders, "pk")}
            orders = {id_: at for id_, at in orders.items() if id_ not in done}
        follow_deliveries(orders, by)

    def identify(self, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any] | None]:
        return super().identify(identified(rows))


def _too_much(words: str, left: Decimal) -> str:
    if left <= 0:
        return _("All of “%(line)s” was handed over already.") % {"line": words or _("Line")}
    return _("Only %(left)s of “%(line)s” are still open.") % {"left": plain(left), "line": words or _("Line")}
