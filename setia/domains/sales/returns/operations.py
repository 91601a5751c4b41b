"""Taking back what was delivered, line by line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy

from setia.domains.sales.order_lines.model import OrderLine
from setia.domains.sales.returns.model import Condition
from setia.domains.sales.returns.reasons import CONDITIONS, REASONS
from setia.foundation.access import Actor
from setia.kit.changes import Change
from setia.kit.kinds import LongText, Number
from setia.kit.operations import operation
from setia.kit.resources import registry
from setia.kit.writing import write


@operation(
    records="orderline.returned",
    label=gettext_lazy("Take back"),
    told=gettext_lazy("took back"),
    icon="undo-2",
    bulk=False,
    when=lambda line: line.returned < line.quantity,
    choices={
        "quantity": Number(3, 12, Decimal(0)), "reason": REASONS, "condition": CONDITIONS, "about": LongText(),
    },
    labels={
        "quantity": gettext_lazy("Quantity"), "reason": gettext_lazy("Reason"),
        "condition": gettext_lazy("Condition"), "on": gettext_lazy("On"), "about": gettext_lazy("Remarks"),
    },
    dated_by="on",
)  # fmt: skip
def take_back_orderline(
    line: OrderLine,
    *,
    quantity: Any,
    reason: str,
    condition: str = Condition.NEW.value,
    on: date | None = None,
    about: str = "",
    by: Actor,
) -> None:
    """Goods came back. The order is owed less by their share; what was paid for them can be paid back."""
    change = Change(
        after={
            "line_id": line.pk, "quantity": quantity, "reason": reason, "condition": condition,
            "returned_on": on, "about": about,
        }
    )  # fmt: skip
    write(registry.of_noun("sales.return"), [change], by)
