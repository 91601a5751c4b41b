"""Handing over what was ordered, in parts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from setia.domains.promises.promises.model import Promise
from setia.domains.sales.shipments.model import Shipment
from setia.foundation.errors import Invalid, Refusal
from setia.kit.undoing import undo
from tests.acting import SETIA, change, do, facts, make, make_many

pytestmark = pytest.mark.django_db


@pytest.fixture
def order() -> Any:
    return make("orders", party=make("people", name="Bo Andersen").pk, currency="EUR")


def line_of(order: Any, quantity: str = "3", price: str = "10") -> Any:
    return make("order-lines", order=order.pk, description="Machine", quantity=quantity, unit_price=price)


def status(order: Any) -> str:
    order.refresh_from_db()
    return str(order.status)


def test_an_order_is_partly_and_then_wholly_delivered_as_its_lines_are_handed_over(order: Any) -> None:
    machines, cups = line_of(order), line_of(order, "2", "5")
    do("confirm", order)
    do("ship", machines, quantity="1")
    assert (status(order), machines.delivered) == ("partly", 1)
    with pytest.raises(Invalid, match="Only 2 of “Machine” are still open"):
        do("ship", machines, quantity="2.5")
    with pytest.raises(Invalid, match="greater than or equal to 0"):
        do("ship", machines, quantity="-1")
    do("ship", machines)
    assert status(order) == "partly"
    do("ship", cups, reference="DN 7")
    assert status(order) == "delivered"
    assert facts(order)[-2:] == ["order.partly", "order.delivered"]
    with pytest.raises(Refusal, match="handed over already"):
        do("ship", machines)


def test_marking_as_delivered_hands_over_the_rest_and_can_be_undone(order: Any) -> None:
    machines, cups = line_of(order), line_of(order, "2", "5")
    do("confirm", order)
    do("ship", machines, quantity="1")
    done = do("deliver", order)
    assert list(Shipment.objects.order_by("id").values_list("quantity", flat=True)) == [1, 2, 2]
    undo(done.act, SETIA)
    machines.refresh_from_db()
    cups.refresh_from_db()
    assert (status(order), machines.delivered, cups.delivered) == ("partly", 1, 0)
    assert Shipment.objects.active().count() == 1


def test_a_shipment_taken_back_opens_the_order_again(order: Any) -> None:
    machines = line_of(order)
    do("confirm", order)
    done = do("ship", machines)
    assert status(order) == "delivered"
    undo(done.act, SETIA)
    assert status(order) == "confirmed"


def test_a_line_is_not_made_smaller_than_what_was_delivered_of_it(order: Any) -> None:
    machines = line_of(order)
    do("ship", machines, quantity="2")
    with pytest.raises(Invalid, match="2 were delivered already"):
        change(machines, quantity="1")


def test_an_order_that_came_as_delivered_has_nothing_to_be_handed_over(order: Any) -> None:
    (old,) = make_many("orders", [{"party_id": order.party_id, "quantity": Decimal(3), "total": 30}])
    assert not Shipment.objects.exists()
    with pytest.raises(Refusal, match="handed over already"):
        do("ship", old.lines.get())


@pytest.mark.parametrize(("shipped", "ends"), [("2026-03-01", "kept"), ("2026-03-02", "broken")])
def test_the_day_of_delivery_is_a_promise_that_the_last_shipment_keeps_or_breaks(
    order: Any, shipped: str, ends: str
) -> None:
    machines = line_of(order)
    change(order, ordered_on="2026-02-20", deliver_on="2026-03-01")
    do("confirm", order)
    promise = Promise.objects.get(about=f"sales.order:{order.pk}")
    assert (promise.due_on, promise.status) == (date(2026, 3, 1), "open")
    do("ship", machines, quantity="1", on="2026-02-25")
    do("ship", machines, on=shipped)
    promise.refresh_from_db()
    assert promise.status == ends
    assert "Delivered on" in promise.evidence
