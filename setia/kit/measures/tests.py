"""Figures: exact, in the currency of what is added up, and never across currencies."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from setia.foundation.errors import Malformed
from setia.kit.kinds import Amount
from setia.kit.measures import may_add, may_group, measure
from setia.kit.resources import registry
from tests.acting import SETIA, make

pytestmark = pytest.mark.django_db


def ordered(currency: str, quantity: str, price: str) -> Any:
    order = make("orders", party=make("companies", name="Acme").pk, currency=currency)
    return make("order-lines", order=order.pk, description="Hours", quantity=quantity, unit_price=price)


def test_a_total_of_decimal_numbers_keeps_its_decimals() -> None:
    for quantity in ("0.5", "0.125", "2"):
        ordered("EUR", quantity, "10")
    (cell,) = measure(registry["order-lines"], SETIA, total="quantity")
    assert (cell.total, str(cell.total), cell.currency) == (Decimal("2.625"), "2.625", "")


def test_amounts_in_several_currencies_are_stated_side_by_side() -> None:
    for currency, price in (("EUR", "10.50"), ("EUR", "1.25"), ("JPY", "700")):
        ordered(currency, "1", price)
    cells = measure(registry["order-lines"], SETIA, total="amount")
    assert {(cell.currency, cell.total, cell.count) for cell in cells} == {("EUR", 1175, 2), ("JPY", 700, 1)}


def test_an_amount_is_stated_in_the_currency_that_its_field_declares(monkeypatch: pytest.MonkeyPatch) -> None:
    """Amounts may stand beside a currency of another name: here the currency of the order."""
    ordered("JPY", "1", "700")
    lines = registry["order-lines"]
    monkeypatch.setitem(lines.fields["amount"].__dict__, "kind", Amount("order__currency"))
    (cell,) = measure(lines, SETIA, total="amount")
    assert (cell.total, cell.currency) == (700, "JPY")


@pytest.mark.parametrize("asked", [{"total": "attention"}, {"total": "name"}, {"group": "attention"}])
def test_what_stands_in_no_column_is_neither_added_up_nor_grouped(asked: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        measure(registry["opportunities"], SETIA, **asked)


@pytest.mark.parametrize("noun", [r for r in registry if r.declared_fields], ids=lambda r: r.slug)
def test_whatever_can_be_grouped_and_added_up_is(noun: Any) -> None:
    groups = [name for name, field in noun.fields.items() if may_group(field)]
    totals = ["", *(name for name, field in noun.fields.items() if may_add(field))]
    for group in groups:
        for total in totals:
            measure(noun, SETIA, group=group, total=total)
