"""What stands inside of a JSON column, and behind a reference, is a column of a mart like others."""

from __future__ import annotations

import pytest

from setia.domains.sales.orders.model import Order
from tests.acting import do, make
from tests.warehouse.conftest import refreshed, rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quickly")]


def test_minutes_of_a_contact_and_the_contract_of_an_order_are_in_the_marts() -> None:
    bo = make("people", name="Bo Andersen")
    do("note", bo, text="Spoke about grinders", kind="call", minutes=45)
    do("note", bo, text="Left a message", kind="call")
    contract = make("contracts", name="Care", party=bo.pk, starts_on="2026-01-01")
    for number in range(2):
        make("orders", reference=f"A-{number}", party=bo.pk, total="10", status="confirmed", ordered_on="2026-02-01")
    Order.objects.filter(reference="A-1").update(contract=contract, period_on="2026-02-01")
    refreshed()
    assert rows("SELECT minutes FROM interactions ORDER BY id") == [(45,), (None,)]
    assert rows("SELECT contract_id FROM purchases ORDER BY id") == [(None,), (contract.pk,)]
