"""Handing over what was ordered, line by line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.order_lines.model import OrderLine
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.kit.changes import Change
from setia.kit.kinds import Number, Text
from setia.kit.operations import operation
from setia.kit.resources import registry
from setia.kit.writing import write


@operation(
    records="orderline.shipped",
    label=gettext_lazy("Hand over"),
    told=gettext_lazy("handed over"),
    icon="truck",
    tone="good",
    when=lambda line: line.delivered < line.quantity,
    choices={"quantity": Number(3, 12, Decimal(0)), "reference": Text(120)},
    labels={
        "quantity": gettext_lazy("Quantity"), "on": gettext_lazy("On"), "reference": gettext_lazy("Delivery note"),
    },
    dated_by="on",
)  # fmt: skip
def ship_orderline(
    line: OrderLine, *, quantity: Any = None, on: date | None = None, reference: str = "", by: Actor
) -> None:
    """The customer has received this line, or so much of it; all that is still open if no quantity is given."""
    left = line.quantity - line.delivered
    if left <= 0:
        raise Refusal(_("All of “%(line)s” was handed over already.") % {"line": line})
    shipment = {
        "line_id": line.pk, "quantity": left if quantity is None else quantity, "shipped_on": on,
        "reference": reference,
    }  # fmt: skip
    write(registry.of_noun("sales.shipment"), [Change(after=shipment)], by)
