"""Instalments add up to the order, also after it has changed."""

from __future__ import annotations

from typing import Any

import pytest

from setia.foundation.errors import Invalid
from setia.kit.undoing import undo
from tests.acting import SETIA, change, do, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def order() -> Any:
    order = make("orders", party=make("people", name="Bo").pk, currency="EUR")
    make("order-lines", order=order.pk, description="Machine", unit_price="100", tax_percent="0")
    do("confirm", order)
    return order


def parts(order: Any) -> list[tuple[str, int, int]]:
    rows = order.instalments.filter(archived_at__isnull=True).order_by("due_on")
    return [(str(day), amount, still) for day, amount, still in rows.values_list("due_on", "amount", "open")]


def test_an_order_is_paid_in_parts_that_add_up_on_the_last_days_of_short_months(order: Any) -> None:
    do("split", order, number="3", first_on="2026-01-31")
    assert parts(order) == [("2026-01-31", 3334, 3334), ("2026-02-28", 3333, 3333), ("2026-03-31", 3333, 3333)]
    done = do("record_payment", order, amount="40")
    assert [still for _day, _amount, still in parts(order)] == [0, 2667, 3333]
    undo(done.act, SETIA)
    assert [still for _day, _amount, still in parts(order)] == [3334, 3333, 3333]


def test_instalments_follow_the_order_and_are_never_more_than_it(order: Any) -> None:
    do("split", order, number="2", first_on="2026-04-01")
    change(order.lines.get(), unit_price="120")
    assert [amount for _day, amount, _still in parts(order)] == [5000, 7000]
    change(order.lines.get(), unit_price="40")
    assert [amount for _day, amount, _still in parts(order)] == [4000]
    with pytest.raises(Invalid, match="more than the order"):
        change(order.instalments.get(archived_at__isnull=True), amount="41")
    do("split", order, number="4", first_on="2026-05-01")
    assert sum(amount for _day, amount, _still in parts(order)) == 4000
