"""Goods that come back, money that goes back: amounts stay right to the cent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from setia.domains.authority.approvals.model import Approval
from setia.domains.sales.refunds.model import Refund
from setia.domains.sales.returns.model import Return
from setia.foundation.errors import Invalid
from setia.foundation.jobs import run_until_empty
from setia.kit import verbs
from setia.kit.resources import registry
from setia.kit.undoing import undo
from tests.acting import SETIA, do, make, make_many
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def order() -> Any:
    return make("orders", party=make("people", name="Bo Andersen").pk, currency="EUR")


@pytest.fixture
def line(order: Any) -> Any:
    """Three of something for 100.00, with tax of 20 %."""
    row = {"order_id": order.pk, "quantity": Decimal(3), "amount": 10_000, "tax_percent": Decimal(20)}
    (found,) = make_many("order-lines", [row], SETIA)
    return found


def standing(order: Any) -> tuple[int, int, int, int]:
    order.refresh_from_db()
    return order.total, order.due, order.paid, order.open


def test_what_comes_back_piece_by_piece_is_credited_to_the_cent(order: Any, line: Any) -> None:
    with pytest.raises(Invalid, match="Nothing of .* was delivered yet"):
        do("take_back", line, quantity="1", reason="unwanted")
    do("ship", line)
    assert standing(order) == (12_000, 12_000, 0, 12_000)
    acts = [do("take_back", line, quantity="1", reason="unwanted").act for _n in range(3)]
    assert sorted(Return.objects.values_list("amount", flat=True)) == [3333, 3333, 3334]
    assert standing(order) == (12_000, 0, 0, 0)
    with pytest.raises(Invalid, match="came back already"):
        do("take_back", line, quantity="1", reason="unwanted")
    undo(acts[0], SETIA)
    assert standing(order)[1] == 12_000 - 6667 - 1333
    do("take_back", line, quantity="1", reason="defective", condition="broken")
    assert standing(order) == (12_000, 0, 0, 0)


def test_a_refund_is_never_more_than_was_paid(order: Any, line: Any) -> None:
    do("ship", line)
    with pytest.raises(Invalid, match="Nothing of this order is left"):
        do("refund", order, amount="1", reason="goodwill")
    do("record_payment", order, amount="120")
    do("take_back", line, quantity="3", reason="wrong")
    assert standing(order) == (12_000, 0, 12_000, -12_000)
    with pytest.raises(Invalid, match="At most 120.00 EUR"):
        do("refund", order, amount="120.01", reason="return")
    done = do("refund", order, amount="100", reason="return")
    with pytest.raises(Invalid, match="At most 20.00 EUR"):
        do("refund", order, amount="20.01", reason="return")
    do("refund", order, amount="20", reason="return")
    assert standing(order) == (12_000, 0, 0, 0)
    undo(done.act, SETIA)
    assert standing(order) == (12_000, 0, 10_000, -10_000)


def test_a_payment_that_was_paid_back_is_not_taken_away(order: Any, line: Any) -> None:
    do("record_payment", order, amount="50")
    do("refund", order, amount="50", reason="cancelled")
    with pytest.raises(Invalid, match="Take back the refund first"):
        verbs.archive(registry["payments"], list(order.payments.values_list("pk", flat=True)), SETIA)
    with pytest.raises(Invalid):
        make("payments", order=order.pk, amount="-5")


def test_what_was_paid_for_a_cancelled_order_is_to_be_paid_back(order: Any, line: Any) -> None:
    do("confirm", order)
    do("record_payment", order, amount="130")
    assert standing(order) == (12_000, 12_000, 13_000, -1_000)
    do("cancel", order)
    assert standing(order)[3] == -13_000


def test_a_refund_beyond_ones_authority_waits_until_somebody_allows_it(order: Any, line: Any) -> None:
    cast: Cast = assemble(["parties.party", "sales.order", "authority.approval"])
    ada, root = cast.acting("ada"), cast.acting("root")
    type(order).objects.filter(pk=order.pk).update(owner=cast.ada)
    do("record_payment", order, amount="120")
    do("refund", order, ada, amount="70", reason="complaint", why="Third time")
    refund = Refund.objects.get()
    assert (refund.status, standing(order)[2]) == ("waiting", 12_000)
    with pytest.raises(Invalid, match="At most 50.00"):
        do("refund", order, amount="60", reason="goodwill")
    do("approve", Approval.objects.get(), root)
    run_until_empty()
    refund.refresh_from_db()
    assert (refund.status, standing(order)[2]) == ("paid", 5_000)
