"""Another quantity, price or discount from a day on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.contract_lines.model import ContractLine
from setia.domains.sales.contracts.model import ContractStatus
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid, Refusal
from setia.foundation.formats import reader_for
from setia.kit.changes import Change
from setia.kit.kinds import Amount, Number
from setia.kit.operations import operation
from setia.kit.resources import registry
from setia.kit.writing import write


@operation(
    records="contractline.altered",
    label=gettext_lazy("Change from a day on"),
    told=gettext_lazy("changed from a day on"),
    icon="calendar-cog",
    bulk=False,
    when=lambda line: line.until_on is None,
    choices={"quantity": Number(3, 12), "unit_price": Amount(), "discount": Number(2, 5)},
    labels={
        "on": gettext_lazy("From"), "quantity": gettext_lazy("Quantity"), "unit_price": gettext_lazy("Unit price"),
        "discount": gettext_lazy("Discount in percent"),
    },
)  # fmt: skip
def alter_contractline(
    line: ContractLine,
    *,
    on: date,
    quantity: Any = None,
    unit_price: int | None = None,
    discount: Any = None,
    by: Actor,
) -> None:
    """From the first period that begins on the day or later, it is another quantity, price or discount. What is left
    empty stays as it is."""
    contract = line.contract
    if contract.status == ContractStatus.ENDED or line.until_on:
        raise Refusal(_("This line does not run on, so it cannot be changed from a day on."))
    if on <= line.from_on:
        raise Invalid({"on": [_("The line begins on this day or later. Change the line itself.")]})
    if contract.next_on and contract.periods and on < contract.next_on:
        day = reader_for(by.language, by.zone).date(contract.next_on)
        raise Invalid({"on": [_("Orders were made already until %(day)s. Choose that day or a later one.") % {
            "day": day}]})  # fmt: skip
    line.until_on = on - timedelta(days=1)
    made = Change(
        after={
            "contract_id": line.contract_id, "product_id": line.product_id, "description": line.description,
            "quantity": line.quantity if quantity is None else quantity, "currency": line.currency,
            "unit_price": line.unit_price if unit_price is None else unit_price, "from_on": on,
            "discount": line.discount if discount is None else discount,
        }
    )  # fmt: skip
    write(registry.of_noun("sales.contractline"), [made], by)
