"""Shipments in lists and the API. They are made by handing over a line, or by marking an order as delivered."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.order_lines.model import OrderLine
from setia.domains.sales.order_lines.parts import fill_from_line, lines_of, locked_lines, plain, taken
from setia.domains.sales.orders.delivering import day_of, follow_deliveries
from setia.domains.sales.orders.model import BOOKS
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
    creatable = False
    importable = False

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        """Never more than was ordered."""
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
            if change.is_new and line.status == "delivered" and not change.extra.pop("rest", False):
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
        follow_deliveries({change.after["order_id"]: change.at for change in changes}, by)


def _too_much(words: str, left: Decimal) -> str:
    if left <= 0:
        return _("All of “%(line)s” was handed over already.") % {"line": words or _("Line")}
    return _("Only %(left)s of “%(line)s” are still open.") % {"left": plain(left), "line": words or _("Line")}
