"""Payments."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from setia.domains.sales.payments.model import Payment
from setia.foundation.errors import Invalid
from setia.kit.undoing import undo
from tests.acting import SETIA, do, facts, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def order() -> Any:
    bo = make("people", name="Bo Andersen")
    return make("orders", party=bo.pk, total="100", reference="SO-17", currency="EUR")


def test_recording_a_payment_makes_one_in_the_currency_of_the_order(order: Any) -> None:
    do("record_payment", order, amount="100", method="card", paid_on="2026-02-20", reference="TX 9")
    paid = Payment.objects.get()
    assert (paid.amount, paid.currency, paid.method) == (10_000, "EUR", "card")
    assert (paid.party_id, paid.paid_on, paid.name) == (order.party_id, date(2026, 2, 20), "TX 9")
    assert facts(order)[-1] == "order.paid"


def test_recording_a_payment_can_be_undone(order: Any) -> None:
    undo(do("record_payment", order, amount="100").act, SETIA)
    assert Payment.objects.get().archived_at


def test_a_payment_typed_in_is_read_in_the_currency_of_the_order(order: Any) -> None:
    paid = make("payments", order=order.pk, amount="12.34")
    assert (paid.amount, paid.currency, paid.name) == (1234, "EUR", "SO-17")
    with pytest.raises(Invalid, match="order is in EUR"):
        make("payments", order=order.pk, amount="12.34", currency="USD")


def test_nothing_is_no_payment(order: Any) -> None:
    with pytest.raises(Invalid, match="above zero"):
        do("record_payment", order, amount="0")
