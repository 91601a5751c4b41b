"""Lines of contracts in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.catalog.pricing.prices import one_price
from setia.domains.catalog.products.model import Product
from setia.domains.sales.contract_lines.model import ContractLine
from setia.domains.sales.contracts.model import Contract, ContractStatus
from setia.domains.sales.contracts.ordering import monthly_value
from setia.domains.sales.order_lines.amounts import LARGEST, in_currency
from setia.domains.sales.sums import HUNDRED, amount_of
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.errors import Refusal
from setia.kit.changes import Change
from setia.kit.kinds import Amount, Currency, Number
from setia.kit.resources import Group, Resource, resource

NAMES = ("party_id", "currency", "status", "starts_on", "ends_on", "next_on", "period")


@resource
class ContractLines(Resource):
    model = ContractLine
    slug = "contract-lines"
    label = gettext_lazy("Contract line")
    plural = gettext_lazy("Contract lines")
    icon = "list"
    title = "description"
    columns = ("contract", "product", "description", "quantity", "unit_price", "discount", "amount", "from_on",
               "until_on")  # fmt: skip
    form = (
        Group(gettext_lazy("Line"), ("contract", "product", "description", "quantity", "unit_price", "discount")),
        Group(gettext_lazy("When"), ("from_on", "until_on", "amount")),
    )
    tells = {"amount": ("unit_price", "monthly"), "unit_price": ("amount", "monthly"), "discount": ("unit_price",)}
    kinds = {
        **dict.fromkeys(("unit_price", "amount"), Amount()), "currency": Currency(),
        "quantity": Number(3, 12, Decimal(0)), "discount": Number(2, 5, Decimal(0)),
    }  # fmt: skip
    samples = {"from_on": "2026-01-31", "until_on": None}
    helps = {
        "unit_price": gettext_lazy("Of one unit for a whole period. Leave empty for the price in the catalog."),
        "from_on": gettext_lazy("Leave empty for the beginning of the contract."),
        "until_on": gettext_lazy("Leave empty for as long as the contract runs."),
    }

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        ids = {change.after["contract_id"] for change in changes}
        contracts = {pk: rest for pk, *rest in bulk.found(Contract.objects.all(), "pk", ids, "pk", *NAMES)}
        names = dict(bulk.found(Product.objects.all(), "pk", {c.after["product_id"] for c in changes} - {None}, "pk",
                                "name"))  # fmt: skip
        last = _last_positions(changes)
        for change in changes:
            after = change.after
            contract = contracts.get(after["contract_id"])
            if contract is None:
                continue
            if change.is_new:
                place = after["contract_id"]
                last[place] = after["position"] = last.get(place, 0) + 1
                _read_in(change, contract[1])
            after["description"] = after["description"] or names.get(after["product_id"], "")
            after["from_on"] = after["from_on"] or contract[3]
            _judge(change, contract)
            _settle_amount(change, contract, by)

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        """The contracts know what a month of them comes to. It follows from the lines and has no version."""
        ids = {change.after["contract_id"] for change in changes}
        rows = Contract.objects.order_by("pk").select_for_update(of=("self",))
        known = [(pk, dict(zip(NAMES, rest, strict=True))) for pk, *rest in bulk.found(rows, "pk", ids, "pk", *NAMES)]
        bulk.update(Contract, ("monthly",), [(monthly_value(pk, values, by.today), pk) for pk, values in known])


def _judge(change: Change, contract: Sequence[Any]) -> None:
    after = change.after
    status, starts_on = contract[2], contract[3]
    if change.before and change.changed("contract_id"):
        change.refuse("contract", _("A line stays with its contract."))
    if status == ContractStatus.ENDED and change.dirty():
        change.refuse("contract", _("This contract has ended."))
    if Decimal(after["quantity"]) <= 0:
        change.refuse("quantity", _("Give a quantity above zero."))
    if Decimal(after["discount"]) > HUNDRED:
        change.refuse("discount", _("A discount is at most 100 percent."))
    if not after["description"]:
        change.refuse("description", _("Say what it is, or choose a product."))
    if after["from_on"] < starts_on:
        change.refuse("from_on", _("This is before the contract begins."))
    if after["until_on"] and after["until_on"] < after["from_on"]:
        change.refuse("until_on", _("This is before the line begins."))


def _settle_amount(change: Change, contract: Sequence[Any], by: Actor) -> None:
    after = change.after
    if after["unit_price"] is None and after["product_id"]:
        price = one_price(
            after["product_id"], party_id=contract[0], quantity=Decimal(after["quantity"]), currency=contract[1],
            on=by.today, by=by,
        )  # fmt: skip
        after["unit_price"] = price.amount
        if price.amount is None and price.missing:
            change.refuse("unit_price", price.missing)
            return
    if after["unit_price"] is None:
        change.refuse("unit_price", _("Give a price."))
        return
    discount = min(Decimal(after["discount"]), HUNDRED)
    after["amount"] = amount_of(Decimal(after["quantity"]), after["unit_price"], discount)
    if abs(after["amount"]) > LARGEST:
        change.refuse("unit_price", _("This amount is too large."))


def _last_positions(changes: Sequence[Change]) -> dict[int, int]:
    ids = {change.after["contract_id"] for change in changes if change.is_new}
    rows = ContractLine.objects.values("contract_id").annotate(last=Max("position"))
    return dict(bulk.found(rows, "contract_id", ids, "contract_id", "last"))


def _read_in(change: Change, currency: str) -> None:
    """A new line is in the currency of its contract; forms read amounts in that of the company."""
    said = change.after["currency"]
    change.after["currency"] = currency
    try:
        change.after["unit_price"] = in_currency(
            change.after["unit_price"], said or our_company().currency, currency or "USD"
        )
    except Refusal as no:
        change.refuse("unit_price", no.message)
