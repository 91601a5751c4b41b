"""Orders."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from setia.domains.sales.orders.model import Order
from setia.foundation.errors import Invalid, Refusal
from setia.foundation.ledger import Entry
from setia.kit.undoing import undo
from tests.acting import SETIA, change, do, facts, listed, make, make_many, queries, resource_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bo() -> Any:
    return make("people", name="Bo Andersen")


@pytest.fixture
def order(bo: Any) -> Any:
    return make("orders", party=bo.pk)


def sums(order: Any) -> tuple[Decimal, int]:
    order.refresh_from_db()
    return order.quantity, order.total


def lines(order: Any) -> list[tuple[Any, ...]]:
    rows = resource_of(order.lines.model()).model.objects.filter(order=order).order_by("position")
    return list(rows.values_list("quantity", "unit_price", "amount"))


def test_an_order_typed_in_is_a_draft_of_today_named_after_the_customer(order: Any) -> None:
    assert (order.status, order.name, order.total) == ("draft", "Bo Andersen, 2026-03-02", 0)
    assert make("orders", party=order.party_id, reference="SO-17").name == "SO-17"


def test_an_order_is_what_its_lines_add_up_to(order: Any) -> None:
    product = make("products", name="GTX Pro", list_price="4821")
    line = make("order-lines", order=order.pk, product=product.pk, quantity="2")
    make("order-lines", order=order.pk, description="Set-up", quantity="1.5", unit_price="80")
    assert sums(order) == (Decimal("3.5"), 964_200 + 12_000)
    change(line, quantity="1")
    assert sums(order) == (Decimal("2.5"), 482_100 + 12_000)
    assert (line.description, line.position) == ("GTX Pro", 1)


def test_an_order_of_which_only_the_sums_are_known_gets_one_line(bo: Any) -> None:
    order = make("orders", party=bo.pk, quantity="5", total="77")
    assert lines(order) == [(5, 1540, 7700)]
    change(order, total="100")
    assert lines(order) == [(5, 2000, 10_000)]
    assert make("orders", party=bo.pk, total="12").quantity == 1


def test_the_total_of_an_order_with_lines_is_not_typed_over(order: Any) -> None:
    for price in ("1", "2"):
        make("order-lines", order=order.pk, description="Part", unit_price=price)
    order.refresh_from_db()
    with pytest.raises(Invalid, match="follows from the lines"):
        change(order, total="5")
    with pytest.raises(Invalid, match="another currency"):
        change(order, currency="EUR")


def test_purchases_from_a_file_are_delivered_and_told_on_their_day(bo: Any) -> None:
    first = {"party_id": bo.pk, "reference": "cdnow-1", "ordered_on": date(1997, 1, 1), "total": 1177}
    second = {"party_id": bo.pk, "reference": "cdnow-2", "quantity": Decimal(3), "total": 0}
    made = make_many("orders", [first, second])
    assert [order.status for order in made] == ["delivered", "delivered"]
    assert [lines(order) for order in made] == [[(1, 1177, 1177)], [(3, 0, 0)]]
    assert Entry.objects.filter(kind="order.created").earliest("id").at.date() == date(1997, 1, 1)
    bo.refresh_from_db()
    assert bo.is_customer


def test_many_orders_cost_as_many_queries_as_a_few(bo: Any) -> None:
    do("make_customer", bo)
    row = {"party_id": bo.pk, "quantity": Decimal(1), "total": 100}
    assert queries("orders", row, 150) <= queries("orders", row, 3)


def test_one_of_many_orders_is_as_one_made_alone(bo: Any) -> None:
    alone = make("orders", party=bo.pk, quantity="3", total="100")
    together = make_many("orders", [{"party_id": bo.pk, "quantity": Decimal(3), "total": 10_000}] * 2, SETIA)[0]
    rows = [{k: v for k, v in vars(o).items() if k not in ("id", "_state")} for o in (alone, together)]
    assert rows[0] == rows[1]
    assert lines(alone) == lines(together)


def test_an_order_is_confirmed_delivered_and_not_cancelled_afterwards(bo: Any) -> None:
    order = make("orders", party=bo.pk, total="12")
    do("confirm", order)
    do("deliver", order)
    assert facts(order) == ["order.created", "order.confirmed", "order.delivered"]
    with pytest.raises(Refusal, match="is delivered; this is not possible any more"):
        do("cancel", order)
    bo.refresh_from_db()
    assert bo.is_customer


def test_an_order_without_lines_is_not_confirmed(order: Any) -> None:
    with pytest.raises(Invalid, match="without lines"):
        do("confirm", order)


def test_confirming_can_be_undone(bo: Any) -> None:
    order = make("orders", party=bo.pk, total="12")
    undo(do("confirm", order).act, SETIA)
    order.refresh_from_db()
    assert order.status == "draft"


def test_nothing_is_added_to_a_cancelled_order(bo: Any) -> None:
    order = make("orders", party=bo.pk, total="12")
    do("cancel", order, reason="Changed his mind")
    with pytest.raises(Invalid, match="cancelled"):
        make("order-lines", order=order.pk, description="More", unit_price="1")
    with pytest.raises(Refusal, match="cancelled"):
        do("record_payment", order, amount="12")


def test_an_order_belongs_to_the_customer_of_its_opportunity(bo: Any) -> None:
    deal = make("opportunities", party=make("people", name="Kim").pk)
    with pytest.raises(Invalid, match="another customer"):
        make("orders", party=bo.pk, opportunity=deal.pk)


def test_what_was_paid_stands_beside_the_order(bo: Any) -> None:
    order = make("orders", party=bo.pk, total="100")
    do("record_payment", order, amount="30", method="cash")
    do("record_payment", order, amount="20.50")
    assert listed("orders", columns=("name", "paid"))[0]["paid"] == 5050
    assert Order.objects.get().total == 10_000


def test_making_an_order_can_be_undone(bo: Any) -> None:
    order = make("orders", party=bo.pk, total="12")
    undo(Entry.objects.get(kind="order.created").act, SETIA, erase=True)
    assert not Order.objects.filter(pk=order.pk).exists()
