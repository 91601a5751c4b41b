"""Order lines."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from setia.foundation.errors import Invalid
from setia.kit import verbs
from setia.kit.resources import registry
from setia.kit.undoing import undo
from tests.acting import SETIA, change, make, make_many

pytestmark = pytest.mark.django_db


@pytest.fixture
def order() -> Any:
    return make("orders", party=make("people", name="Bo Andersen").pk)


def test_a_price_that_was_rounded_does_not_change_the_amount(order: Any) -> None:
    (line,) = make_many("order-lines", [{"order_id": order.pk, "quantity": Decimal(3), "amount": 10_000}], SETIA)
    assert (line.unit_price, line.amount) == (3333, 10_000)
    done = change(line, quantity="2")
    assert line.amount == 6666
    undo(done.act, SETIA)
    line.refresh_from_db()
    assert (line.quantity, line.amount) == (3, 10_000)


def test_a_line_has_a_price(order: Any) -> None:
    with pytest.raises(Invalid, match="Give a price"):
        make("order-lines", order=order.pk, description="Something")


def test_a_line_is_in_the_currency_of_its_order(order: Any) -> None:
    yen = make("orders", party=order.party_id, currency="JPY")
    line = make("order-lines", order=yen.pk, description="Set-up", unit_price="100")
    assert (line.unit_price, line.currency) == (100, "JPY")
    with pytest.raises(Invalid, match="order is in JPY"):
        make("order-lines", order=yen.pk, description="Set-up", unit_price="100", currency="USD")
    with pytest.raises(Invalid):
        make("order-lines", order=yen.pk, description="Set-up", unit_price="100.50")


def test_a_line_stays_with_its_order(order: Any) -> None:
    line = make("order-lines", order=order.pk, description="Set-up", unit_price="100")
    with pytest.raises(Invalid, match="stays with its order"):
        change(line, order=make("orders", party=order.party_id).pk)


def test_an_archived_line_does_not_count(order: Any) -> None:
    line = make("order-lines", order=order.pk, description="Set-up", unit_price="100")
    verbs.archive(registry["order-lines"], [line.pk], SETIA)
    order.refresh_from_db()
    assert (order.quantity, order.total) == (0, 0)


def test_an_amount_beyond_all_measure_is_refused(order: Any) -> None:
    with pytest.raises(Invalid, match="too large"):
        make("order-lines", order=order.pk, description="x", quantity="999999999", unit_price="9999999999999")


def test_lines_made_together_stand_one_after_the_other(order: Any) -> None:
    rows = [{"order_id": order.pk, "description": "Part", "unit_price": 100} for _n in range(3)]
    assert [line.position for line in make_many("order-lines", rows)] == [1, 2, 3]
    order.refresh_from_db()
    assert order.total == 300
